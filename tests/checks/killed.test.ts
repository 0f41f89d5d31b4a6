/** The worker is killed while another system has been asked and its answer is not kept yet. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkServices, type CheckServices } from '../../testkit/check-services.ts';
import { monthOf } from '../../testkit/data/months.ts';
import { devServer } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';
import { startSystem, type System } from '../../testkit/system.ts';
import { file } from '../deliveries/support.ts';
import { historiesOf } from '../privacy/traces.ts';
import type { TriageItem } from './support.ts';

const MONTH = monthOf('checks/killed');
const NAME = 'Proefmerkwaardig';
const folder = mkdtempSync(join(tmpdir(), 'checks-killed-'));
let services: CheckServices;
let system: System;

beforeAll(async () => {
  services = await checkServices();
  services.addresses.set('7512AB-417', [{}]);
  system = await startSystem({ logFile: join(folder, 'log'), settings: { ...services.settings, LOG_LEVEL: 'debug' } });
}, 120_000);
afterAll(async () => {
  await system.stop();
  await services.stop();
  rmSync(folder, { recursive: true });
});

const put = (check: string) => system.call('beheer', 'PUT', '/api/v1/municipalities/0153/checks', { check, on: true });
const inTriage = async () => (await system.call<{ items: TriageItem[] }>('meldpunt', 'GET', '/api/v1/triage')).body.items.find(({ residents }) => residents.some(({ lastName }) => lastName === NAME));

test('nothing is lost: it is asked once more, kept once and noted once; what had an answer is not asked again', async () => {
  for (const check of ['population', 'addresses']) expect((await put(check)).status).toBe(200);
  await system.call('meldpunt', 'POST', '/api/v1/rounds', { month: MONTH, byHand: true });
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  services.onAsked = (service) => (service === 'population' ? held : undefined);
  await system.call('schuldeiser-woongoed-twente', 'POST', `/api/v1/deliveries?round=${MONTH}`, file({ reference: 'NA1', house: 417, name: NAME, crisis: 'J' }));
  await eventually(async () => {
    expect(services.asked.map(({ service }) => service).sort()).toEqual(['addresses', 'population']);
    expect((await inTriage())?.advice).toMatchObject([{ source: 'addresses' }]);
  }, 60_000);
  await system.kill('worker');
  release();
  await system.start('worker');
  const item = await eventually(async () => {
    const found = await inTriage();
    expect(found?.advice.map(({ source }) => source).sort()).toEqual(['addresses', 'population']);
    return found;
  }, 60_000);
  expect(item?.unansweredChecks).toEqual([]);
  expect(services.asked.map(({ service }) => service).sort()).toEqual(['addresses', 'population', 'population']);
  expect(await system.sql`select check_code as check, state from check_answers order by check_code`).toEqual([{ check: 'addresses', state: 'answered' }, { check: 'population', state: 'answered' }]);
  expect(await system.sql`select detail->>'check' as check from audit_log where action = 'ask-check' order by 1`).toEqual([{ check: 'addresses' }, { check: 'population' }]);
  expect(services.misfits).toEqual([]);
  const environment = await devServer();
  const histories = await historiesOf(environment.client, system.taskQueue);
  await environment.teardown();
  expect(histories.some((text) => text.includes('checkWorkflow'))).toBe(true);
  for (const text of [...histories, readFileSync(join(folder, 'log'), 'utf8')]) for (const mark of [NAME, '7512AB', 'huisnummer=']) expect(text).not.toContain(mark);
}, 180_000);
