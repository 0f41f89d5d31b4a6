import type { Sql } from '../../db/connect.ts';
import { insertMails } from '../../db/queries/outreach/outbox.ts';
import { updateAvgRequest } from '../../db/queries/avg-requests/avg-request-steps.ts';
import { upsertLoneDeadline } from '../../db/queries/deadlines/lone-deadlines.ts';
import type { AvgRecord } from '../../db/rows/avg-request.ts';
import { loneDeadlineRow, loneMailRows } from '../../db/rows/deadline.ts';

/** Stores a request as its workflow has it, with its deadline and the mail of the moment it passed. @returns the ids of those outbox rows */
export async function storeAvgRequest(sql: Sql, record: AvgRecord): Promise<string[]> {
  const mails = loneMailRows(record);
  await sql.begin(async (tx) => {
    const municipalityCode = await updateAvgRequest(tx, record);
    if (municipalityCode !== null) await upsertLoneDeadline(tx, { ...loneDeadlineRow(record), avgRequestId: record.requestId, municipalityCode, startedBy: record.deadline.startedBy });
    await insertMails(tx, mails);
  });
  return mails.map(({ id }) => id);
}
