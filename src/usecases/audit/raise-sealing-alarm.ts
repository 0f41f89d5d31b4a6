import type { Db } from '../../db/connect.ts';
import type { Recipient } from '../../domain/case/step.ts';
import { newestSeal, unsealedRows } from '../../db/queries/audit/audit-seals.ts';
import { insertMails } from '../../db/queries/outreach/outbox.ts';
import type { SealingTrouble } from '../../domain/audit/sealing.ts';
import { localDate } from '../../domain/time/dates.ts';

/** The privacy officer watches over the log, the administrator can solve the trouble. */
const told: readonly Recipient[] = [{ kind: 'privacy-officer' }, { kind: 'administrator' }];

/**
 * Mails about trouble with sealing the audit log, once a local day for each kind of trouble.
 * @returns the outbox rows to send, earlier ones of the day included, in case their sending was not started
 */
export async function raiseSealingAlarm(sql: Db, trouble: SealingTrouble, at: string): Promise<string[]> {
  const rows = told.map((recipient) => ({ id: `audit-sealing-${trouble}-${localDate(at)}-${recipient.kind}`, template: 'audit-sealing', recipient, data: { trouble }, createdAt: at }));
  await insertMails(sql, rows);
  return rows.map(({ id }) => id);
}

/** Whether rows wait for their seal for longer than sealing ever takes. */
export async function isSealingOverdue(sql: Db): Promise<boolean> {
  return (await unsealedRows(sql, (await newestSeal(sql))?.lastId ?? 0)).overdue;
}
