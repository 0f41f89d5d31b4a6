import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../testkit/eventually.ts';
import { startSystem, type System } from '../../testkit/system.ts';
import { file } from './support.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('deliveries/killed');
const ROWS = 2_000;
const HOUSEHOLDS = 1_800;
const creditor = 'schuldeiser-woongoed-twente';

interface Receipt {
  state: string;
  rows: number;
  accepted: number;
  refused: number;
  placed: number;
}

let system: System;
beforeAll(async () => {
  system = await startSystem();
  await system.call('meldpunt', 'POST', '/api/v1/rounds', { month: MONTH, byHand: true });
}, 120_000);
afterAll(() => system.stop());

const count = async (query: Promise<readonly { n?: number }[]>) => (await query)[0]?.n ?? 0;
const stored = () => count(system.sql`select count(*) as n from delivery_rows`);
const placed = () => count(system.sql`select count(*) as n from signals where placed_at is not null`);

async function killWorkerOnce(reached: () => Promise<boolean>): Promise<void> {
  await eventually(async () => expect(await reached()).toBe(true), 180_000);
  await system.kill('worker');
}

describe(`a delivery of ${ROWS} rows whose worker is killed while it stores and while it tells, and whose API is killed too`, () => {
  test('goes on by itself to its end', async () => {
    const rows = Array.from({ length: ROWS }, (_, n) => ({ reference: `K${n}`, house: 1 + (n % HOUSEHOLDS), amount: n % 100 === 99 ? 'veel' : '500,00', crisis: n % 50 === 0 ? 'J' : 'N' }));
    const answer = system.call(creditor, 'POST', `/api/v1/deliveries?round=${MONTH}`, file(...rows)).catch(() => 'cut off');
    await killWorkerOnce(async () => (await stored()) > 0);
    expect(await stored()).toBeLessThan(ROWS);
    await system.kill('api');
    expect(await answer).toBe('cut off');
    await Promise.all([system.start('worker'), system.start('api')]);
    await killWorkerOnce(async () => (await placed()) > 100);
    expect(await placed()).toBeLessThan(ROWS / 2);
    await system.start('worker');
    await eventually(async () => {
      const { body } = await system.call<{ items: Receipt[] }>(creditor, 'GET', '/api/v1/deliveries');
      expect(body.items).toMatchObject([{ state: 'done', rows: ROWS, refused: ROWS / 100, accepted: ROWS - ROWS / 100, placed: ROWS - ROWS / 100 }]);
    }, 360_000);
  }, 580_000);

  test('and every row has one verdict, every household one case, every case one workflow that heard each signal once', async () => {
    const signals = ROWS - ROWS / 100;
    expect(await system.sql`select count(*) as n, count(distinct line) as lines from delivery_rows`).toEqual([{ n: ROWS, lines: ROWS }]);
    expect(await count(system.sql`select count(*) as n from signals`)).toBe(signals);
    expect(await system.sql`select household_id from cases group by household_id having count(*) > 1`).toEqual([]);
    expect(await system.sql`select id from cases where seq = 0`).toEqual([]);
    expect(await system.sql`select count(*) as n, count(distinct data->>'signalId') as different from timeline where type = 'signal-received'`).toEqual([{ n: signals, different: signals }]);
    expect(await system.sql`
      select s.id from signals s where not exists (
        select 1 from timeline t where t.case_id = s.case_id and t.type = 'signal-received' and t.data->>'signalId' = s.id::text)`).toEqual([]);
    expect(await system.sql`select distinct c.phase from signals s join cases c on c.id = s.case_id where s.crisis`).toEqual([{ phase: 'triage' }]);
  });

  test('and its receipt is mailed once', async () => {
    const receipts = () => system.mail.mails.filter(({ subject }) => subject === 'Ontvangstbewijs van uw levering');
    await eventually(() => expect(receipts()).toHaveLength(1), 50_000);
    expect(await system.sql`select count(*) as n from outbox where template = 'receipt'`).toEqual([{ n: 1 }]);
    expect(receipts()).toHaveLength(1);
  });
});
