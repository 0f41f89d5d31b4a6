import { log } from '@temporalio/activity';
import { marksOf, type SealMark } from '../src/audit/marks.ts';
import { sealAudit } from '../src/usecases/seal-audit.ts';
import type { Dependencies } from './dependencies.ts';

/** Well within the activity's time-out. */
const PATIENCE_MS = 20_000;

export const sealAuditActivity =
  ({ sql, temporal, config }: Dependencies) =>
  async (): Promise<{ newest: SealMark | null; lost: boolean }> => {
    const [previous = null] = await marksOf(temporal, config.taskQueue, 1);
    const sealed = await sealAudit({ sql, config }, { previous, patienceMs: PATIENCE_MS });
    if (sealed.lost) log.error('a seal of the audit log is gone or was replaced', { ...previous });
    // Also in the worker's log, which who has the database does not keep.
    if (sealed.newest !== null) log.info('the audit log is sealed', { ...sealed.newest });
    return sealed;
  };
