import type { Config } from '../config.ts';
import type { Sql } from '../db/connect.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { keyedHash } from '../keyed-hash.ts';
import { toHtml, toText } from './layout.ts';
import { linksAt } from './links.ts';
import { markFailed, markSent, markTaken, outboxRow, type OutboxRow } from '../db/queries/outreach/outbox.ts';
import { Unsendable } from './outbox.ts';
import { addressesFor } from './recipients.ts';
import { NotNow, sendingError } from './refusal.ts';
import { templates } from './templates/index.ts';
import type { MailTransport } from './transport.ts';

export interface Sending {
  sql: Sql;
  /** The keys, for templates that open sealed data: a receipt opens the headings of its own file. */
  keys: KeyStore;
  transport: MailTransport;
  config: Pick<Config, 'mailFrom' | 'publicUrl' | 'hashKey'>;
}

/**
 * Sends the mail of an outbox row, unless it was sent before, and stores the outcome in the row.
 *
 * The crash window: between the mail server's 250 and our note that it was sent, a crash makes the next attempt send
 * the mail again. It then carries the same Message-ID, so that the receiving side can tell that it is the same mail.
 * Two attempts at the same time, after a time-out, do the same.
 *
 * @returns `failed` when the mail can never be sent; the reason is on the row
 * @throws Error when it was not sent now and trying again can help
 */
export async function sendOutboxMail(sending: Sending, outboxId: string): Promise<'sent' | 'failed'> {
  return sendRow(sending, await outboxRow(sending.sql, outboxId));
}

/** As `sendOutboxMail`, of a row that was read. */
export async function sendRow(sending: Sending, row: OutboxRow): Promise<'sent' | 'failed'> {
  if (row.sentAt !== null) return 'sent';
  if (row.failedAt !== null) return 'failed';
  try {
    return await deliver(sending, row);
  } catch (error) {
    if (!(error instanceof Unsendable)) throw error;
    await markFailed(sending.sql, row.id, now(), error.message);
    return 'failed';
  }
}

/** Each address gets its own SMTP conversation, so that an address that is refused or deferred does not delay the others. */
async function deliver({ sql, keys, transport, config }: Sending, row: OutboxRow): Promise<'sent'> {
  const addresses = await addressesFor(sql, row);
  const hashOf = (address: string) => keyedHash(config.hashKey, `mail address ${address}`);
  const waiting = addresses.filter((address) => !row.takenBy.includes(hashOf(address)));
  const content = await templates[row.template](sql, row, linksAt(config.publicUrl), keys);
  const messageId = messageIdOf(row.id, config);
  const refused: Unsendable[] = [];
  let later: Error | null = null;
  for (const to of waiting) {
    const failure = await offer(transport, { from: config.mailFrom, to, messageId, subject: content.subject, text: toText(content), html: toHtml(content), headers });
    if (failure === null) await markTaken(sql, row.id, hashOf(to));
    else if (failure instanceof Unsendable) refused.push(failure);
    else if (failure instanceof NotNow) later = failure;
    else throw failure;
  }
  if (later !== null) throw later;
  if (refused[0] !== undefined && refused.length === addresses.length) throw refused[0];
  await markSent(sql, row.id, now(), messageId, refused.length === 0 ? null : `refused for ${refused.length} of ${addresses.length} addresses`);
  return 'sent';
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

function now(): string {
  return new Date().toISOString();
}
