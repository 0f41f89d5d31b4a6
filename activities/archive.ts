import { heartbeat } from '@temporalio/activity';
import { archiveCases } from '../src/usecases/archive-cases.ts';
import type { Dependencies } from './dependencies.ts';

/** Keeping the histories of closed cases. */
export const archiveActivities = (deps: Dependencies) => ({
  archiveCases: () => archiveCases(deps, () => heartbeat()),
});
