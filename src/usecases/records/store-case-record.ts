import { changesFacts } from '../../domain/case/facts.ts';
import type { CaseRecord } from '../../domain/case/record.ts';
import type { Sql } from '../../db/connect.ts';
import { storeFacts } from '../../db/queries/records/case-facts.ts';
import { storeCaseRow, storeDeadlines, storeEvents, storeMails, storeSignalFeedback, storeSignalStates } from '../../db/queries/records/case-steps.ts';
import { outboxId } from '../../db/rows/case-record.ts';
import { takeBackLostSteps } from './take-back-lost-steps.ts';

/**
 * Stores one step of a case in one transaction: the row, its deadlines, signals and timeline, what reports count of it, and
 * the mail to be sent.
 * A step that is stored already changes nothing. Returns the ids of the outbox rows of the step, stored now or before.
 */
export async function storeCaseRecord(sql: Sql, record: CaseRecord): Promise<string[]> {
  await sql.begin(async (tx) => {
    const wasTakenBack = await takeBackLostSteps(tx, record);
    if (!(await storeCaseRow(tx, record))) return;
    // Sent together: none needs another's answer.
    await Promise.all([storeSignalStates(tx, record), storeSignalFeedback(tx, record), storeDeadlines(tx, record), storeEvents(tx, record), storeMails(tx, record)]);
    if (wasTakenBack || record.events.some(changesFacts)) await storeFacts(tx, record.state);
  });
  return record.mails.map((_, n) => outboxId(record.state, n));
}
