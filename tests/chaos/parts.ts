/** The whole system as real processes on a folder of its own; every part can be killed, and goes on with the same data. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild, type Child } from '../../scripts/parts/child.ts';
import { poll } from '../../scripts/parts/poll.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { applicationUrl, keysUrl, postgresUrl, startPostgres } from '../../scripts/parts/postgres.ts';
import { temporalProgram } from '../../scripts/parts/temporal-programs.ts';
import { startTemporal } from '../../scripts/parts/temporal.ts';
import type { Sql } from '../../src/db/connect.ts';
import { prepareDatabase } from '../../src/db/admit.ts';
import { connectAsSystem } from '../../src/db/scoped.ts';
import { openKeys, type KeyStore } from '../../src/privacy/key-store.ts';
import { seedIdentities } from '../../src/usecases/identity/seed-identities.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { noRateLimits } from '../../testkit/no-rate-limits.ts';
import { keepAddressBook } from '../../testkit/data/address-book.ts';
import { connectAsOwner } from '../../testkit/database/database.ts';
import { hashKey, keys as secrets, masterKeys } from '../../testkit/data/keys.ts';
import { households } from './month.ts';
import { places } from '../../testkit/data/places.ts';
import { testIssuer } from '../../testkit/data/tokens.ts';
import { bundledEnvironment } from '../../testkit/engine/worker.ts';
import { openMailbox, type Mailbox } from './mailbox.ts';
import { cutPower } from './power-cut.ts';

export const partNames = ['api', 'worker-1', 'worker-2', 'temporal', 'postgres'] as const;
export type Part = (typeof partNames)[number];

/** A time in which a part was away, in milliseconds since the epoch. */
export interface Outage {
  part: Part;
  from: number;
  until: number;
}

export interface Parts {
  origin: string;
  /** What the Authorization header of an account says. */
  bearer(account: string): Promise<string>;
  temporalAddress: string;
  taskQueue: string;
  databaseUrl: string;
  /** Connects as an onlooker, anew for each life of Postgres; its queries fail while that is away. */
  readonly sql: Sql;
  /** The keys of personal data, as the application has them. */
  readonly keys: KeyStore;
  mailbox: Mailbox;
  outages: readonly Outage[];
  /** Ends that nobody asked for: a part that could not go on without another, and was started again. */
  gaveUp: Readonly<Partial<Record<Part, number>>>;
  /** Kills parts together; returns when they are dead, with what starts them again. One that is away already stays so. */
  kill(parts: readonly Part[]): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

const UP_WITHIN_MS = 90_000;
const BEFORE_NEXT_TRY_MS = 300;
const GRACE_MS = 15_000;
export const taskQueue = 'chaos';

interface Running {
  pid: number;
  ended: Promise<string>;
  stop(): Promise<void>;
}

export async function startParts(): Promise<Parts> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignalering-chaos-'));
  // The account that Postgres runs as must be able to pass through.
  chmodSync(folder, 0o755);
  const ports = { api: await freePort(), 'worker-1': await freePort(), 'worker-2': await freePort(), temporal: await freePort(), postgres: await freePort() };
  const mailbox = await openMailbox();
  const issuer = await testIssuer();
  const program = await temporalProgram(console.log);
  const databaseUrl = postgresUrl(ports.postgres);
  const temporalAddress = `127.0.0.1:${ports.temporal}`;
  const logFile = (part: Part) => join(folder, `${part}.log`);

  const ours = async (part: Part, main: string, env: Record<string, string>): Promise<Running> => {
    const child = startChild({ program: process.execPath, args: ['--import', 'tsx', main], logFile: logFile(part), stopSignal: 'SIGTERM', env: { ...common(part), ...env } });
    await untilHealthy(child, `http://127.0.0.1:${ports[part]}/health`, part);
    return { pid: child.pid, ended: child.ended, stop: () => child.stop(GRACE_MS) };
  };
  const common = (part: Part) => ({
    PATH: process.env['PATH'],
    // By its name the server tells who writes.
    DATABASE_URL: `${applicationUrl(databaseUrl)}?application_name=${part}`,
    KEYS_DATABASE_URL: keysUrl(databaseUrl),
    TEMPORAL_ADDRESS: temporalAddress,
    TASK_QUEUE: taskQueue,
    SMTP_URL: mailbox.url,
    DIGEST_AT: 'off',
    ...secrets,
    ...issuer.settings,
    ...noRateLimits,
    LOG_LEVEL: 'warn',
    ...bundledEnvironment,
  });
  const starters: Record<Part, () => Promise<Running>> = {
    async postgres() {
      const postgres = await startPostgres({ folder: join(folder, 'postgres'), port: ports.postgres, logFile: logFile('postgres'), durable: true });
      void sql.end({ timeout: 0 });
      sql = onlooker();
      return postgres;
    },
    temporal: () => startTemporal({ program, port: ports.temporal, file: join(folder, 'temporal.db'), namespace: 'default', logFile: logFile('temporal') }),
    api: () => ours('api', 'api/main.ts', { API_PORT: String(ports.api) }),
    'worker-1': () => ours('worker-1', 'worker/main.ts', { WORKER_HEALTH_PORT: String(ports['worker-1']) }),
    'worker-2': () => ours('worker-2', 'worker/main.ts', { WORKER_HEALTH_PORT: String(ports['worker-2']) }),
  };
  const onlooker = () => connectAsSystem({ databaseUrl: applicationUrl(databaseUrl), hashKey }, { max: 6 });
  let sql = onlooker();
  const { keys, end: endKeys } = openKeys({ keysDatabaseUrl: keysUrl(databaseUrl), masterKeys });
  const keeper = keep(starters);
  await Promise.all([keeper.start('postgres').then(() => prepareDatabase({ databaseUrl: applicationUrl(databaseUrl), databaseOwnerUrl: databaseUrl, keysDatabaseUrl: keysUrl(databaseUrl), hashKey })), keeper.start('temporal')]);
  await seedTwente(sql, places);
  await seedIdentities(sql, issuer.url);
  const owner = connectAsOwner(databaseUrl);
  await keepAddressBook(owner, households.map(({ key }) => key));
  await owner.end({ timeout: 1 });
  await Promise.all([keeper.start('api'), keeper.start('worker-1'), keeper.start('worker-2')]);
  return {
    origin: `http://127.0.0.1:${ports.api}`,
    bearer: (account) => issuer.bearer(account),
    temporalAddress,
    taskQueue,
    databaseUrl,
    get sql() {
      return sql;
    },
    keys,
    mailbox,
    outages: keeper.outages,
    gaveUp: keeper.gaveUp,
    kill: keeper.kill,
    async stop() {
      await Promise.all([sql.end({ timeout: 1 }), endKeys()]);
      await keeper.stop(['api', 'worker-1', 'worker-2']);
      await keeper.stop(['temporal', 'postgres']);
      await Promise.all([mailbox.stop(), issuer.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(child: Child, url: string, part: Part): Promise<void> {
  const isUp = () => fetch(url, { signal: AbortSignal.timeout(2_000) }).then(({ ok }) => ok, () => false);
  await poll(UP_WITHIN_MS, 50, async () => !child.isRunning() || (await isUp()));
  if (!child.isRunning()) throw new Error(`${part} ended: ${await child.ended}`);
}

/** Does what an init system does: what ends by itself is started again. */
function keep(starters: Record<Part, () => Promise<Running>>) {
  const running = new Map<Part, Running>();
  const wanted = new Set<Part>();
  const outages: Outage[] = [];
  const gaveUp: Partial<Record<Part, number>> = {};

  const start = async (part: Part): Promise<void> => {
    wanted.add(part);
    const end = performance.now() + UP_WITHIN_MS;
    while (wanted.has(part)) {
      try {
        const process = await starters[part]();
        running.set(part, process);
        void process.ended.then(() => revive(part, process));
        return;
      } catch (error) {
        gaveUp[part] = (gaveUp[part] ?? 0) + 1;
        if (performance.now() > end) throw error;
        await pause(BEFORE_NEXT_TRY_MS);
      }
    }
  };
  const revive = async (part: Part, process: Running): Promise<void> => {
    if (running.get(part) !== process) return;
    running.delete(part);
    gaveUp[part] = (gaveUp[part] ?? 0) + 1;
    const outage = { part, from: Date.now(), until: Infinity };
    outages.push(outage);
    await start(part).catch(() => undefined);
    outage.until = Date.now();
  };
  const kill = async (parts: readonly Part[]): Promise<() => Promise<void>> => {
    const victims = parts.flatMap((part) => {
      const process = running.get(part);
      running.delete(part);
      return process === undefined ? [] : [{ process, outage: { part, from: Date.now(), until: Infinity } }];
    });
    outages.push(...victims.map(({ outage }) => outage));
    await Promise.all(victims.map(async ({ process }) => (await cutPower(process.pid), process.ended)));
    return async () => {
      await Promise.all(victims.map(({ outage }) => start(outage.part).then(() => (outage.until = Date.now()))));
    };
  };
  const stop = async (parts: readonly Part[]): Promise<void> => {
    for (const part of parts) wanted.delete(part);
    const processes = parts.flatMap((part) => running.get(part) ?? []);
    for (const part of parts) running.delete(part);
    await Promise.all(processes.map((process) => process.stop()));
  };
  return { start, kill, stop, outages, gaveUp };
}
