import type { Sql } from '../../db/connect.ts';
import { updateComplaint } from '../../db/queries/complaints/complaint-steps.ts';
import { upsertLoneDeadline } from '../../db/queries/deadlines/lone-deadlines.ts';
import { insertMails } from '../../db/queries/outreach/outbox.ts';
import type { ComplaintRecord } from '../../db/rows/complaint.ts';
import { loneDeadlineRow, loneMailRows } from '../../db/rows/deadline.ts';

/** Stores a complaint as its workflow has it, with its deadline and the mail of the moment it passed. @returns the ids of those outbox rows */
export async function storeComplaint(sql: Sql, record: ComplaintRecord): Promise<string[]> {
  const mails = loneMailRows(record);
  await sql.begin(async (tx) => {
    const municipalityCode = await updateComplaint(tx, record);
    if (municipalityCode !== null) await upsertLoneDeadline(tx, { ...loneDeadlineRow(record), complaintId: record.complaintId, municipalityCode, startedBy: record.deadline.startedBy });
    await insertMails(tx, mails);
  });
  return mails.map(({ id }) => id);
}
