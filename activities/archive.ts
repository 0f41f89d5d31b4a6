import { heartbeat } from '@temporalio/activity';
import { archiveCases } from '../src/usecases/records/archive-cases.ts';
import type { Dependencies } from './dependencies.ts';

/** Archives the histories of closed cases. */
export const archiveActivities = (deps: Dependencies) => ({
  archiveCases: () => archiveCases(deps, () => heartbeat()),
});
