/** Sends what waits for creditors' own systems, a batch at a time. */
import type { Sql } from '../db/connect.ts';
import { insertMails } from '../db/queries/outreach/outbox.ts';
import { claimMessages, disableEndpoint, holdEndpoint, noteFailed, noteSent, secondsToNextMessage, type Message, type Outcome } from '../db/queries/outreach/webhooks.ts';
import { KEPT_FOR_DAYS, secondsToTry, TRIED_FOR_DAYS } from '../domain/outreach/webhooks.ts';
import type { Instant } from '../domain/time/dates.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { webhookSecret } from '../privacy/personal.ts';
import { Unopenable } from '../privacy/seal.ts';
import { payloadOf } from './payload.ts';
import { post, type Posted } from './post.ts';
import { signedHeaders } from './sign.ts';

export interface Sender {
  sql: Sql;
  keys: KeyStore;
  config: { webhooksToPrivate: boolean };
  clock?: () => Date;
  /** How long an endpoint may take to answer. */
  timeoutMs?: number;
}

export interface Drained {
  /** More may be due. */
  isFull: boolean;
  /** Until one is due; null when none waits. */
  seconds: number | null;
  /** Mails that were written: an endpoint was put out of use. */
  mailIds: string[];
}

/** As many at once as one slow endpoint after the other may hold up. */
const BATCH = 16;
/** Longer than any answer is waited for. */
const CLAIM_SECONDS = 60;

/**
 * Claims a batch and sends it, all at once. A message is sent again, under the same id, when it was not taken, or when the sender dies between
 * sending and noting. What is gone (410) is asked no more, nor what has taken nothing for days; its creditor is mailed.
 * @throws Error when Postgres does not answer
 */
export async function drainWebhooks(sender: Sender): Promise<Drained> {
  const { sql, clock = () => new Date() } = sender;
  const at = clock().toISOString();
  const messages = await claimMessages(sql, { at, until: after(at, CLAIM_SECONDS) }, BATCH);
  const mailIds = await Promise.all(messages.map(async (message) => note(sql, message, await sendOne(sender, message, clock()), clock().toISOString())));
  return { isFull: messages.length === BATCH, seconds: await secondsToNextMessage(sql, clock().toISOString()), mailIds: mailIds.flat() };
}

async function sendOne({ sql, keys, config, timeoutMs }: Sender, message: Message, at: Date): Promise<Posted> {
  const { id, endpointId, url, secret, formerSecret, formerUntil } = message;
  const payload = await payloadOf(sql, message);
  if (payload === null) return { status: null, failure: 'nothing-to-tell' };
  const found = await keys.find([endpointId]);
  const former = formerUntil !== null && Date.parse(formerUntil) > at.getTime() ? formerSecret : null;
  const secrets = [secret, former].flatMap((sealed) => openedOr(() => webhookSecret.open(found, endpointId, endpointId, sealed)));
  if (secrets.length === 0) return { status: null, failure: 'no-secret' };
  const body = JSON.stringify(payload);
  return post(url, { headers: signedHeaders(secrets, { id, at, body }), body, toPrivate: config.webhooksToPrivate, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
}

/** A secret that cannot be opened holds up no other endpoint. */
function openedOr(open: () => string | null): string[] {
  try {
    return [open()].filter((secret) => secret !== null);
  } catch (error) {
    if (error instanceof Unopenable) return [];
    throw error;
  }
}

/** @returns the ids of mails that were written */
async function note(sql: Sql, message: Message, { status, failure }: Posted, at: Instant): Promise<string[]> {
  const outcome: Outcome = { id: message.id, endpointId: message.endpointId, at, response: status, failure: failure ?? (status === null ? null : `http-${status}`) };
  return sql.begin(async (tx) => {
    // Before its messages: others of the batch change both too.
    await holdEndpoint(tx, message.endpointId);
    if (status !== null && status >= 200 && status < 300) {
      await noteSent(tx, outcome);
      return [];
    }
    const pause = secondsToTry(message.tries);
    const isGivenUp = failure === 'nothing-to-tell' || (pause >= LAST_PAUSE && Date.parse(at) + pause * 1_000 > Date.parse(message.createdAt) + TRIED_FOR_DAYS * DAY_MS);
    await noteFailed(tx, outcome, isGivenUp ? null : after(at, pause));
    const because = status === 410 ? ('gone' as const) : isFailingForDays(message, at) ? ('failing' as const) : null;
    if (because === null || !(await disableEndpoint(tx, message.endpointId, because, at))) return [];
    const id = `webhook-disabled.${message.endpointId}.${at}`;
    await insertMails(tx, [{ id, template: 'webhook-disabled', recipient: { kind: 'creditor', id: message.creditorId }, data: { endpointId: message.endpointId }, createdAt: at }]);
    return [id];
  });
}

const DAY_MS = 86_400_000;
/** A message that came late, or is sent again, has its tries all the same. */
const LAST_PAUSE = secondsToTry(6);
const isFailingForDays = ({ failingSince }: Message, at: Instant): boolean => failingSince !== null && Date.parse(at) - Date.parse(failingSince) > KEPT_FOR_DAYS * DAY_MS;
const after = (at: Instant, seconds: number): Instant => new Date(Date.parse(at) + seconds * 1_000).toISOString();
