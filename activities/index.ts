import type { Dependencies } from './dependencies.ts';
import { recordCase } from './record-case.ts';

/** All activities of the worker, with what they need. */
export function createActivities(dependencies: Dependencies) {
  return {
    recordCase: recordCase(dependencies),
  };
}

export type Activities = ReturnType<typeof createActivities>;
