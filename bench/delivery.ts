/** From a file's bytes to the stored verdict of every row, without the engine, against a raw COPY of the same bytes. */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { startChild } from '../scripts/parts/child.ts';
import type { Sql } from '../src/db/connect.ts';
import { seedTwente } from '../src/usecases/seed-twente.ts';
import { testDatabase } from '../tests/support/database.ts';
import { places } from '../tests/support/places.ts';
import type { Taken } from './support/delivery-process.ts';
import { inTurn, secondsOf, type Chapter } from './support/figure.ts';
import { writeFileOf } from './support/file.ts';
import type { Size } from './support/options.ts';
import type { Servers } from './support/servers.ts';
import { spreadOf } from './support/spread.ts';

const LONGEST_S = 360;
const ROUND = 'twente-2026-10';

export async function delivery({ folder }: Servers, { quick }: Size): Promise<Chapter> {
  const small = quick ? 2_000 : 10_000;
  const path = await fileOf(folder, small);
  const taken: Taken[] = [];
  const pairs = await inTurn(
    quick ? 1 : 5,
    async () => {
      const took = await store(path, small);
      taken.push(took);
      return small / took.seconds;
    },
    async () => small / (await copy(path)),
  );
  const rate = spreadOf(pairs.map(({ ours }) => ours)).median;
  const large = quick ? 20_000 : 1_000_000 / rate < LONGEST_S ? 1_000_000 : 300_000;
  const largePath = await fileOf(folder, large);
  const took = await store(largePath, large);
  const rss = spreadOf(taken.map(({ rssMb }) => rssMb)).median;
  const heap = spreadOf(taken.map(({ heapMb }) => heapMb)).median;
  const count = (rows: number) => rows.toLocaleString('en');
  return {
    title: 'A delivery, from bytes to stored verdicts',
    how: `One process takes in a CSV of ${count(small)} rows, each another household, keeps its bytes, reads them back, and stores for each row its verdict, household, person, candidate case and signal, 500 rows a transaction. The floor copies the same bytes into one table of text columns without an index.`,
    figures: [
      { what: `${count(small)} rows`, unit: 'rows/s', against: 'COPY of the same file into one table', pairs },
      { what: `${count(large)} rows, once`, unit: 'rows/s', against: 'COPY of the same file into one table', pairs: [{ ours: large / took.seconds, floor: large / (await copy(largePath)) }] },
      { what: `peak memory (RSS) at ${count(large)} rows`, unit: 'MB', against: `${count(small)} rows`, pairs: [{ ours: took.rssMb, floor: rss }] },
      { what: `peak heap at ${count(large)} rows`, unit: 'MB', against: `${count(small)} rows`, pairs: [{ ours: took.heapMb, floor: heap }] },
    ],
    notes: large < 1_000_000 && !quick ? [`A million rows would take over ${LONGEST_S / 60} minutes here, so the long file stops at ${count(large)}.`] : [],
    follows: `A file ${large / small} times as long takes ${(took.rssMb / rss).toFixed(1)} times the memory: it is never held as a whole. What the rows cost above COPY is five tables with sixteen indexes, the hashes, and the checks of each field.`,
  };
}

async function fileOf(folder: string, count: number): Promise<string> {
  const path = join(folder, `${count}.csv`);
  await writeFileOf(path, { count });
  return path;
}

let runs = 0;

/** In a process of its own, so that its memory is its own; on an empty database. */
async function store(path: string, rows: number): Promise<Taken> {
  return withRegion(async (sql, url) => {
    await sql`insert into rounds (id, region_id, month, cut_off, by_hand, state, opened_at) values (${ROUND}, 'twente', '2026-10', '2026-10-25T10:00:00Z', true, 'open', now())`;
    const logFile = `${path}.${++runs}.log`;
    const ended = await startChild({ program: process.execPath, args: ['--import', 'tsx', 'bench/support/delivery-process.ts', url, ROUND, path], logFile, stopSignal: 'SIGTERM' }).ended;
    const output = readFileSync(logFile, 'utf8');
    if (ended !== 'exit code 0') throw new Error(`${ended}: ${output}`);
    const [sums] = await sql<{ accepted: number }[]>`select count(*) as accepted from delivery_rows where verdict = 'accepted'`;
    if (sums?.accepted !== rows) throw new Error(`${sums?.accepted ?? 0} of ${rows} rows were accepted`);
    return JSON.parse(output) as Taken;
  });
}

/** Seconds. */
function copy(path: string): Promise<number> {
  return withRegion(async (sql) => {
    await sql`create table copied (${sql.unsafe(Array.from({ length: 15 }, (_, n) => `c${n} text`).join(', '))})`;
    return secondsOf(async () => pipeline(createReadStream(path), await sql`copy copied from stdin with (format csv, delimiter ';', header)`.writable()));
  });
}

async function withRegion<Result>(work: (sql: Sql, url: string) => Promise<Result>): Promise<Result> {
  const database = await testDatabase();
  await seedTwente(database.sql, places);
  return work(database.sql, database.url).finally(() => database.drop());
}
