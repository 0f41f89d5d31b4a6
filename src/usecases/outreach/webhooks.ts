/** A creditor's own system: where it is told at once what becomes of the creditor's signals. */
import type { Client } from '@temporalio/client';
import { answerOf } from '../../engine/answers.ts';
import { wakeWebhookSender } from '../../engine/webhook-sender.ts';
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { disableEndpoint, enableEndpoint, endpointsOf, exchangeSecret, insertEndpoint, insertTest, isRemoved, lockEndpoint, messagesOf, sendMessagesAgain, type Endpoint, type SealedSecrets } from '../../db/queries/outreach/webhooks.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { webhookSecret } from '../../privacy/personal.ts';
import { wrongWith } from '../../webhooks/addresses.ts';
import { newSecret } from '../../webhooks/sign.ts';
import { idFrom } from '../cases/add-note.ts';

interface Stores {
  sql: Sql;
  keys: KeyStore;
}
/** With the engine, whose sender is woken. */
interface Waking {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}
const wake = ({ temporal, config }: Omit<Waking, 'sql'>): Promise<void> => answerOf(temporal, () => wakeWebhookSender(temporal, config.taskQueue));

interface Asked {
  /** The caller's Idempotency-Key. */
  key: string;
  at: Instant;
}
const AT_MOST = 10;
/** How long the former secret signs too. */
const OVERLAP_HOURS = 24;

const notTheirs = (): AppError => new AppError('not-found', 'Deze koppeling bestaat niet, of is niet van u.');

function mustBeOwn({ creditorId }: CallingActor, id: string): void {
  if (creditorId !== id) throw notTheirs();
}

export async function readEndpoints(sql: Sql, actor: CallingActor, creditorId: string): Promise<Endpoint[]> {
  mustBeOwn(actor, creditorId);
  return endpointsOf(sql, creditorId);
}

/**
 * The same key again makes no other, and is shown the same secret.
 * @throws AppError not-found for another creditor; invalid-input for an address where nothing may be sent; conflict when there are ten, or when it was removed since
 */
export async function addEndpoint({ sql, keys }: Stores, actor: CallingActor, { creditorId, url, toPrivate }: { creditorId: string; url: string; toPrivate: boolean }, { key, at }: Asked): Promise<{ id: string; secret: string }> {
  mustBeOwn(actor, creditorId);
  const wrong = wrongWith(url, { toPrivate });
  if (wrong !== null) throw new AppError('invalid-input', wrong, { fields: [{ field: 'url', rule: 'address', message: wrong }] });
  const id = idFrom(`webhook ${actor.id} ${key}`);
  const own = await keys.make([id]);
  return sql.begin(async (tx) => {
    const found = await lockEndpoint(tx, id);
    if (found !== null) return { id, secret: opened(own, found) };
    if (await isRemoved(tx, id)) throw new AppError('conflict', 'Deze koppeling is intussen verwijderd. Maak een nieuwe, met een nieuwe Idempotency-Key.');
    if ((await endpointsOf(tx, creditorId)).length >= AT_MOST) throw new AppError('conflict', `Er zijn al ${AT_MOST} koppelingen; haal er eerst een weg.`);
    const secret = newSecret();
    await insertEndpoint(tx, { id, creditorId, url, secret: webhookSecret.seal(own, id, id, secret), createdAt: at, createdBy: actor.id });
    await noteChange(tx, actor, at, { endpointId: id, change: 'added' });
    return { id, secret };
  });
}

const opened = (keys: ReadonlyMap<string, Buffer>, { id, secret }: Endpoint & SealedSecrets): string => webhookSecret.open(keys, id, id, secret) ?? '';

/** For a day both secrets sign, so that the creditor's system can go over. The same key again is shown the same secret. @throws AppError not-found */
export async function rotateSecret({ sql, keys }: Stores, actor: CallingActor, id: string, { key, at }: Asked): Promise<{ id: string; secret: string; formerUntil: Instant }> {
  const by = idFrom(`webhook secret ${actor.id} ${id} ${key}`);
  return sql.begin(async (tx) => {
    const found = await theirs(tx, id);
    const own = await keys.make([id]);
    if (found.secretBy === by) return { id, secret: opened(own, found), formerUntil: found.formerUntil ?? at };
    const [secret, formerUntil] = [newSecret(), new Date(Date.parse(at) + OVERLAP_HOURS * 3_600_000).toISOString()];
    await exchangeSecret(tx, id, { secret: webhookSecret.seal(own, id, id, secret), formerUntil, by });
    await noteChange(tx, actor, at, { endpointId: id, change: 'secret' });
    return { id, secret, formerUntil };
  });
}

/** @throws AppError not-found; conflict when it is out of use */
export async function testEndpoint({ sql, ...engine }: Waking, actor: CallingActor, id: string, { key, at }: Asked): Promise<string> {
  const messageId = `msg_${idFrom(`webhook test ${actor.id} ${id} ${key}`).replaceAll('-', '')}`;
  await sql.begin(async (tx) => {
    if ((await theirs(tx, id)).disabledAt !== null) throw new AppError('conflict', 'Deze koppeling staat uit. Zet haar weer aan met opnieuw versturen, en test haar dan.');
    if (await insertTest(tx, { id: messageId, endpointId: id, at })) await noteChange(tx, actor, at, { endpointId: id, change: 'tested' });
  });
  await wake(engine);
  return messageId;
}

/** Nothing is sent there any more. @throws AppError not-found */
export async function removeEndpoint(sql: Sql, actor: CallingActor, id: string, at: Instant): Promise<void> {
  await sql.begin(async (tx) => {
    // Asked again after its answer was lost.
    if (await isRemoved(tx, id)) return;
    await theirs(tx, id);
    await disableEndpoint(tx, id, 'removed', at);
    await noteChange(tx, actor, at, { endpointId: id, change: 'removed' });
  });
}

/** What was sent there, the newest first. @throws AppError not-found */
export async function readMessages(sql: Sql, id: string, limit: number) {
  return sql.begin(async (tx) => {
    await theirs(tx, id);
    return messagesOf(tx, id, limit);
  });
}

/** Those that are named, or all that failed; an endpoint that was out of use is in use again. @returns how many @throws AppError not-found */
export async function resendMessages({ sql, ...engine }: Waking, actor: CallingActor, wanted: Wanted, asked: Asked): Promise<number> {
  const again = await giveBack(sql, actor, wanted, asked);
  await wake(engine);
  return again;
}

interface Wanted {
  id: string;
  /** Null: all that failed. */
  ids: readonly string[] | null;
}

export async function giveBack(sql: Sql, actor: CallingActor, { id, ids }: Wanted, { key, at }: Asked): Promise<number> {
  const by = idFrom(`webhook resend ${actor.id} ${id} ${key}`);
  return sql.begin(async (tx) => {
    const { resentBy, resent } = await theirs(tx, id);
    if (resentBy === by) return resent;
    const again = await sendMessagesAgain(tx, id, ids, at);
    await enableEndpoint(tx, id, { by, again });
    await noteChange(tx, actor, at, { endpointId: id, change: 'resent', messages: again });
    return again;
  });
}

async function theirs(tx: Db, id: string) {
  const found = await lockEndpoint(tx, id);
  if (found === null) throw notTheirs();
  return found;
}

const noteChange = (tx: Db, actor: CallingActor, at: Instant, detail: Record<string, string | number>): Promise<void> => writeAudit(tx, actor, { action: 'change-webhook', outcome: 'done', at, detail });
