/** Complaints, and notes on breaches of agreements, that are about no case: what was said goes with the key that sealed it; that there was one stays, for the figures. */
import { endedComplaints, markComplaintKeyDestroyed, removeWordsOfComplaint, type EndedComplaint } from '../../db/queries/complaints/complaint-steps.ts';
import { endedBreaches, markBreachKeyDestroyed, removeBreachNotes } from '../../db/queries/breaches/breaches.ts';
import { complaintDueOn } from '../../domain/retention/retention.ts';
import { addMonths } from '../../domain/time/dates.ts';
import { pooled } from '../../pooled.ts';
import { AT_ONCE, attempt, PAGE, policyOf, throughPages, type Night } from './retention-night.ts';

export async function takeComplaints(night: Night): Promise<void> {
  const { sql, before } = night;
  await throughPages(
    night,
    (after) => endedComplaints(sql, { before, after, limit: PAGE }),
    (rows) => pooled(AT_ONCE, rows, (row) => attempt(night, () => takeComplaint(night, row))),
  );
  // A breach has no policy of its own: the longest term holds.
  const months = Math.max(...[...night.policies.values()].map(({ withoutHelpMonths }) => withoutHelpMonths));
  for (const id of await endedBreaches(sql, addMonths(night.today, -months), PAGE)) await attempt(night, () => takeBreach(night, id));
}

async function takeBreach({ sql, keys, at, dryRun, counts }: Night, id: string): Promise<void> {
  counts.complaints += 1;
  if (dryRun) return;
  await removeBreachNotes(sql, id, at);
  await keys.destroy([id], at);
  await markBreachKeyDestroyed(sql, id, at);
}

/** Postgres first, key second: one whose process died in between comes again. */
async function takeComplaint(night: Night, { id, endedAt, policyVersion }: EndedComplaint): Promise<void> {
  const { sql, keys, at, today, dryRun, counts } = night;
  if (complaintDueOn(endedAt, policyOf(night, policyVersion)) > today) return;
  counts.complaints += 1;
  if (dryRun) return;
  await removeWordsOfComplaint(sql, id, at);
  await keys.destroy([id], at);
  await markComplaintKeyDestroyed(sql, id, at);
}
