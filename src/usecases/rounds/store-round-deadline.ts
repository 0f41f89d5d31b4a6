import type { Sql } from '../../db/connect.ts';
import { insertMails } from '../../db/queries/outreach/outbox.ts';
import { upsertLoneDeadline } from '../../db/queries/deadlines/lone-deadlines.ts';
import { loneDeadlineRow, loneMailRows, type LoneRecord } from '../../db/rows/deadline.ts';

export type RoundDeadlineRecord = LoneRecord & { roundId: string };

/** Stores a round's deadline as it stands now, and the mail of the moment it passed. Returns the ids of those outbox rows. */
export async function storeRoundDeadline(sql: Sql, record: RoundDeadlineRecord): Promise<string[]> {
  const { roundId } = record;
  const mails = loneMailRows(record).map((mail) => ({ ...mail, roundId }));
  await sql.begin(async (tx) => {
    await upsertLoneDeadline(tx, { ...loneDeadlineRow(record), roundId });
    await insertMails(tx, mails);
  });
  return mails.map(({ id }) => id);
}
