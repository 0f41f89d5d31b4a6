/** One run: the month played on real processes while a storm goes over it, then all that must hold. */
import { Client, Connection } from '@temporalio/client';
import { verifyCases } from '../../src/usecases/verify-cases.ts';
import { carefulClient } from './careful-client.ts';
import { checkMails, type MailFindings } from './mails.ts';
import { startParts, type Part, type Parts } from './parts.ts';
import { patiently } from './patiently.ts';
import { pictureOf, type Picture } from './picture.ts';
import { playMonth } from './play.ts';
import { startStorm, type Hit, type Strike } from './storm.ts';

export interface Outcome {
  picture: Picture;
  mails: MailFindings;
  /** What the self-check found: Postgres against the histories. */
  verified: { cases: number; differences: string[] };
  hits: readonly Hit[];
  requests: number;
  /** How often a request was asked again, by what was heard. */
  repeats: Readonly<Record<string, number>>;
  gaveUp: Readonly<Partial<Record<Part, number>>>;
  seconds: number;
}

/** @throws Error when the month cannot be played to its end */
export async function runMonth(strikes: readonly Strike[]): Promise<Outcome> {
  const started = performance.now();
  const parts = await startParts();
  try {
    const client = carefulClient(parts.origin);
    const storm = await startStorm(parts, strikes);
    await playMonth({ parts, client, storm });
    await untilMailed(parts);
    const [picture, mails, verified] = await Promise.all([pictureOf(parts.sql), checkMails(parts.sql, parts.mailbox.arrivals, parts.outages), verify(parts)]);
    return { picture, mails, verified, hits: storm.hits, requests: client.asked, repeats: client.repeats, gaveUp: parts.gaveUp, seconds: (performance.now() - started) / 1000 };
  } finally {
    await parts.stop();
  }
}

const untilMailed = ({ sql }: Parts) =>
  patiently(async () => {
    const [{ n } = { n: 0 }] = await sql<{ n: number }[]>`select count(*) as n from outbox where sent_at is null and failed_at is null`;
    if (n > 0) throw new Error(`${n} mails are not sent`);
  });

async function verify({ sql, temporalAddress, taskQueue }: Parts): Promise<Outcome['verified']> {
  const connection = await Connection.connect({ address: temporalAddress });
  const temporal = new Client({ connection });
  const { cases, differences } = await verifyCases({ sql, temporal, config: { taskQueue } }, { scope: 'all' });
  await connection.close();
  return { cases, differences: differences.map((difference) => JSON.stringify(difference)) };
}
