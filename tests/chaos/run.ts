/** One run: the month played on real processes while a storm goes over it, then all that must hold. */
import { Client, Connection } from '@temporalio/client';
import { removeStrayNotes } from '../../src/db/queries/retention/retention.ts';
import type { Difference } from '../../src/history/compare.ts';
import { verifyCases } from '../../src/usecases/records/verify-cases.ts';
import { carefulClient } from './careful-client.ts';
import { checkMails, type MailFindings } from './mails.ts';
import { startParts, type Outage, type Part, type Parts } from './parts.ts';
import { patiently } from './patiently.ts';
import { pictureOf, type Picture } from './picture.ts';
import { playMonth } from './play.ts';
import { startStorm, type Hit, type Strike } from './storm.ts';

export interface Outcome {
  picture: Picture;
  mails: MailFindings;
  /** What the self-check found: Postgres against the histories. */
  verified: Verified;
  hits: readonly Hit[];
  requests: number;
  /** How often a request was asked again, by what was heard. */
  repeats: Readonly<Record<string, number>>;
  gaveUp: Readonly<Partial<Record<Part, number>>>;
  seconds: number;
}

interface Verified {
  cases: number;
  differences: string[];
  /**
   * Differences in nothing but instants: the engine takes the answer of a task that it no longer knows, since it was
   * killed or had too much to do, and writes the task down with the time of the answer. Seconds, less than a task that
   * is lost takes to come again; longer only across a death of the engine. Never another outcome.
   */
  timesApart: number;
}

/** @throws Error when the month cannot be played to its end */
export async function runMonth(strikes: readonly Strike[]): Promise<Outcome> {
  const started = performance.now();
  const parts = await startParts();
  try {
    const client = carefulClient(parts);
    const storm = startStorm(parts, strikes);
    await playMonth({ parts, client, storm });
    await untilMailed(parts);
    // A request that was cut off may leave words which nothing refers to: a night takes them, here at once.
    await removeStrayNotes(parts.sql, new Date().toISOString(), { dryRun: false });
    const [picture, mails, verified] = await Promise.all([pictureOf(parts.sql, parts.keys), checkMails(parts.sql, parts.mailbox.arrivals, parts.outages), verify(parts)]);
    return { picture, mails, verified, hits: storm.hits, requests: client.asked, repeats: client.repeats, gaveUp: parts.gaveUp, seconds: (performance.now() - started) / 1000 };
  } finally {
    await parts.stop();
  }
}

const untilMailed = (parts: Parts) =>
  patiently(async () => {
    const [{ n } = { n: 0 }] = await parts.sql<{ n: number }[]>`select count(*) as n from outbox where sent_at is null and failed_at is null and held_until is null`;
    if (n > 0) throw new Error(`${n} mails are not sent`);
  });

async function verify({ sql, temporalAddress, taskQueue, outages }: Parts): Promise<Verified> {
  const connection = await Connection.connect({ address: temporalAddress });
  const temporal = new Client({ connection });
  const { cases, differences } = await verifyCases({ sql, temporal, config: { taskQueue } }, { scope: 'all' });
  await connection.close();
  const deaths = outages.filter(({ part }) => part === 'temporal');
  const isOfTime = (difference: Difference) => isAcross(deaths, difference);
  return { cases, differences: differences.filter((one) => !isOfTime(one)).map((one) => JSON.stringify(one)), timesApart: differences.filter(isOfTime).length };
}

/** Less than the ten seconds after which the engine gives a task up. */
const UNNOTICED_MS = 9_000;
const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** Whether nothing differs but instants, each pair by a few seconds or on the two sides of a death of the engine. */
function isAcross(deaths: readonly Outage[], { inPostgres, fromHistory }: Difference): boolean {
  const [ours, theirs] = [inOrder(inPostgres), inOrder(fromHistory)];
  if (ours.replace(INSTANT, '') !== theirs.replace(INSTANT, '')) return false;
  const later = theirs.match(INSTANT) ?? [];
  return (ours.match(INSTANT) ?? []).every((instant, n) => {
    const [before, after] = [Date.parse(instant), Date.parse(later[n] ?? '')];
    return (after >= before && after - before < UNNOTICED_MS) || deaths.some(({ from, until }) => before <= until && after >= from);
  });
}

/** Members in one order, since Postgres has its own. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
