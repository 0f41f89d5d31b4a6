/**
 * The demo: the region, and a month of five creditors' files, delivered, closed and confirmed through the same API that
 * a creditor's system and the desk use, each with a token of the demo's issuer. Running it again changes nothing.
 */
import { readFile } from 'node:fs/promises';
import { loadConfig } from '../src/config.ts';
import { connectAsSystem } from '../src/db/scoped.ts';
import { seedIdentities, systemOf } from '../src/usecases/identity/seed-identities.ts';
import { demoCreditors, seedTwente } from '../src/usecases/identity/seed-twente.ts';
import { demoSecrets, issuerFolder } from './demo-issuer/secrets.ts';
import { demoToken } from './demo-issuer/token.ts';
import { demoIssuerUrl, readSettings } from './supervisor/settings.ts';

const MONTH = '2026-10';
const config = loadConfig(process.env, 'seed');
const api = `http://${config.apiHost}:${config.apiPort}/api/v1`;
const samples = new URL('../samples/', import.meta.url);

interface Receipt {
  rows: number;
  accepted: number;
  duplicates: number;
  refused: number;
  state: string;
  placed: number;
  links: { self: string };
}

interface Round {
  state: string;
  listVersion: number;
  toApply: number;
  applied: number;
}

const issuer = demoIssuerUrl(readSettings([], process.env).ports.OIDC_PORT);
const secrets = demoSecrets(issuerFolder(process.env));
const tokens = new Map<string, string>();

await seedRegion();
if (config.oidcIssuer === issuer) await seedRound();
else console.log('· No round: an issuer of your own gives nobody a token for the asking');

async function seedRound(): Promise<void> {
  const round = await call<Round | null>('GET', `/rounds/${MONTH}`, 'meldpunt', { orNull: true });
  if (round?.state === 'confirmed') console.log(`· Round ${MONTH} is there already`);
  else await runMonth(round);
}

async function seedRegion(): Promise<void> {
  const sql = connectAsSystem(config, { max: 1 });
  await seedTwente(sql, JSON.parse(await readFile(new URL('municipalities.json', samples), 'utf8')) as Parameters<typeof seedTwente>[1]);
  if (config.oidcIssuer !== undefined) await seedIdentities(sql, config.oidcIssuer);
  await sql.end();
}

async function runMonth(known: Round | null): Promise<void> {
  if (known === null) await call('POST', '/rounds', 'meldpunt', { body: { month: MONTH, byHand: true } });
  if (known === null || known.state === 'open') {
    await Promise.all(demoCreditors.map(({ id }) => deliver(id)));
    await call('POST', `/rounds/${MONTH}/close`, 'meldpunt');
  }
  const proposed = await roundIn(['proposed', 'applying', 'confirmed']);
  if (proposed.state === 'proposed') await call('POST', `/rounds/${MONTH}/confirm`, 'meldpunt', { body: { listVersion: proposed.listVersion } });
  const done = await roundIn(['confirmed'], ({ applied, toApply }) => console.log(`  ${applied} of ${toApply} households told the outcome`));
  console.log(`· Round ${MONTH} confirmed: ${done.applied} households told the outcome`);
}

async function deliver(creditorId: string): Promise<void> {
  const file = await readFile(new URL(`${MONTH}/${creditorId}.csv`, samples));
  let receipt = await call<Receipt>('POST', `/deliveries?round=${MONTH}&file-name=${creditorId}.csv`, systemOf(creditorId), { file });
  while (receipt.state === 'processing') {
    await pause();
    receipt = await call<Receipt>('GET', receipt.links.self.replace('/api/v1', ''), systemOf(creditorId));
  }
  console.log(`· ${creditorId}: ${receipt.rows} rows, ${receipt.accepted} accepted, ${receipt.duplicates} duplicates, ${receipt.refused} refused`);
}

async function roundIn(states: readonly string[], progress?: (round: Round) => void): Promise<Round> {
  for (let told = 0; ; await pause()) {
    const now = await call<Round>('GET', `/rounds/${MONTH}`, 'meldpunt');
    if (states.includes(now.state)) return now;
    if (now.applied > told) progress?.(now);
    told = now.applied;
  }
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
    const response = await fetch(api + path, {
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
  return new Promise((resolve) => setTimeout(resolve, 1000));
}
