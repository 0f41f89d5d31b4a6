/** The one pool, whose scope is set for each transaction, against what it replaced: connections that serve one scope for life. */
import { connect, type Connections } from '../src/db/connect.ts';
import { openDatabase, scopeKeyOf, scopeText, type Database, type Scoped } from '../src/db/scoped.ts';
import type { Config } from '../src/config.ts';
import { startApi, type TestApi } from '../testkit/api.ts';
import { insertCases } from './support/cases.ts';
import { inTurn, secondsOf, type Chapter, type Figure } from './support/figure.ts';
import type { Size } from './support/options.ts';
import type { Servers } from './support/servers.ts';

const AT_ONCE = 16;
const CASES = 300;
const accounts = ['meldpunt', 'projectleider', 'medewerker-enschede'];
const asked = [
  { what: 'a page of cases', path: '/api/v1/cases?limit=50' },
  { what: 'counts of cases', path: '/api/v1/cases/counts' },
  { what: 'a page of deadlines', path: '/api/v1/deadlines?limit=50' },
];

export async function pool(_: Servers, { quick }: Size): Promise<Chapter> {
  const [ours, theirs] = [await apiWith(openDatabase), await apiWith(poolPerScope)];
  const requests = quick ? 32 : 1_200;
  try {
    const figures: Figure[] = [];
    for (const { what, path } of asked) {
      // Compiled, connected and prepared on every connection before it is measured.
      for (const api of [ours, theirs]) await requestsASecond(api, path, requests);
      const pairs = await inTurn(quick ? 1 : 7, () => requestsASecond(ours, path, requests), () => requestsASecond(theirs, path, requests));
      figures.push({ what, unit: 'a second', against: 'a pool for each scope', pairs });
    }
    return {
      title: 'One pool for everybody',
      how: `${requests} GETs of ${accounts.length} accounts with scopes of their own, ${AT_ONCE} at once, on an API with ${CASES} cases. The peer is the same API whose connections serve one scope each, set when they open: 10 for each scope, without a limit in all.`,
      figures,
      follows: 'A query brings its scope along as a parameter, so that both ask Postgres as often. When begin, scope, query and commit were four statements sent together, an API process spent 0.1 ms more on each query: counts of cases came to 0.78 on an idle machine. Who somebody is and which days are closed is kept for seconds by both.',
    };
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}

async function apiWith(open: (config: Config) => Database): Promise<TestApi> {
  const api = await startApi({}, open);
  await insertCases(api.sql, CASES);
  await api.owner`vacuum analyze`;
  return api;
}

function poolPerScope(config: Config): Database {
  const pools = new Map<string, Connections>();
  const of = (scoped: Scoped): Connections => {
    const scope = scopeText(scopeKeyOf(config), scoped);
    const kept = pools.get(scope) ?? connect(config.databaseUrl, { scope });
    pools.set(scope, kept);
    return kept;
  };
  const nobody = { municipalityCode: null, creditorId: null };
  return {
    system: of({ role: 'system', ...nobody }),
    of: (actor) => of(actor ?? { role: 'anyone', ...nobody }),
    async end() {
      await Promise.all([...pools.values()].map((sql) => sql.end()));
    },
  };
}

async function requestsASecond(api: TestApi, path: string, count: number): Promise<number> {
  const bearers = await Promise.all(accounts.map((account) => api.bearer(account)));
  let next = 0;
  const client = async () => {
    while (next < count) {
      const Authorization = bearers[next++ % bearers.length] ?? '';
      const response = await fetch(`http://127.0.0.1:${api.port}${path}`, { headers: { Authorization } });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    }
  };
  return count / (await secondsOf(() => Promise.all(Array.from({ length: AT_ONCE }, client))));
}
