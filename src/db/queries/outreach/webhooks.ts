/** Endpoints of creditors' own systems, and what is sent there. */
import { typeOfTemplate, type WebhookType } from '../../../domain/outreach/webhooks.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface Endpoint {
  id: string;
  creditorId: string;
  url: string;
  createdAt: Instant;
  failingSince: Instant | null;
  disabledAt: Instant | null;
  disabledBecause: 'gone' | 'failing' | 'removed' | null;
}
export interface SealedSecrets {
  secret: Buffer;
  formerSecret: Buffer | null;
  formerUntil: Instant | null;
  /** The request that made the secret. */
  secretBy: string | null;
  /** The last request that had messages sent again, and how many. */
  resentBy: string | null;
  resent: number;
}

export const endpointsOf = (sql: Db, creditorId: string) => sql<Endpoint[]>`
  select id, creditor_id, url, created_at, failing_since, disabled_at, disabled_because from webhook_endpoints
  where creditor_id = ${creditorId} and disabled_because is distinct from 'removed' order by created_at, id`;

export async function lockEndpoint(tx: Db, id: string): Promise<(Endpoint & SealedSecrets) | null> {
  const [found] = await tx<(Endpoint & SealedSecrets)[]>`
    select id, creditor_id, url, created_at, failing_since, disabled_at, disabled_because, secret, former_secret, former_until, secret_by, resent_by, resent from webhook_endpoints
    where id = ${id} and disabled_because is distinct from 'removed' for update`;
  return found ?? null;
}

export async function insertEndpoint(tx: Db, row: { id: string; creditorId: string; url: string; secret: Buffer; createdAt: Instant; createdBy: string }): Promise<void> {
  await tx`insert into webhook_endpoints ${tx(row)}`;
}

export async function exchangeSecret(tx: Db, id: string, { secret, formerUntil, by }: { secret: Buffer; formerUntil: Instant; by: string }): Promise<void> {
  await tx`update webhook_endpoints set former_secret = secret, former_until = ${formerUntil}, secret = ${secret}, secret_by = ${by} where id = ${id}`;
}

export async function disableEndpoint(tx: Db, id: string, because: 'gone' | 'failing' | 'removed', at: Instant): Promise<boolean> {
  const { count } = await tx`update webhook_endpoints set disabled_at = ${at}, disabled_because = ${because} where id = ${id} and (disabled_at is null or ${because} = 'removed')`;
  if (count > 0) await tx`update webhook_messages set failed_at = ${at}, failure = ${`endpoint-${because}`} where endpoint_id = ${id} and sent_at is null and failed_at is null`;
  return count > 0;
}

/** @param by the request that has `again` messages sent again */
export async function enableEndpoint(tx: Db, id: string, { by, again }: { by: string; again: number }): Promise<void> {
  await tx`update webhook_endpoints set disabled_at = null, disabled_because = null, failing_since = null, resent_by = ${by}, resent = ${again} where id = ${id}`;
}

export async function isRemoved(tx: Db, id: string): Promise<boolean> {
  return (await tx`select 1 from webhook_endpoints where id = ${id} and disabled_because = 'removed'`).length > 0;
}

/** For each of these mails to a creditor a message to each of its endpoints; once, however often it is called. */
export async function insertMessages(db: Db, outboxIds: readonly string[], at: Instant): Promise<void> {
  if (outboxIds.length === 0) return;
  await db`
    insert into webhook_messages (id, endpoint_id, type, outbox_id, case_id, created_at, next_try_at)
    select 'msg_' || replace(gen_random_uuid()::text, '-', ''), e.id, types.type, o.id, o.case_id, o.created_at, ${at}
    from outbox o join webhook_endpoints e on e.creditor_id = o.recipient->>'id' and e.disabled_at is null
    join jsonb_each_text(${db.json(typeOfTemplate)}) as types(template, type) on types.template = o.template
    where o.id = any(${[...outboxIds]}) and o.recipient->>'kind' = 'creditor' and o.created_at >= e.created_at
    on conflict do nothing`;
}

/** @returns whether it is new */
export async function insertTest(tx: Db, row: { id: string; endpointId: string; at: Instant }): Promise<boolean> {
  const { count } = await tx`insert into webhook_messages (id, endpoint_id, type, created_at, next_try_at) values (${row.id}, ${row.endpointId}, 'endpoint.test', ${row.at}, ${row.at}) on conflict do nothing`;
  return count > 0;
}

export async function findEndpointUrl(sql: Db, id: string): Promise<string | null> {
  return (await sql<{ url: string }[]>`select url from webhook_endpoints where id = ${id}`)[0]?.url ?? null;
}

export interface Message {
  id: string;
  endpointId: string;
  type: WebhookType;
  caseId: string | null;
  createdAt: Instant;
  tries: number;
  url: string;
  creditorId: string;
  failingSince: Instant | null;
  secret: Buffer;
  formerSecret: Buffer | null;
  formerUntil: Instant | null;
  /** Of the mail that tells the same. */
  data: Record<string, unknown> | null;
}

/** Claims what is due, oldest first: a sender that dies gives it back by itself. */
export const claimMessages = (db: Db, { at, until }: { at: Instant; until: Instant }, limit: number) => db<Message[]>`
  with due as materialized (
    select id from webhook_messages where sent_at is null and failed_at is null and next_try_at <= ${at} and coalesce(claimed_until, '-infinity') <= ${at}::timestamptz
    order by next_try_at, id limit ${limit} for update skip locked)
  update webhook_messages m set claimed_until = ${until} from due, webhook_endpoints e
  where m.id = due.id and e.id = m.endpoint_id
  returning m.id, m.endpoint_id, m.type, m.case_id, m.created_at, m.tries, e.url, e.creditor_id, e.failing_since, e.secret, e.former_secret, e.former_until,
    (select data from outbox o where o.id = m.outbox_id) as data`;

export interface Outcome {
  id: string;
  endpointId: string;
  at: Instant;
  response: number | null;
  failure: string | null;
}

/** Until the transaction ends. */
export async function holdEndpoint(tx: Db, id: string): Promise<void> {
  await tx`select 1 from webhook_endpoints where id = ${id} for update`;
}

export async function noteSent(tx: Db, { id, endpointId, at, response }: Outcome): Promise<void> {
  await tx`update webhook_messages set sent_at = ${at}, tries = tries + 1, response = ${response}, failure = null, next_try_at = null, claimed_until = null where id = ${id} and sent_at is null`;
  await tx`update webhook_endpoints set failing_since = null where id = ${endpointId} and failing_since is not null`;
}

/** @param nextTryAt null: it is not tried again */
export async function noteFailed(tx: Db, { id, endpointId, at, response, failure }: Outcome, nextTryAt: Instant | null): Promise<void> {
  await tx`
    update webhook_messages set tries = tries + 1, response = ${response}, failure = ${failure}, next_try_at = ${nextTryAt}, claimed_until = null, failed_at = ${nextTryAt === null ? at : null}
    where id = ${id} and sent_at is null and failed_at is null`;
  await tx`update webhook_endpoints set failing_since = coalesce(failing_since, ${at}) where id = ${endpointId}`;
}

/** Seconds until one is due, 0 when one is; null when none waits. */
export async function secondsToNextMessage(db: Db, at: Instant): Promise<number | null> {
  const [row] = await db<{ seconds: number | null }[]>`
    select extract(epoch from min(greatest(next_try_at, claimed_until)) - ${at}::timestamptz)::float8 as seconds from webhook_messages where sent_at is null and failed_at is null`;
  const seconds = row?.seconds ?? null;
  return seconds === null ? null : Math.max(0, seconds);
}

export type LoggedMessage = Pick<Message, 'id' | 'type' | 'createdAt' | 'tries'> & { sentAt: Instant | null; failedAt: Instant | null; nextTryAt: Instant | null; response: number | null; failure: string | null };

/** The newest first. */
export const messagesOf = (sql: Db, endpointId: string, limit: number) => sql<LoggedMessage[]>`
  select id, type, created_at, tries, sent_at, failed_at, next_try_at, response, failure from webhook_messages where endpoint_id = ${endpointId} order by created_at desc, id desc limit ${limit}`;

/** @param ids null: all that failed. @returns how many are sent again */
export async function sendMessagesAgain(tx: Db, endpointId: string, ids: readonly string[] | null, at: Instant): Promise<number> {
  const { count } = await tx`
    update webhook_messages set sent_at = null, failed_at = null, failure = null, response = null, tries = 0, next_try_at = ${at}, claimed_until = null
    where endpoint_id = ${endpointId} and ${ids === null ? tx`failed_at is not null` : tx`id = any(${[...ids]}) and (failed_at is not null or sent_at is not null)`}`;
  return count;
}
