/**
 * The demo: the region, ten months of its past, and the files of today's round that most creditors have delivered, through the same API that a
 * creditor's system uses, with a token of the demo's issuer. Running it again changes nothing, and finishes what was cut off.
 */
import { readFile } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import { loadConfig } from '../src/config.ts';
import { connectAsSystem } from '../src/db/scoped.ts';
import { monthAt } from '../src/domain/rounds/round.ts';
import type { Instant } from '../src/domain/time/dates.ts';
import { openKeys } from '../src/privacy/key-store.ts';
import { seedIdentities, systemOf } from '../src/usecases/identity/seed-identities.ts';
import { demoCreditors, seedTwente } from '../src/usecases/identity/seed-twente.ts';
import { refuseProduction } from './demo-issuer/refuse-production.ts';
import { demoSecrets, issuerFolder } from './demo-issuer/secrets.ts';
import { demoToken } from './demo-issuer/token.ts';
import { demoSeed, seedPast } from './demo-past/seed.ts';
import { demoIssuerUrl, readSettings } from './supervisor/settings.ts';

const config = loadConfig(process.env, 'seed');
const address = `http://${config.apiHost}:${config.apiPort}`;
const samples = new URL('../samples/', import.meta.url);
/** The month of the files that are delivered. That of ZorgZeker is left to whoever follows README. */
const FILES = '2026-11';
const delivering = demoCreditors.filter(({ id }) => id !== 'zorgzeker');
const POLL_MS = 200;

interface Receipt {
  rows: number;
  accepted: number;
  duplicates: number;
  refused: number;
  state: string;
  creditorId: string;
  links: { self: string };
}

const issuer = demoIssuerUrl(readSettings([], process.env).ports.OIDC_PORT);
const secrets = demoSecrets(issuerFolder(process.env));
const tokens = new Map<string, string>();

const places = JSON.parse(await readFile(new URL('municipalities.json', samples), 'utf8')) as Parameters<typeof seedTwente>[1];
const sql = connectAsSystem(config, { max: 4 });
await seedRegion();
if (config.oidcIssuer === issuer) {
  refuseProduction(process.env);
  const seededAt = await layPast();
  if (seededAt !== null) await deliverToRoundOf(seededAt);
} else console.log('· No cases: an issuer of your own gives nobody a token for the asking');
await sql.end();

async function seedRegion(): Promise<void> {
  await seedTwente(sql, places);
  if (config.oidcIssuer !== undefined) await seedIdentities(sql, config.oidcIssuer);
}

/** @returns the moment that the past leads up to; null where it does not belong */
async function layPast(): Promise<Instant | null> {
  const connection = await Connection.connect({ address: config.temporalAddress });
  const temporal = new Client({ connection, namespace: config.temporalNamespace });
  const { keys, end } = openKeys(config);
  const seeded = await seedPast({ sql, keys, temporal, config, places, seed: demoSeed, now: new Date().toISOString() }).finally(() => Promise.all([connection.close(), end()]));
  if (seeded.outcome === 'refused') console.log(`· No past is put in: ${seeded.because}`);
  else if (seeded.outcome === 'there') console.log('· The past is there already');
  else console.log(`· A past of ${seeded.rounds} rounds: ${seeded.cases} households, of which ${seeded.goOn} cases go on`);
  return seeded.outcome === 'refused' ? null : seeded.seededAt;
}

async function deliverToRoundOf(seededAt: Instant): Promise<void> {
  const month = monthAt(seededAt);
  await untilUp();
  const known = await call<{ state: string } | null>('GET', `/rounds/${month}`, 'meldpunt', { orNull: true });
  if (known !== null && known.state !== 'open') return;
  await call('POST', '/rounds', 'meldpunt', { body: { month } });
  const { items } = await call<{ items: Receipt[] }>('GET', `/deliveries?round=${month}`, 'meldpunt');
  const missing = delivering.filter(({ id }) => !items.some(({ creditorId }) => creditorId === id));
  await Promise.all(missing.map(({ id }) => deliver(id, month)));
}

async function deliver(creditorId: string, month: string): Promise<void> {
  const file = await readFile(new URL(`${FILES}/${creditorId}.csv`, samples));
  let receipt = await call<Receipt>('POST', `/deliveries?round=${month}&file-name=${creditorId}.csv`, systemOf(creditorId), { file });
  while (receipt.state === 'processing') {
    await pause();
    receipt = await call<Receipt>('GET', receipt.links.self.replace('/api/v1', ''), systemOf(creditorId));
  }
  console.log(`· ${creditorId}: ${receipt.rows} rows, ${receipt.accepted} accepted, ${receipt.duplicates} duplicates, ${receipt.refused} refused`);
}

/** The API comes up meanwhile; whoever started it gives up on one that does not. */
async function untilUp(): Promise<void> {
  while (!(await fetch(`${address}/health`).then(({ ok }) => ok, () => false))) await pause();
}

interface Options {
  body?: unknown;
  file?: Buffer;
  orNull?: boolean;
}

async function call<Result>(method: string, path: string, subject: string, { body, file, orNull = false }: Options = {}): Promise<Result> {
  const token = tokens.get(subject) ?? (await demoToken(issuer, subject, secrets));
  tokens.set(subject, token);
  for (;;) {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(file === undefined ? { 'Content-Type': 'application/json' } : { 'Content-Type': 'text/csv' }) },
      ...(file !== undefined ? { body: new Uint8Array(file) } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 404 && orNull) return null as Result;
    if (response.status === 503) {
      await pause();
      continue;
    }
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer as Result;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
