/** The API with people who sign in: a real Postgres, and no engine, which signing in does not need. */
import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { createApp } from '../../api/app.ts';
import type { Problem } from '../../api/problem.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { loadConfig } from '../../src/config.ts';
import type { Sql } from '../../src/db/connect.ts';
import { createIdentity } from '../../src/identity/identity.ts';
import { refusalCounts } from '../../src/usecases/audit/count-refusals.ts';
import { seedIdentities } from '../../src/usecases/identity/seed-identities.ts';
import { openKnown } from '../../src/db/known.ts';
import { openDatabase } from '../../src/db/scoped.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { keys } from '../../testkit/data/keys.ts';
import { testDatabase } from '../../testkit/database/database.ts';
import { places } from '../../testkit/data/places.ts';

/** What GET /me answers. */
export interface Me {
  id: string;
  role: string;
  creditorId: string | null;
  signedInBy: string;
  accounts: { id: string }[];
}

export interface SignInApi {
  origin: string;
  /** The settings it runs with. */
  env: Record<string, string>;
  sql: Sql;
  /** Lines that the API logged. */
  logged: string[];
  /** Moves the API's clock on from the real time. */
  later(by: { minutes: number }): void;
  get(path: string, headers: Record<string, string>): Promise<{ status: number; body: Me & Problem; headers: Headers }>;
  /** The newest rows of the audit log, newest first; what was counted of callers who are not signed in is written first. */
  audited(): Promise<{ actorId: string | null; action: string; outcome: string; detail: Record<string, unknown>; signedInBy: string | null }[]>;
  stop(): Promise<void>;
}

/** @param settings of the issuer; those of the rest are made */
export async function startSignInApi(settings: Record<string, string>, port?: number): Promise<SignInApi> {
  const database = await testDatabase();
  const sql = database.connect({ max: 4 });
  await seedTwente(sql, places);
  const apiPort = port ?? (await freePort());
  const origin = `http://127.0.0.1:${apiPort}`;
  const env = { DATABASE_URL: database.url, KEYS_DATABASE_URL: database.url, ...keys, PUBLIC_URL: origin, ...settings };
  const config = loadConfig(env);
  await seedIdentities(sql, config.oidcIssuer ?? '');
  const scoped = openDatabase(config);
  const known = openKnown(config, scoped.system);
  let ahead = 0;
  const identity = createIdentity(config, { clock: () => new Date(Date.now() + ahead), keysKeptMs: 0 });
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => logged.push(line) });
  const refusals = refusalCounts(scoped.system, (error) => logged.push(String(error)));
  const connection = Connection.lazy({ address: config.temporalAddress });
  const server = createApp({ sql: scoped.system, database: scoped, known, keys: database.keys, temporal: new Client({ connection }), config, identity, refusals, log }).listen(apiPort, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin,
    env,
    sql,
    logged,
    later({ minutes }) {
      ahead += minutes * 60_000;
    },
    async get(path, headers) {
      const response = await fetch(origin + path, { headers });
      return { status: response.status, body: (await response.json()) as never, headers: response.headers };
    },
    async audited() {
      await refusals.write();
      return sql`select actor_id, action, outcome, detail, signed_in_by from audit_log order by id desc`;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await Promise.all([sql.end(), known.end(), scoped.end(), connection.close()]);
      await database.drop();
    },
  };
}
