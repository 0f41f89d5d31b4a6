import { heartbeat } from '@temporalio/activity';
import { archiveMissed, archiveRun, type RunToArchive } from '../src/usecases/archive-case.ts';
import type { Dependencies } from './dependencies.ts';

/** Keeping the histories of closed cases. */
export const archiveActivities = (deps: Dependencies) => ({
  archiveRun: (run: RunToArchive) => archiveRun(deps, run),
  /** @returns how many were kept */
  archiveMissed: () => archiveMissed(deps, () => heartbeat()),
});
