/** Complaints that are about no case: what was said goes with the key that sealed it; that there was one stays, for the figures. */
import { endedComplaints, markComplaintKeyDestroyed, removeWordsOfComplaint, type EndedComplaint } from '../../db/queries/complaints/complaint-steps.ts';
import { complaintDueOn } from '../../domain/retention/retention.ts';
import { pooled } from '../../pooled.ts';
import { AT_ONCE, attempt, PAGE, policyOf, throughPages, type Night } from './retention-night.ts';

export async function takeComplaints(night: Night): Promise<void> {
  const { sql, before } = night;
  await throughPages(
    night,
    (after) => endedComplaints(sql, { before, after, limit: PAGE }),
    (rows) => pooled(AT_ONCE, rows, (row) => attempt(night, () => takeComplaint(night, row))),
  );
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
