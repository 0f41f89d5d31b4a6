import { startChild, type Child } from '../scripts/parts/child.ts';
import { freePort } from '../scripts/parts/ports.ts';
import type { Connections } from '../src/db/connect.ts';
import { seedIdentities } from '../src/usecases/identity/seed-identities.ts';
import { seedTwente } from '../src/usecases/identity/seed-twente.ts';
import { mailServer, type MailServer } from './mail-server.ts';
import { testDatabase, type Owner } from './database/database.ts';
import { devServerAddress, uniqueName } from './engine/dev-server.ts';
import { keys } from './data/keys.ts';
import { eventually } from './eventually.ts';
import { noRateLimits } from './no-rate-limits.ts';
import { places } from './data/places.ts';
import { testIssuer } from './data/tokens.ts';
import { bundledEnvironment, tunedEnvironment } from './engine/worker.ts';

type Part = 'api' | 'worker';

interface Answer<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

/** The whole system as real processes: API, worker, Postgres, Temporal and a mail server. */
export interface System {
  sql: Connections;
  owner: Owner;
  mail: MailServer;
  taskQueue: string;
  /** The health address of each part. */
  health: Readonly<Record<Part, string>>;
  /** The Authorization header of an account. */
  bearer(account: string): Promise<string>;
  /** Calls the API with the token of a demo account. */
  call<Body>(account: string, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
  start(part: Part): Promise<void>;
  /** Kills a part at once (SIGKILL). */
  kill(part: Part): Promise<void>;
  stop(): Promise<void>;
}

const STARTS_WITHIN_MS = 60_000;
/** How long a part gets to finish its work when it is asked to stop. */
const STOPS_WITHIN_MS = 20_000;

/**
 * Starts everything on a database and a task queue of its own; call `stop()` afterwards. The processes end when ours ends, at
 * the latest.
 * @param logFile receives their output; without it they print to our own terminal
 * @param settings environment variables that differ from the usual ones of tests
 */
export async function startSystem({ logFile, settings = {} }: { logFile?: string; settings?: Record<string, string> } = {}): Promise<System> {
  const database = await testDatabase();
  const sql = database.connect({ max: 4 });
  await seedTwente(sql, places);
  const issuer = await testIssuer();
  await seedIdentities(sql, issuer.url);
  const mail = await mailServer();
  const [apiPort, workerPort] = [await freePort(), await freePort()];
  const taskQueue = uniqueName('system');
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: database.url,
    KEYS_DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: devServerAddress(),
    TASK_QUEUE: taskQueue,
    API_PORT: String(apiPort),
    WORKER_HEALTH_PORT: String(workerPort),
    SMTP_URL: mail.url,
    // Tests do not wait until the end of an afternoon; those of the digest set the hour.
    DIGEST_AT: 'off',
    ...keys,
    ...issuer.settings,
    ...noRateLimits,
    LOG_LEVEL: 'warn',
    ...tunedEnvironment,
    ...bundledEnvironment,
    ...settings,
  };
  const health = { api: `http://127.0.0.1:${apiPort}/health`, worker: `http://127.0.0.1:${workerPort}/health` };
  const processes = new Map<Part, Child>();

  const system: System = {
    sql,
    owner: database.owner,
    mail,
    taskQueue,
    health,
    bearer: (account) => issuer.bearer(account),
    async call(account, method, path, body, headers = {}) {
      const type = Buffer.isBuffer(body) ? 'text/csv' : 'application/json';
      const payload = body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) };
      const Authorization = await issuer.bearer(account);
      const response = await fetch(`http://127.0.0.1:${apiPort}${path}`, { method, headers: { Authorization, 'Content-Type': type, ...headers }, ...payload });
      const text = await response.text();
      const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, body: (isJson ? JSON.parse(text) : text) as never, headers: response.headers };
    },
    async start(part) {
      processes.set(part, startChild({ program: process.execPath, args: ['--import', 'tsx', `${part}/main.ts`], env, stopSignal: 'SIGTERM', ...(logFile === undefined ? {} : { logFile }) }));
      await eventually(async () => {
        if (!(await fetch(health[part])).ok) throw new Error(`${part} is not up`);
      }, STARTS_WITHIN_MS);
    },
    async kill(part) {
      const child = processes.get(part);
      processes.delete(part);
      if (child?.isRunning() !== true) return;
      process.kill(child.pid, 'SIGKILL');
      await child.ended;
    },
    async stop() {
      await Promise.all([...processes.values()].map((child) => child.stop(STOPS_WITHIN_MS)));
      await Promise.all([sql.end(), mail.stop(), issuer.stop()]);
      await database.drop();
    },
  };
  await Promise.all([system.start('worker'), system.start('api')]);
  return system;
}
