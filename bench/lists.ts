/** Pages of GET /cases with very many cases in Postgres, against the same pages with few. */
import { encodeCursor } from '../api/cursor.ts';
import type { Sql } from '../src/db/connect.ts';
import { startSystem, type System } from '../testkit/system.ts';
import { insertCases } from './support/cases.ts';
import { inTurn, type Chapter, type Figure } from './support/figure.ts';
import type { Size } from './support/options.ts';
import type { Servers } from './support/servers.ts';
import { quantile } from './support/spread.ts';

const FEW = 300;
const caseworker = 'medewerker-enschede';

/** What the screens ask for. */
const pages: { what: string; account: string; query: string; halfWay?: true }[] = [
  { what: 'first page, whole region', account: 'meldpunt', query: '' },
  { what: 'a page half way', account: 'meldpunt', query: '', halfWay: true },
  { what: 'own team', account: caseworker, query: 'mine=true' },
  { what: 'late, own municipality', account: caseworker, query: 'due=late' },
  { what: 'one phase, one municipality', account: 'meldpunt', query: 'phase=triage&municipality=0164' },
  { what: 'newest first', account: 'meldpunt', query: 'sort=openedAt&order=desc' },
  { what: 'highest arrears first', account: 'meldpunt', query: 'sort=totalCents&order=desc' },
  { what: 'one creditor', account: 'meldpunt', query: 'creditor=oost-energie' },
  { what: 'crises', account: 'meldpunt', query: 'crisis=true' },
  { what: 'closed, newest first', account: 'projectleider', query: 'phase=closed&sort=openedAt&order=desc' },
];

export async function lists(servers: Servers, { quick }: Size): Promise<Chapter> {
  const many = quick ? 3_000 : 300_000;
  const [large, small] = [await systemWith(servers, many), await systemWith(servers, FEW)];
  try {
    const count = many.toLocaleString('en');
    const figures: Figure[] = [];
    const measured = [...pages.map((page) => ({ ...page, path: `/api/v1/cases?limit=50&${page.query}` })), { what: 'counts, whole region', account: 'meldpunt', path: '/api/v1/cases/counts', halfWay: undefined }];
    for (const { what, account, path, halfWay } of measured) {
      const [inLarge, inSmall] = [await reader(large, account, path, halfWay), await reader(small, account, path, halfWay)];
      const pairs = await inTurn(quick ? 1 : 5, () => p50(inLarge), () => p50(inSmall));
      figures.push({ what, unit: 'ms', against: `${FEW} cases`, pairs });
    }
    return {
      title: `Lists of ${count} cases`,
      how: `GET /cases, 50 rows a page, through an API process on a database of ${count} cases (three in ten running, over 30 months, 14 municipalities, 1.5 signals each) and one of ${FEW} made by the same SQL; p50 of ${READS} requests, in turn.`,
      figures,
      follows: 'A page costs what is on it, not what is behind it, where an index has its order. The counts read all running cases of their scope: 90,000 here, a hundred times what a region has.',
    };
  } finally {
    await Promise.all([large.stop(), small.stop()]);
  }
}

const READS = 15;

async function p50(read: () => Promise<void>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < READS; n++) {
    const started = performance.now();
    await read();
    took.push(performance.now() - started);
  }
  return quantile(took, 0.5);
}

/** Reads a page, and has read it once before it is measured. */
async function reader(system: System, account: string, path: string, halfWay?: true): Promise<() => Promise<void>> {
  const address = halfWay === true ? `${path}&cursor=${await cursorHalfWay(system.sql)}` : path;
  const read = async () => {
    const { status } = await system.call(account, 'GET', address);
    if (status !== 200) throw new Error(`${address}: ${status}`);
  };
  await read();
  return read;
}

async function cursorHalfWay(sql: Sql): Promise<string> {
  const [row] = await sql<{ nextDueOn: string; id: string }[]>`
    select next_due_on, id from cases where phase <> 'closed' order by next_due_on, id
    offset (select count(*) / 2 from cases where phase <> 'closed') limit 1`;
  return encodeCursor({ sort: 'nextDueOn', value: row?.nextDueOn, id: row?.id });
}

/** The API alone, on a database with so many cases. */
async function systemWith(servers: Servers, count: number): Promise<System> {
  const system = await startSystem(servers);
  await system.kill('worker');
  await insertCases(system.sql, count);
  // What autovacuum does in its own time on a database that lives.
  await system.owner`vacuum analyze`;
  return system;
}
