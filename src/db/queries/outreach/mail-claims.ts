/** Which rows of the outbox a sender has for now, and which are due. A claim ends by itself when its sender dies. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import type { OutboxRow } from './outbox.ts';

export interface Claim {
  by: string;
  at: Instant;
  /** How long it holds, unless the sender keeps it. */
  seconds: number;
}

/**
 * Claims rows that are due, oldest first. Left alone are rows that another sender has, and rows whose recipient is to get an
 * earlier mail first: a creditor of all cases, colleagues of one case, since another case may be of another team.
 */
export async function claimMails(db: Db, { by, at, seconds }: Claim, limit: number): Promise<OutboxRow[]> {
  const rows = await db<OutboxRow[]>`
    with due as materialized (
      select id from outbox o
      where sent_at is null and failed_at is null and held_until is null and coalesce(next_try_at, '-infinity') <= ${at}::timestamptz and coalesce(claimed_until, '-infinity') <= ${at}::timestamptz
        and not exists (
          select from outbox e
          where e.sent_at is null and e.failed_at is null and e.held_until is null and e.recipient = o.recipient and (o.recipient->>'kind' = 'creditor' or e.case_id is not distinct from o.case_id) and (e.created_at, e.id) < (o.created_at, o.id)
            and (e.next_try_at > ${at}::timestamptz or e.claimed_until > ${at}::timestamptz))
      order by created_at, id limit ${limit} for update skip locked)
    update outbox set claimed_by = ${by}, claimed_until = ${at}::timestamptz + ${seconds} * interval '1 second' from due where outbox.id = due.id
    returning outbox.id, template, recipient, data, case_id, created_at, sent_at, failed_at, taken_by, tries`;
  return rows.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : 1));
}

/** Claims this row; false when another sender has it, or it has left. */
export async function claimMail(db: Db, { by, at, seconds }: Claim, id: string): Promise<boolean> {
  const { count } = await db`
    update outbox set claimed_by = ${by}, claimed_until = ${at}::timestamptz + ${seconds} * interval '1 second'
    where id = ${id} and sent_at is null and failed_at is null and held_until is null and coalesce(claimed_until, '-infinity') <= ${at}::timestamptz`;
  return count > 0;
}

/** A sender that lives keeps what it claimed. */
export async function keepMails(db: Db, { by, at, seconds }: Claim): Promise<void> {
  await db`
    update outbox set claimed_until = ${at}::timestamptz + ${seconds} * interval '1 second'
    where claimed_by = ${by} and claimed_until > ${at}::timestamptz and sent_at is null and failed_at is null`;
}

/** Ends the claim on rows that were not tried. */
export async function releaseMails(db: Db, by: string): Promise<void> {
  await db`update outbox set claimed_by = null, claimed_until = null where claimed_by = ${by} and sent_at is null and failed_at is null`;
}

/** Ends the claim on a row that could not be sent now. */
export async function postponeMail(db: Db, id: string, until: Instant): Promise<void> {
  await db`
    update outbox set tries = tries + 1, next_try_at = ${until}, claimed_by = null, claimed_until = null
    where id = ${id} and sent_at is null and failed_at is null`;
}

/** Seconds until the first mail of some recipient is due, or a digest, 0 when one is; null when none waits. */
export async function secondsToNextMail(db: Db, at: Instant): Promise<number | null> {
  const [row] = await db<{ seconds: number | null }[]>`
    select extract(epoch from min(due) - ${at}::timestamptz)::float8 as seconds from (
      select distinct on (recipient, whose) greatest(coalesce(next_try_at, ${at}::timestamptz), coalesce(claimed_until, ${at}::timestamptz)) as due
      from outbox, lateral (select case when recipient->>'kind' <> 'creditor' then case_id end as whose) of_whom
      where sent_at is null and failed_at is null and held_until is null order by recipient, whose, created_at, id) firsts`;
  const [held] = await db<{ seconds: number | null }[]>`
    select extract(epoch from min(held_until) - ${at}::timestamptz)::float8 as seconds from outbox where held_until is not null and digest_id is null and skipped_at is null and sent_at is null and failed_at is null`;
  const waits = [row?.seconds, held?.seconds].filter((seconds) => typeof seconds === 'number');
  return waits.length === 0 ? null : Math.max(0, Math.min(...waits));
}
