/** Holds what the mail server got against the outbox. */
import type { Sql } from '../../src/db/connect.ts';
import type { Arrival } from './mailbox.ts';
import type { Outage } from './parts.ts';

export interface MailFindings {
  arrived: number;
  /** Sent again because of a kill between the mail server's "accepted" and our commit, under one Message-ID. */
  repeatedInWindow: number;
  problems: string[];
}

interface Sent {
  id: string;
  messageId: string | null;
  sentAt: string | null;
}

/** Those whose death keeps a mail's sending from being noted. */
const windowParts: readonly string[] = ['worker-1', 'worker-2', 'postgres'];

export async function checkMails(sql: Sql, arrivals: readonly Arrival[], outages: readonly Outage[]): Promise<MailFindings> {
  const rows = await sql<Sent[]>`select id, message_id, sent_at from outbox where sent_at is not null and digest_id is null`;
  const byMessage = new Map<string, Arrival[]>();
  for (const arrival of arrivals) byMessage.set(arrival.messageId, [...(byMessage.get(arrival.messageId) ?? []), arrival]);
  const problems: string[] = [];
  let repeatedInWindow = 0;
  for (const { id, messageId, sentAt } of rows) {
    const copies = byMessage.get(messageId ?? '') ?? [];
    byMessage.delete(messageId ?? '');
    if (copies.length === 0) problems.push(`mail ${id} never arrived`);
    // One to each of a team's people is one mail.
    for (const [n, copy] of copies.entries()) {
      const before = copies.slice(0, n).findLast(({ to }) => to === copy.to)?.at;
      if (before === undefined) continue;
      const wasKilled = outages.some((outage) => windowParts.includes(outage.part) && outage.from <= copy.at && outage.until >= before);
      const wasNoted = sentAt !== null && Date.parse(sentAt) < copy.at;
      if (wasKilled && !wasNoted) repeatedInWindow += 1;
      else problems.push(`mail ${id} came twice ${wasNoted ? 'after it was noted as sent' : 'without a kill'}`);
    }
  }
  for (const messageId of byMessage.keys()) problems.push(`mail ${messageId} is in no outbox`);
  return { arrived: arrivals.length, repeatedInWindow, problems };
}
