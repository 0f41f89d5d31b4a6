import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyCase } from '../../src/usecases/records/verify-case.ts';
import { file } from '../deliveries/support.ts';
import { devServer } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';
import { startSystem, type System } from '../../testkit/system.ts';
import { workingDay, type Change, type Derived, type Move } from './support.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('replans/killed');
const CASES = 300;
const CLOSED = workingDay(2);
const creditor = 'schuldeiser-woongoed-twente';

let system: System;
const as = async <Body>(account: string, method: string, path: string, body?: unknown) => (await system.call<Body>(account, method, `/api/v1${path}`, body)).body;
const told = async () => (await system.sql<{ n: number }[]>`select count(*) as n from timeline where type = 'replanned'`)[0]?.n ?? 0;

/** Crises: each is a case in triage on receipt. */
beforeAll(async () => {
  system = await startSystem();
  await as('meldpunt', 'POST', '/rounds', { month: MONTH, byHand: true });
  await system.call(creditor, 'POST', `/api/v1/deliveries?round=${MONTH}`, file(...Array.from({ length: CASES }, (_, n) => ({ reference: `R${n}`, house: n + 1, crisis: 'J' }))));
  await eventually(async () => expect((await as<{ items: unknown[] }>(creditor, 'GET', '/deliveries')).items).toMatchObject([{ state: 'done', placed: CASES }]), 120_000);
}, 240_000);
afterAll(() => system.stop());

describe(`a closed day that ${CASES} cases are being told of while the worker and the API are killed`, () => {
  let change: Change;

  test('reaches every case by itself', async () => {
    change = await as<Change>('beheer', 'POST', '/closed-days', { date: CLOSED, name: 'Regionale sluiting', reason: 'Zo afgesproken in het overleg.' });
    expect(change.preview.cases).toBe(CASES);
    const confirming = as<Change>('beheer', 'POST', `/changes/${change.id}/confirm`).catch(() => 'cut off');
    await eventually(async () => expect(await told()).toBeGreaterThan(20), 30_000);
    await Promise.all([system.kill('worker'), system.kill('api'), confirming]);
    expect(await told()).toBeLessThan(CASES);
    await Promise.all([system.start('worker'), system.start('api')]);
    await eventually(async () => expect(await as('beheer', 'GET', `/changes/${change.id}`)).toMatchObject({ state: 'done', told: CASES, total: CASES }), 120_000);
  }, 240_000);

  test('and is told to each once, with every deadline where the preview said', async () => {
    expect(await system.sql`select case_id from timeline where type = 'replanned' group by case_id having count(*) <> 1`).toEqual([]);
    const [row] = await system.sql<{ n: number }[]>`
      select count(*) as n from change_moves m join deadlines d on d.id = m.deadline_id and d.due_on = m.to_on where m.change_id = ${change.id}`;
    expect(row?.n).toBe(change.preview.deadlines);
  });

  test('and timeline, derivation, history and tables agree', async () => {
    const { items } = await as<{ items: Move[] }>('beheer', 'GET', `/changes/${change.id}/moves?limit=20`);
    const environment = await devServer();
    for (const { deadlineId, caseId, to } of items) {
      expect(await as<Derived>('projectleider', 'GET', `/deadlines/${deadlineId}/derivation`)).toMatchObject({ agrees: true, dueOn: to });
      expect((await verifyCase({ sql: system.sql, temporal: environment.client }, caseId ?? '')).differences).toEqual([]);
    }
    await environment.teardown();
  }, 60_000);
});
