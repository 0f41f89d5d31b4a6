import type { Sql } from '../db/connect.ts';
import type { AvgMail, AvgRequest } from '../domain/avg-request.ts';
import type { Instant } from '../domain/dates.ts';
import type { Deadline } from '../domain/deadline.ts';

export interface AvgRecord extends Pick<AvgRequest, 'requestId' | 'state' | 'decision' | 'extension' | 'endedAt' | 'deadline'> {
  /** Counts the records of the request: an older one never overwrites a newer. */
  seq: number;
  mails: AvgMail[];
  at: Instant;
}

/** Stores a request as its workflow has it, with its deadline and the mail of the moment it passed. @returns the ids of those outbox rows */
export async function storeAvgRequest(sql: Sql, record: AvgRecord): Promise<string[]> {
  const { requestId, state, decision, extension, endedAt, deadline, seq, mails, at } = record;
  const outbox = mails.map((mail) => ({ id: outboxId(deadline, mail), template: mail.template, recipient: mail.to as never, data: { deadlineId: deadline.id } as never, createdAt: at }));
  await sql.begin(async (tx) => {
    const stored = await tx`
      update avg_requests set
        state = ${state}, decision_id = ${decision?.id ?? null}, decided_at = ${decision?.at ?? null}, decided_by = ${decision?.actorId ?? null}, ground = ${decision?.ground ?? null}, answer_id = ${decision?.answerId ?? null},
        extended_to = ${extension?.dueOn ?? null}, extended_at = ${extension?.at ?? null}, extended_by = ${extension?.actorId ?? null}, extension_id = ${extension?.reasonId ?? null}, ended_at = ${endedAt}, seq = ${seq}
      where id = ${requestId} and seq < ${seq} returning municipality_code`;
    const [row] = stored as unknown as { municipalityCode: string }[];
    if (row !== undefined) {
      await tx`
        insert into deadlines ${tx({ ...deadlineRow(deadline, mails), avgRequestId: requestId, municipalityCode: row.municipalityCode, seq })}
        on conflict (id) do update set
          state = excluded.state, term = excluded.term, owner = excluded.owner, due_on = excluded.due_on, due_before = excluded.due_before, changes = excluded.changes, moot = excluded.moot,
          warns_at = excluded.warns_at, warned = deadlines.warned or excluded.warned, breached_at = excluded.breached_at, ended_at = excluded.ended_at, seq = excluded.seq`;
    }
    if (outbox.length > 0) await tx`insert into outbox ${tx(outbox)} on conflict (id) do nothing`;
  });
  return outbox.map(({ id }) => id);
}

/** Extended or planned anew, it may warn or be breached once more, for its new day. */
const outboxId = (deadline: Deadline, { template, to }: AvgMail) => [deadline.id, template, to.kind, ...(deadline.changes.length === 0 ? [] : [deadline.dueOn])].join('.');

function deadlineRow(d: Deadline, mails: readonly AvgMail[]) {
  return {
    id: d.id,
    kind: d.kind,
    owner: d.owner,
    state: d.state,
    term: d.term as never,
    startedAt: d.startedAt,
    startedBy: d.startedBy,
    dueOn: d.dueOn,
    dueBefore: d.dueBefore,
    warnsAt: d.warnsAt,
    warned: mails.some(({ template }) => template === 'deadline-warning'),
    breachedAt: d.breachedAt,
    moot: d.moot === true,
    endedAt: d.endedAt,
    remaining: d.remaining,
    changes: d.changes as never,
  };
}
