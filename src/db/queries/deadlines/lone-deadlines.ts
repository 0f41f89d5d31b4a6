import type { Db } from '../../connect.ts';
import type { loneDeadlineRow } from '../../rows/deadline.ts';

type Owned = ReturnType<typeof loneDeadlineRow> & ({ roundId: string } | (({ avgRequestId: string } | { complaintId: string }) & { municipalityCode: string; startedBy: string }));

/** Of a round, a request under the AVG or a complaint. An older record never overwrites a newer one. */
export async function upsertLoneDeadline(tx: Db, row: Owned): Promise<void> {
  await tx`
    insert into deadlines ${tx(row)}
    on conflict (id) do update set
      state = excluded.state, term = excluded.term, owner = excluded.owner, due_on = excluded.due_on, due_before = excluded.due_before,
      changes = excluded.changes, moot = excluded.moot, warns_at = excluded.warns_at, warned_at = coalesce(excluded.warned_at, deadlines.warned_at),
      breached_at = excluded.breached_at, ended_at = excluded.ended_at, seq = excluded.seq
    where deadlines.seq < excluded.seq`;
}
