/** From a file's bytes to the stored verdict of every row, without the engine, against a raw COPY of the same bytes. */
import { createReadStream, readFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { startChild } from '../scripts/parts/child.ts';
import { connect } from '../src/db/connect.ts';
import { seedTwente } from '../src/usecases/identity/seed-twente.ts';
import { testDatabase, type TestDatabase } from '../testkit/database/database.ts';
import { places } from '../testkit/data/places.ts';
import type { Taken } from './support/delivery-process.ts';
import { inTurn, secondsOf, type Chapter, type Pair } from './support/figure.ts';
import { writeFileOf } from '../testkit/data/large-file.ts';
import type { Size } from './support/options.ts';
import type { Servers } from './support/servers.ts';
import { spreadOf } from './support/spread.ts';

const ROUND = 'twente-2026-10';

export async function delivery({ folder }: Servers, { quick }: Size): Promise<Chapter> {
  const small = quick ? 2_000 : 10_000;
  const path = await fileOf(folder, small);
  const taken: Taken[] = [];
  const bare: Pair[] = [];
  const pairs = await inTurn(
    quick ? 1 : 5,
    async () => {
      const took = await store(path, small, folder);
      taken.push(took);
      return small / took.seconds;
    },
    async (run) => {
      bare.push({ ours: small / (taken[run]?.seconds ?? NaN), floor: small / (await copy(path)) });
      return small / (await copyTables(folder));
    },
  );
  const large = quick ? 20_000 : 1_000_000;
  const largePath = await fileOf(folder, large);
  const took = await store(largePath, large);
  const rss = spreadOf(taken.map(({ rssMb }) => rssMb)).median;
  const heap = spreadOf(taken.map(({ heapMb }) => heapMb)).median;
  const count = (rows: number) => rows.toLocaleString('en');
  const [same, one] = ['COPY of the same rows into the same tables', 'COPY of the file into one table'];
  return {
    title: 'A delivery, from bytes to stored verdicts',
    how: `One process takes in a CSV of ${count(small)} rows, each another household, keeps its bytes, reads them back, and stores for each row its verdict, household, person, candidate case with its key, and signal, 500 rows a transaction. One floor copies what was stored, ready made, into the same six tables with their indexes and foreign keys, empty; the other copies the file's bytes into one table of text columns without an index.`,
    figures: [
      { what: `${count(small)} rows`, unit: 'rows/s', against: same, pairs },
      { what: `${count(small)} rows`, unit: 'rows/s', against: one, pairs: bare },
      { what: `${count(large)} rows, once`, unit: 'rows/s', against: one, pairs: [{ ours: large / took.seconds, floor: large / (await copy(largePath)) }] },
      { what: `peak memory (RSS) at ${count(large)} rows`, unit: 'MB', against: `${count(small)} rows`, pairs: [{ ours: took.rssMb, floor: rss }] },
      { what: `peak heap at ${count(large)} rows`, unit: 'MB', against: `${count(small)} rows`, pairs: [{ ours: took.heapMb, floor: heap }] },
    ],
    follows: `A file ${large / small} times as long takes ${(took.rssMb / rss).toFixed(1)} times the memory: it is never held as a whole. About half of the time the process waits for Postgres; the other half goes to reading rows, to the queries' texts, and to sealing person and address under a key of the case's own, four hashes and three ciphers a row.`,
  };
}

async function fileOf(folder: string, count: number): Promise<string> {
  const path = join(folder, `${count}.csv`);
  await writeFileOf(path, { count });
  return path;
}

let runs = 0;

/** In a process of its own, so that its memory is its own; on an empty database. `keepIn` is where what it stored is kept. */
async function store(path: string, rows: number, keepIn?: string): Promise<Taken> {
  return withRegion(async ({ sql, owner, url }) => {
    const logFile = `${path}.${++runs}.log`;
    const ended = await startChild({ program: process.execPath, args: ['--import', 'tsx', 'bench/support/delivery-process.ts', url, ROUND, path], logFile, stopSignal: 'SIGTERM' }).ended;
    const output = readFileSync(logFile, 'utf8');
    if (ended !== 'exit code 0') throw new Error(`${ended}: ${output}`);
    const [sums] = await sql<{ accepted: number }[]>`select count(*) as accepted from delivery_rows where verdict = 'accepted'`;
    if (sums?.accepted !== rows) throw new Error(`${sums?.accepted ?? 0} of ${rows} rows were accepted`);
    for (const table of keepIn === undefined ? [] : tables) await owner.unsafe(`copy ${table} to '${await fileOfTable(keepIn ?? '', table)}' with (format binary)`);
    return JSON.parse(output) as Taken;
  });
}

/** In the order of their foreign keys. */
const tables = ['deliveries', 'households', 'persons', 'cases', 'signals', 'delivery_rows', 'keys.subject_keys'];

/** Where Postgres itself, under its own account, keeps a table. */
async function fileOfTable(folder: string, table: string): Promise<string> {
  const tableFolder = join(folder, 'tables');
  await mkdir(tableFolder, { recursive: true });
  await chmod(tableFolder, 0o777);
  return join(tableFolder, table);
}

/** Seconds to copy what the last delivery stored into the same tables of an empty database. */
function copyTables(folder: string): Promise<number> {
  return withRegion(({ owner }) =>
    secondsOf(async () => {
      for (const table of tables) await owner.unsafe(`copy ${table} from '${await fileOfTable(folder, table)}' with (format binary)`);
    }),
  );
}

/** Seconds to copy a file into one table. */
function copy(path: string): Promise<number> {
  return withRegion(async ({ ownerUrl }) => {
    const sql = connect(ownerUrl, { max: 1 });
    await sql`create table copied (${sql.unsafe(Array.from({ length: 15 }, (_, n) => `c${n} text`).join(', '))})`;
    return secondsOf(async () => pipeline(createReadStream(path), await sql`copy copied from stdin with (format csv, delimiter ';', header)`.writable())).finally(() => sql.end());
  });
}

async function withRegion<Result>(work: (database: TestDatabase) => Promise<Result>): Promise<Result> {
  const database = await testDatabase();
  await seedTwente(database.sql, places);
  await database.sql`insert into rounds (id, region_id, month, cut_off, by_hand, state, opened_at) values (${ROUND}, 'twente', '2026-10', '2026-10-25T10:00:00Z', true, 'open', now())`;
  return work(database).finally(() => database.drop());
}
