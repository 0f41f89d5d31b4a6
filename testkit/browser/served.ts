/** The API with its worker, and the demo issuer at which a browser signs in. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoSecrets } from '../../scripts/demo-issuer/secrets.ts';
import { demoToken } from '../../scripts/demo-issuer/token.ts';
import { startChild } from '../../scripts/parts/child.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { seedIdentities } from '../../src/usecases/identity/seed-identities.ts';
import { startApi, type TestApi } from '../api.ts';
import { keys } from '../data/keys.ts';
import { eventually } from '../eventually.ts';
import type { Person } from './browser.ts';

export interface Served {
  api: TestApi;
  origin: string;
  /** Ours and the issuer's. */
  hosts: string[];
  /** From our own page, by way of the issuer. */
  signIn(person: Person, subject: string): Promise<void>;
  /** By the API, as somebody of the demo. */
  call(subject: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
}

export async function startServed(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'served-'));
  const secrets = demoSecrets(join(folder, 'issuer'));
  const [apiPort, issuerPort] = [await freePort(), await freePort()];
  const [origin, issuerUrl] = [`http://127.0.0.1:${apiPort}`, `http://127.0.0.1:${issuerPort}`];
  const settings = { API_PORT: String(apiPort), PUBLIC_URL: origin, OIDC_ISSUER: issuerUrl, OIDC_CLIENT_SECRET: randomBytes(24).toString('base64url') };
  const api = await startApi(settings);
  await seedIdentities(api.sql, issuerUrl);
  await api.startWorker();
  const issuer = startChild({ program: process.execPath, args: ['--import', 'tsx', 'scripts/demo-issuer/main.ts'], env: { ...process.env, DATABASE_URL: api.databaseUrl, KEYS_DATABASE_URL: api.databaseUrl, ...keys, ...settings, DATA_FOLDER: folder }, logFile: join(folder, 'log'), stopSignal: 'SIGTERM' });
  await eventually(() => fetch(issuerUrl), 60_000);
  const tokens = new Map<string, string>();
  return {
    ...{ api, origin, hosts: [new URL(origin).host, new URL(issuerUrl).host] },
    async signIn({ page }, subject) {
      await page.goto(`${origin}/`);
      await page.locator(`button[value="${subject}"]`).click();
      await page.waitForURL((url) => url.origin === origin);
    },
    async call(subject, method, path, body) {
      const token = tokens.get(subject) ?? (await demoToken(issuerUrl, subject, secrets));
      tokens.set(subject, token);
      const response = await fetch(origin + path, { method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return { status: response.status, body: await response.json() };
    },
    async stop() {
      await Promise.all([issuer.stop(5_000), api.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
