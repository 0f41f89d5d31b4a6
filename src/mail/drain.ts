/** Sends what waits in the outbox, a batch at a time. */
import { randomUUID } from 'node:crypto';
import { claimMails, keepMails, postponeMail, releaseMails, secondsToNextMail } from '../db/queries/outreach/mail-claims.ts';
import { makeDueDigests } from './digests.ts';
import { insertMessages } from '../db/queries/outreach/webhooks.ts';
import type { OutboxRow } from '../db/queries/outreach/outbox.ts';
import { ServerAway } from './refusal.ts';
import { sendRow, type Sending } from './send.ts';
import { CONNECTIONS } from './transport.ts';

export interface Drained {
  /** More may be due. */
  isFull: boolean;
  /** The mail server takes nothing now. */
  isAway: boolean;
  /** Until a mail is due; null when none waits. */
  seconds: number | null;
}

export interface Conduct {
  onFailure: (row: OutboxRow, error: unknown) => void;
  signal?: AbortSignal;
  clock?: () => Date;
}

const BATCH = 64;
const CLAIM_SECONDS = 30;
const KEEPS_EVERY_MS = 10_000;
/** Mails in a row for which the server was away before no other is tried. */
const AWAY_AFTER = 3;

/**
 * Makes the digests that are due, claims a batch and sends it: in order to each recipient, several recipients at once. A mail that cannot be sent now is tried
 * later and holds up only those that follow it to its own recipient.
 * @param signal ends the batch after what is being sent
 * @param onFailure told of each mail that is tried later
 * @throws Error when Postgres does not answer
 */
export async function drainOutbox(sending: Sending, { signal, onFailure, clock = () => new Date() }: Conduct): Promise<Drained> {
  const { sql } = sending;
  const by = randomUUID();
  const claim = () => ({ by, at: clock().toISOString(), seconds: CLAIM_SECONDS });
  await makeDueDigests(sql, clock().toISOString());
  const rows = await claimMails(sql, claim(), BATCH);
  await insertMessages(sql, rows.map(({ id }) => id), clock().toISOString());
  const server = { failures: 0 };
  const keeping = setInterval(() => void keepMails(sql, claim()).catch(() => undefined), KEEPS_EVERY_MS);
  try {
    const recipients = inOrder(rows);
    const goesOn = () => server.failures < AWAY_AFTER && signal?.aborted !== true;
    const sendSome = async () => {
      for (let mails = recipients.shift(); mails !== undefined && goesOn(); mails = recipients.shift()) await sendTo(mails);
    };
    const sendTo = async (mails: readonly OutboxRow[]) => {
      for (const row of mails) if (!goesOn() || !(await isSettled({ sending, server, onFailure, clock }, row))) return;
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, sendSome));
  } finally {
    clearInterval(keeping);
    if (rows.length > 0) await releaseMails(sql, by);
  }
  return { isFull: rows.length === BATCH || signal?.aborted === true, isAway: server.failures >= AWAY_AFTER, seconds: await secondsToNextMail(sql, clock().toISOString()) };
}

/** The mails of each recipient, oldest first. Of colleagues, case by case: each may be of another team. */
function inOrder(rows: readonly OutboxRow[]): OutboxRow[][] {
  const mails = new Map<string, OutboxRow[]>();
  for (const row of rows) {
    const to = JSON.stringify([row.recipient, row.recipient.kind === 'creditor' ? null : row.caseId]);
    mails.set(to, [...(mails.get(to) ?? []), row]);
  }
  return [...mails.values()];
}

type Batch = Required<Pick<Conduct, 'onFailure' | 'clock'>> & { sending: Sending; server: { failures: number } };

/** Whether it was sent, or never can be. */
async function isSettled({ sending, server, onFailure, clock }: Batch, row: OutboxRow): Promise<boolean> {
  try {
    await sendRow(sending, row, clock);
    server.failures = 0;
    return true;
  } catch (error) {
    if (error instanceof ServerAway) server.failures += 1;
    onFailure(row, error);
    await postponeMail(sending.sql, row.id, new Date(clock().getTime() + secondsAfter(row.tries) * 1_000).toISOString());
    return false;
  }
}

const FIRST_SECONDS = 2;
const LONGEST_SECONDS = 300;

/** Each time twice as long, up to five minutes. */
const secondsAfter = (tries: number): number => Math.min(FIRST_SECONDS * 2 ** tries, LONGEST_SECONDS);
