/** The API on a real Postgres and a real engine, with a worker that can be started and stopped. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import pino from 'pino';
import { createActivities } from '../activities/index.ts';
import { createApp } from '../api/app.ts';
import { createServer } from '../api/edge/server.ts';
import { problemSchema, type Problem } from '../api/problem.ts';
import { routes } from '../api/routes/index.ts';
import type { ResponseSpec } from '../api/spec.ts';
import { loadConfig, type Config } from '../src/config.ts';
import type { Connections } from '../src/db/connect.ts';
import type { KeyStore } from '../src/privacy/key-store.ts';
import { openKnown } from '../src/db/known.ts';
import { connectAsSystem, openDatabase, type Database } from '../src/db/scoped.ts';
import { createIdentity } from '../src/identity/identity.ts';
import { refusalCounts, type RefusalCounts } from '../src/usecases/audit/count-refusals.ts';
import { seedIdentities } from '../src/usecases/identity/seed-identities.ts';
import { seedTwente } from '../src/usecases/identity/seed-twente.ts';
import { insertCandidate, match, startCandidate, type TestCase } from './data/cases.ts';
import { testDatabase, type Owner } from './database/database.ts';
import { keys } from './data/keys.ts';
import { devServer, uniqueName } from './engine/dev-server.ts';
import { noRateLimits } from './no-rate-limits.ts';
import { places } from './data/places.ts';
import { testIssuer } from './data/tokens.ts';
import { createCheckWorker } from '../worker/create-worker.ts';
import { testWorker } from './engine/worker.ts';

export interface Answer<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

export interface TestApi {
  sql: Connections;
  owner: Owner;
  /** Connection string of the application's account. */
  databaseUrl: string;
  keys: KeyStore;
  environment: TestWorkflowEnvironment;
  taskQueue: string;
  /** Lines that the API logged. */
  logged: string[];
  /** Counts refusals to callers who are not signed in. */
  refusals: RefusalCounts;
  /** Where it listens, on 127.0.0.1. */
  port: number;
  /** The `iss` of its tokens. */
  issuer: string;
  /** The Authorization header of an account. */
  bearer(account: string): Promise<string>;
  /** Calls with the token of a demo account ('' for no token); the answer is checked against what the route declares. */
  call<Body = Problem>(account: string, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
  startWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  /** A case in triage. */
  caseInTriage(wanted?: Parameters<typeof insertCandidate>[1]): Promise<TestCase>;
  stop(): Promise<void>;
}

/**
 * @param settings environment variables that differ from what tests usually run with
 * @param open opens the connections of the API
 * @param isEmpty without a region, and nobody who may sign in
 * @param asks its worker asks other systems too
 */
export async function startApi(settings: NodeJS.ProcessEnv = {}, open: (config: Config) => Database = openDatabase, { isEmpty = false, asks = false } = {}): Promise<TestApi> {
  const database = await testDatabase();
  const sql = database.connect({ max: 4 });
  const issuer = await testIssuer();
  if (!isEmpty) {
    await seedTwente(sql, places);
    await seedIdentities(sql, issuer.url);
  }
  const environment = await devServer();
  const taskQueue = uniqueName('api');
  const config = loadConfig({ DATABASE_URL: database.url, KEYS_DATABASE_URL: database.url, TASK_QUEUE: taskQueue, ...keys, ...issuer.settings, ...noRateLimits, ...settings });
  const scoped = open(config);
  const known = openKnown(config, scoped.system);
  // As in a worker process: connections with the scope of the system.
  const asSystem = connectAsSystem(config);
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => logged.push(line) });
  const temporal = environment.client;
  const refusals = refusalCounts(scoped.system, (error) => logged.push(String(error)));
  const server = createServer(createApp({ sql: scoped.system, database: scoped, known, keys: database.keys, temporal, config, identity: createIdentity(config), refusals, log }), config.edge).listen(Number(settings['API_PORT'] ?? 0), '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  let workers: { it: Worker; running: Promise<void> }[] = [];

  const api: TestApi = {
    sql,
    owner: database.owner,
    databaseUrl: database.url,
    keys: database.keys,
    environment,
    taskQueue,
    logged,
    refusals,
    port,
    issuer: issuer.url,
    bearer: (account) => issuer.bearer(account),
    async call(account, method, path, body, headers = {}) {
      const response = await fetch(origin + path, {
        method,
        headers: { ...(account === '' ? {} : { Authorization: await issuer.bearer(account) }), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer: unknown = /[/+]json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
      holdAgainstDeclaration(method, path, response.status, answer);
      return { status: response.status, body: answer as never, headers: response.headers };
    },
    async startWorker() {
      const activities = createActivities({ sql: asSystem, keys: database.keys, temporal, config, mail: { dispatch: () => Promise.resolve() } });
      const where = { connection: environment.nativeConnection, taskQueue, activities };
      const all = [await testWorker(where), ...(asks ? [await createCheckWorker({ namespace: 'default', ...where })] : [])];
      workers = all.map((it) => ({ it, running: it.run() }));
    },
    async stopWorker() {
      for (const { it } of workers) it.shutdown();
      await Promise.all(workers.map(({ running }) => running));
      workers = [];
    },
    async caseInTriage(wanted) {
      const made = await insertCandidate(sql, wanted);
      await startCandidate(temporal, taskQueue, sql, made);
      await match(temporal, sql, made);
      return made;
    },
    async stop() {
      await api.stopWorker();
      server.close();
      server.closeAllConnections();
      await Promise.all([sql.end(), asSystem.end(), known.end(), scoped.end(), environment.teardown(), issuer.stop()]);
      await database.drop();
    },
  };
  return api;
}

/** Fails the test when an answer is not one that the route declares. */
function holdAgainstDeclaration(method: string, path: string, status: number, answer: unknown): void {
  const bare = path.replace('/api/v1', '').replace(/\?.*/, '');
  const declared = path.startsWith('/api/v1/') ? routes.find((route) => route.method === method.toLowerCase() && new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(bare)) : undefined;
  const schema = schemaOf(declared?.responses[status]) ?? (status >= 400 ? problemSchema : undefined);
  if (status < 400 && declared !== undefined && !(status in declared.responses)) throw new Error(`${method} ${declared.path} does not declare ${status}`);
  // A file is text, also when the route gives JSON otherwise.
  if (typeof answer !== 'string' || status >= 400) schema?.parse(answer);
}

const schemaOf = (response: ResponseSpec | undefined) => (response instanceof z.ZodType ? response : response?.schema);
