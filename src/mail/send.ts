import type { Config } from '../config.ts';
import type { Sql } from '../db/connect.ts';
import { keyedHash } from '../keyed-hash.ts';
import { toHtml, toText } from './layout.ts';
import { linksAt } from './links.ts';
import { markFailed, markSent, outboxRow, Unsendable, type OutboxRow } from './outbox.ts';
import { addressesFor } from './recipients.ts';
import { sendingError } from './refusal.ts';
import { templates } from './templates/index.ts';
import type { MailTransport } from './transport.ts';

export interface Sending {
  sql: Sql;
  transport: MailTransport;
  config: Pick<Config, 'mailFrom' | 'publicUrl' | 'hashKey'>;
}

/**
 * Sends the mail of an outbox row, unless that was done before, and notes on the row what became of it.
 *
 * The crash window: between the mail server's 250 and our note that it was sent, a crash makes the next attempt send
 * the mail again. It then carries the same Message-ID, so that the receiving side can tell that it is the same mail.
 * Two attempts at the same time, after a time-out, do the same.
 *
 * @returns `failed` when the mail can never be sent; the reason is on the row
 * @throws Error when it was not sent now and trying again can help
 */
export async function sendOutboxMail(sending: Sending, outboxId: string): Promise<'sent' | 'failed'> {
  const row = await outboxRow(sending.sql, outboxId);
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

async function deliver({ sql, transport, config }: Sending, row: OutboxRow): Promise<'sent'> {
  const to = await addressesFor(sql, row);
  const content = await templates[row.template](sql, row, linksAt(config.publicUrl));
  const messageId = messageIdOf(row.id, config);
  const { rejected } = await transport
    .sendMail({ from: config.mailFrom, to, messageId, subject: content.subject, text: toText(content), html: toHtml(content), headers })
    .catch((error: unknown) => {
      throw sendingError(error);
    });
  await markSent(sql, row.id, now(), messageId, rejected.length === 0 ? null : `refused for ${rejected.length} of ${to.length} addresses`);
  return 'sent';
}

/** No out-of-office replies to a machine (RFC 3834, 5). */
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
