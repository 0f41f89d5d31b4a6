/** Mail that could not be sent: for whom, about what, and why; its words are made when it is sent and are not here. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import type { MailRecipient, TemplateName } from './outbox.ts';

export interface UnsentMail {
  id: string;
  template: TemplateName;
  recipient: MailRecipient;
  /** Of a creditor, or of the case's team. */
  recipientName: string | null;
  caseId: string | null;
  signalId: string | null;
  roundId: string | null;
  deliveryId: string | null;
  createdAt: Instant;
  failedAt: Instant | null;
  /** A code. */
  failure: string | null;
  tries: number;
  nextTryAt: Instant | null;
}

export type UnsentState = 'failed' | 'waiting';

const inState = (sql: Db, state: UnsentState) => (state === 'failed' ? sql`o.failed_at is not null` : sql`o.sent_at is null and o.failed_at is null and o.held_until is null and o.tries > 0`);

/** The newest first; row-level security leaves out those of others. */
export const unsentMails = (sql: Db, state: UnsentState, limit: number) => sql<UnsentMail[]>`
  select o.id, o.template, o.recipient, case o.recipient->>'kind' when 'creditor' then c.name when 'team' then t.name end as recipient_name, o.case_id, o.data->>'signalId' as signal_id, o.round_id, o.delivery_id,
    o.created_at, o.failed_at, o.failure, o.tries + (o.failed_at is not null)::int as tries, o.next_try_at
  from outbox o left join creditors c on o.recipient->>'kind' = 'creditor' and c.id = o.recipient->>'id'
  left join cases on cases.id = o.case_id left join teams t on t.id = cases.team_id
  where ${inState(sql, state)} order by o.created_at desc, o.id desc limit ${limit}`;

export async function countUnsentMails(sql: Db, state: UnsentState): Promise<number> {
  return (await sql<{ n: number }[]>`select count(*)::int as n from outbox o where ${inState(sql, state)}`)[0]?.n ?? 0;
}

/** Which of these there are, sent or not. */
export async function knownMails(sql: Db, ids: readonly string[]): Promise<string[]> {
  return (await sql<{ id: string }[]>`select id from outbox where id = any(${[...ids]})`).map(({ id }) => id);
}

/** Gives what failed back to the sender; the failure counts as a try. @returns the ids of those that had failed */
export async function sendAgain(tx: Db, which: { ids: readonly string[] } | { to: MailRecipient }): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    update outbox set failed_at = null, failure = null, tries = tries + 1, next_try_at = null, claimed_by = null, claimed_until = null
    where failed_at is not null and sent_at is null and ${'ids' in which ? tx`id = any(${[...which.ids]})` : tx`recipient = ${tx.json(which.to)}`} returning id`;
  return rows.map(({ id }) => id);
}
