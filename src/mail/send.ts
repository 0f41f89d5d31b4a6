import type { Config } from '../config.ts';
import type { Sql } from '../db/connect.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import type { Instant } from '../domain/time/dates.ts';
import type { Content } from './blocks.ts';
import { keyedHash } from '../keyed-hash.ts';
import { toHtml, toText } from './layout.ts';
import { linksAt } from './links.ts';
import { holdMail } from '../db/queries/outreach/digests.ts';
import { digestOf, heldUntil } from './digests.ts';
import { markFailed, markSent, markTaken, outboxRow, type OutboxRow } from '../db/queries/outreach/outbox.ts';
import { Unsendable } from './outbox.ts';
import { addressesFor, shared } from './recipients.ts';
import { NotNow, sendingError } from './refusal.ts';
import { templates } from './templates/index.ts';
import type { MailTransport } from './transport.ts';

export interface Sending {
  sql: Sql;
  /** The keys, for templates that open sealed data: a receipt opens the headings of its own file. */
  keys: KeyStore;
  transport: MailTransport;
  config: Pick<Config, 'mailFrom' | 'publicUrl' | 'hashKey'> & {
    /** When creditors get what was decided that day, such as 16:30; without it each mail leaves by itself. */
    digestAt?: string | undefined;
  };
}

/**
 * Sends the mail of an outbox row, unless it was sent before, and stores the outcome in the row.
 *
 * The crash window: between the mail server's 250 and our note that it was sent, a crash makes the next attempt send
 * the mail again. It then carries the same Message-ID, so that the receiving side can tell that it is the same mail.
 * Two attempts at the same time, after a time-out, do the same.
 *
 * @returns `held` when it waits for the digest; `failed` when the mail can never be sent; the reason is on the row
 * @throws Error when it was not sent now and trying again can help
 */
export async function sendOutboxMail(sending: Sending, outboxId: string): Promise<'sent' | 'failed' | 'held'> {
  return sendRow(sending, await outboxRow(sending.sql, outboxId));
}

/** As `sendOutboxMail`, of a row that was read. */
export async function sendRow(sending: Sending, row: OutboxRow, clock = () => new Date()): Promise<'sent' | 'failed' | 'held'> {
  if (row.sentAt !== null) return 'sent';
  if (row.failedAt !== null) return 'failed';
  const now = () => clock().toISOString();
  try {
    return await deliver(sending, row, now);
  } catch (error) {
    if (!(error instanceof Unsendable)) throw error;
    await markFailed(sending.sql, row.id, now(), error.message);
    return 'failed';
  }
}

/** Some of a creditor's people want each mail by itself; for the others it waits for the digest, which is a mail of its own. */
async function deliver(sending: Sending, row: OutboxRow, now: () => Instant): Promise<'sent' | 'held'> {
  const { sql, config } = sending;
  const kind = config.digestAt === undefined ? null : await digestOf(sql, row);
  const { atOnce, daily } = kind === null ? { atOnce: await addressesFor(sql, row), daily: [] } : await shared(sql, row, kind);
  const { messageId, refused } = await offerToAll(sending, row, atOnce);
  if (config.digestAt !== undefined && daily.length > 0) {
    await holdMail(sql, row.id, await heldUntil(sql, now(), config.digestAt));
    return 'held';
  }
  if (refused[0] !== undefined && refused.length === atOnce.length) throw refused[0];
  await markSent(sql, row.id, now(), messageId, refused.length === 0 ? null : `refused for ${refused.length} of ${atOnce.length} addresses`);
  return 'sent';
}

/** Each address gets its own SMTP conversation, so that an address that is refused or deferred does not delay the others. */
async function offerToAll({ sql, keys, transport, config }: Sending, row: OutboxRow, addresses: readonly string[]): Promise<{ messageId: string; refused: Unsendable[] }> {
  const messageId = messageIdOf(row.id, config);
  if (addresses.length === 0) return { messageId, refused: [] };
  const hashOf = (address: string) => keyedHash(config.hashKey, `mail address ${address}`);
  const content = await contentOf({ sql, keys, config }, row);
  const refused: Unsendable[] = [];
  let later: Error | null = null;
  for (const to of addresses.filter((address) => !row.takenBy.includes(hashOf(address)))) {
    const failure = await offer(transport, { from: config.mailFrom, to, messageId, subject: content.subject, text: toText(content), html: toHtml(content), headers });
    if (failure === null) await markTaken(sql, row.id, hashOf(to));
    else if (failure instanceof Unsendable) refused.push(failure);
    else if (failure instanceof NotNow) later = failure;
    else throw failure;
  }
  if (later !== null) throw later;
  return { messageId, refused };
}

async function contentOf({ sql, keys, config }: Omit<Sending, 'transport'>, row: OutboxRow): Promise<Content> {
  const template = templates[row.template];
  return template.render(await template.load(sql, row, keys), linksAt(config.publicUrl));
}

/** Null when the server accepted the mail. */
const offer = (transport: MailTransport, message: Parameters<MailTransport['sendMail']>[0]): Promise<Error | null> => transport.sendMail(message).then(() => null, sendingError);

/** Headers that prevent out-of-office replies (RFC 3834, 5). */
const headers = { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'nl' };

/**
 * Stable: the same row gives the same Message-ID, however often it is sent. Hashed, since a row's id counts the steps of
 * its case, which tells a creditor whether there are others.
 */
export function messageIdOf(outboxId: string, { mailFrom, hashKey }: Pick<Config, 'mailFrom' | 'hashKey'>): string {
  const domain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1).replace(/>\s*$/, '');
  return `<${keyedHash(hashKey, `mail ${outboxId}`)}@${domain}>`;
}
