/** What a deadline is in Postgres, whatever it belongs to. */
import type { Deadline } from '../../domain/deadlines/deadline.ts';
import type { DeadlineMail } from '../../domain/deadlines/lone.ts';
import type { Instant } from '../../domain/time/dates.ts';

/** The columns that every deadline has, without those of what it belongs to and of its warning. */
export const deadlineColumns = (d: Deadline) => ({
  id: d.id,
  kind: d.kind,
  owner: d.owner,
  state: d.state,
  term: d.term as never,
  startedAt: d.startedAt,
  dueOn: d.dueOn,
  dueBefore: d.dueBefore,
  warnsAt: d.warnsAt,
  breachedAt: d.breachedAt,
  moot: d.moot === true,
  endedAt: d.endedAt,
  remaining: d.remaining,
  changes: d.changes as never,
});

/** A deadline outside a case, as its workflow records it. */
export interface LoneRecord {
  deadline: Deadline;
  /** Counts the records of the deadline: an older one never overwrites a newer. */
  seq: number;
  mails: DeadlineMail[];
  at: Instant;
}

export const loneDeadlineRow = ({ deadline, seq, mails, at }: LoneRecord) => ({ ...deadlineColumns(deadline), warnedAt: mails.some(({ template }) => template === 'deadline-warning') ? at : null, seq });

/** The mails of the moment that passed. A deadline that was extended or planned anew can warn and be breached again, for its new day. */
export const loneMailRows = ({ deadline: { id, changes, dueOn }, mails, at }: Pick<LoneRecord, 'deadline' | 'mails' | 'at'>) =>
  mails.map(({ template, to }) => ({ id: [id, template, to.kind, ...(changes.length === 0 ? [] : [dueOn])].join('.'), template, recipient: to, data: { deadlineId: id }, createdAt: at }));
