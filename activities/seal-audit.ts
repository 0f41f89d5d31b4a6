import { log } from '@temporalio/activity';
import { sealAudit, type SealMark } from '../src/usecases/seal-audit.ts';
import type { Dependencies } from './dependencies.ts';

/** Well within the activity's time-out. */
const PATIENCE_MS = 20_000;

export const sealAuditActivity =
  ({ sql, config }: Dependencies) =>
  async (previous: SealMark | null): Promise<{ newest: SealMark | null; lost: boolean }> => {
    const sealed = await sealAudit({ sql, config }, { previous, patienceMs: PATIENCE_MS });
    if (sealed.lost) log.error('a seal of the audit log is gone or was replaced', { n: previous?.n, hash: previous?.hash });
    // Also in the log, which the database's administrator does not keep.
    if (sealed.newest !== null) log.info('the audit log is sealed', { ...sealed.newest });
    return sealed;
  };
