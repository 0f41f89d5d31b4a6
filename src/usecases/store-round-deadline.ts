import type { Sql } from '../db/connect.ts';
import type { Instant } from '../domain/dates.ts';
import type { Deadline } from '../domain/deadline.ts';
import type { RoundMail } from '../domain/round-deadline.ts';

export interface RoundDeadlineRecord {
  roundId: string;
  deadline: Deadline;
  /** Counts the records of the deadline: an older one never overwrites a newer. */
  seq: number;
  mails: RoundMail[];
  at: Instant;
}

/** Stores a round's deadline as it stands now, and the mail of the moment it passed. Returns the ids of those outbox rows. */
export async function storeRoundDeadline(sql: Sql, { roundId, deadline: d, seq, mails, at }: RoundDeadlineRecord): Promise<string[]> {
  const row = {
    id: d.id,
    roundId,
    kind: d.kind,
    owner: d.owner,
    state: d.state,
    term: d.term as never,
    startedAt: d.startedAt,
    dueOn: d.dueOn,
    dueBefore: d.dueBefore,
    warnsAt: d.warnsAt,
    warned: mails.some((mail) => mail.template === 'deadline-warning'),
    breachedAt: d.breachedAt,
    moot: d.moot === true,
    endedAt: d.endedAt,
    remaining: d.remaining,
    changes: d.changes as never,
    seq,
  };
  // Planned anew, it may warn or be breached once more, for its new day.
  const sincePlan = d.changes.length === 0 ? [] : [d.dueOn];
  const outbox = mails.map((mail) => ({
    id: [d.id, mail.template, mail.to.kind, ...sincePlan].join('.'),
    template: mail.template,
    recipient: mail.to as never,
    data: { deadlineId: d.id } as never,
    roundId,
    createdAt: at,
  }));
  await sql.begin(async (tx) => {
    await tx`
      insert into deadlines ${tx(row)}
      on conflict (id) do update set
        state = excluded.state, term = excluded.term, owner = excluded.owner, due_on = excluded.due_on, due_before = excluded.due_before,
        changes = excluded.changes, moot = excluded.moot, warns_at = excluded.warns_at, warned = deadlines.warned or excluded.warned,
        breached_at = excluded.breached_at, ended_at = excluded.ended_at, seq = excluded.seq
      where deadlines.seq < excluded.seq`;
    if (outbox.length > 0) await tx`insert into outbox ${tx(outbox)} on conflict (id) do nothing`;
  });
  return outbox.map(({ id }) => id);
}
