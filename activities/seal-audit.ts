import { log } from '@temporalio/activity';
import { marksOf, type SealMark } from '../src/audit/marks.ts';
import type { SealingTrouble } from '../src/domain/audit/sealing.ts';
import { isSealingOverdue, raiseSealingAlarm } from '../src/usecases/audit/raise-sealing-alarm.ts';
import { sealAudit } from '../src/usecases/audit/seal-audit.ts';
import type { Dependencies } from './dependencies.ts';

/** Much shorter than the activity's time-out. */
const PATIENCE_MS = 20_000;

export const sealAuditActivities = ({ sql, temporal, config, mail }: Dependencies) => {
  const raise = async (trouble: SealingTrouble): Promise<void> => {
    log.error('the audit log is not sealed as it should be', { trouble });
    await mail.dispatch(await raiseSealingAlarm(sql, trouble, new Date().toISOString()));
  };
  return {
    sealAudit: async (): Promise<{ newest: SealMark | null; lost: boolean }> => {
      const [previous = null] = await marksOf(temporal, config.taskQueue, 1);
      const sealed = await sealAudit({ sql, config }, { previous, patienceMs: PATIENCE_MS });
      if (sealed.lost) {
        log.error('a seal of the audit log is gone or was replaced', { ...previous });
        await raise('lost');
      }
      if (await isSealingOverdue(sql)) await raise('overdue');
      // Also in the worker's log, which lies outside the database.
      if (sealed.newest !== null) log.info('the audit log is sealed', { ...sealed.newest });
      return sealed;
    },
    /** Called after a run that failed for good. */
    raiseSealingAlarm: raise,
  };
};
