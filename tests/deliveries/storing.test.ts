import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connections, Sql } from '../../src/db/connect.ts';
import { addSignal } from '../../src/domain/case/signals/intake.ts';
import { recordOf } from '../../src/domain/case/record.ts';
import { newCase } from '../../src/domain/case/state.ts';
import { newStep } from '../../src/domain/case/step.ts';
import { casePolicySchema, twentePolicy } from '../../src/domain/planning/policy.ts';
import { findReceipt, rowVerdicts } from '../../src/db/queries/deliveries/deliveries.ts';
import { roundForDelivery } from '../../src/usecases/deliveries/round-for-delivery.ts';
import { makeMatchList } from '../../src/usecases/rounds/make-match-list.ts';
import { finishDelivery } from '../../src/usecases/deliveries/finish-delivery.ts';
import type { KeyStore } from '../../src/privacy/key-store.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { storeCaseRecord } from '../../src/usecases/records/store-case-record.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { places } from '../../testkit/data/places.ts';
import { file, openRoundRow, receive, receiveAndStore, store, verdicts } from './support.ts';

const earlier = '2026-03-02T09:00:00.000Z';
const later = '2026-03-02T09:00:01.000Z';
const lone = '\ud83d';
const desk = { id: 'meldpunt', role: 'desk', municipalityCode: null, teamId: null, creditorId: null } as const;

describe('what a delivery stores', () => {
  let database: TestDatabase;
  let sql: Connections;
  let stored: { sql: Sql; keys: KeyStore };
  let roundId: string;

  beforeAll(async () => {
    database = await testDatabase();
    sql = database.connect({ max: 4 });
    stored = { sql, keys: database.keys };
    await seedTwente(sql, places);
  });
  beforeEach(async () => {
    await database.owner`truncate rounds, deliveries, households, persons, cases, signals, outbox cascade`;
    roundId = await openRoundRow(sql, '2026-03');
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  const live = () => sql<{ amountCents: number }[]>`select amount_cents from signals where replaced_by is null`;
  const deliveryOf = async (id: string) => (await sql<Record<string, unknown>[]>`select state, problem, rows from deliveries where id = ${id}`)[0];

  test('a delivery that is processed after a newer one does not take its place', async () => {
    const older = await receive(stored, { roundId, bytes: file({ reference: 'R1', house: 1, amount: '100,00' }), receivedAt: earlier });
    await receiveAndStore(stored, { roundId, bytes: file({ reference: 'R1', house: 1, amount: '200,00' }), receivedAt: later });
    await store(stored, older);
    expect(await verdicts(stored, older)).toEqual(['refused newerExists']);
    expect(await live()).toEqual([{ amountCents: 20_000 }]);
  });

  test('a crisis that is in its case by its receipt is not replaced while it is on its way there', async () => {
    await receiveAndStore(stored, { roundId, bytes: file({ reference: 'R1', house: 1, crisis: 'J' }), receivedAt: earlier });
    const correction = await receiveAndStore(stored, { roundId, bytes: file({ reference: 'R1', house: 2 }), receivedAt: later });
    expect(await verdicts(stored, correction)).toEqual(['refused alreadyInCase']);
  });

  test('a crisis is taken at once though its round is closed and no other is open; ordinary arrears are not', async () => {
    await sql`update rounds set state = 'confirmed', closed_at = ${earlier}`;
    const id = await receiveAndStore(stored, { roundId, bytes: file({ reference: 'R1', house: 1, crisis: 'J' }, { reference: 'R2', house: 2 }), receivedAt: later });
    expect(await verdicts(stored, id)).toEqual(['accepted', 'refused noOpenRound']);
    expect(await sql`select on_receipt->>'outcome' as outcome from signals`).toEqual([{ outcome: 'in-case' }]);
  });

  describe('at the cut-off, 11:00 in Amsterdam', () => {
    const inTime = '2026-11-25T09:59:59.999Z';
    const tooLate = '2026-11-25T10:00:00.000Z';
    const row = (n: number, given: { warm?: string; crisis?: string } = {}) => file({ reference: `R${n}`, house: n, ...given });
    const monthsOf = async (id: string) => (await sql<{ month: string }[]>`select r.month from signals s join rounds r on r.id = s.round_id where delivery_id = ${id}`).map(({ month }) => month);
    const set = (state: string, closedAt: string | null = null) => sql`update rounds set state = ${state}, closed_at = ${closedAt} where id = 'twente-2026-11'`;
    beforeEach(async () => {
      roundId = await openRoundRow(sql, '2026-11');
      await openRoundRow(sql, '2026-12');
      await sql`update rounds set by_hand = false`;
    });

    test.each([
      ['in time, read while it is open', 'open', null, inTime, '2026-11'],
      ['in time, read after it closed', 'matching', '2026-11-25T10:00:03Z', inTime, '2026-11'],
      ['in time, read with the list made', 'proposed', '2026-11-25T10:00:03Z', inTime, '2026-11'],
      ['too late, though nobody closed it yet', 'open', null, tooLate, '2026-12'],
      ['too late, though it was closed later still', 'matching', '2026-11-25T12:00:00Z', '2026-11-25T11:00:00Z', '2026-12'],
      ['after the desk closed it early', 'matching', '2026-11-24T10:00:00Z', '2026-11-24T10:00:01Z', '2026-12'],
    ])('a file that came %s', async (_when, state, closedAt, receivedAt, month) => {
      await set(state, closedAt);
      expect(await monthsOf(await receiveAndStore(stored, { roundId, bytes: row(1), receivedAt }))).toEqual([month]);
    });

    test('a round by hand takes what came before somebody closed it, whatever its cut-off', async () => {
      await sql`update rounds set by_hand = true`;
      expect(await monthsOf(await receiveAndStore(stored, { roundId, bytes: row(1), receivedAt: '2026-11-30T10:00:00Z' }))).toEqual(['2026-11']);
      await set('proposed', '2026-12-01T10:00:00Z');
      expect(await monthsOf(await receiveAndStore(stored, { roundId, bytes: row(2), receivedAt: '2026-12-01T09:59:00Z' }))).toEqual(['2026-11']);
      expect(await monthsOf(await receiveAndStore(stored, { roundId, bytes: row(3), receivedAt: '2026-12-01T10:01:00Z' }))).toEqual(['2026-12']);
    });

    test('a late row says with which month it goes along; a warm one is not late, a crisis is taken up at once', async () => {
      const id = await receiveAndStore(stored, { roundId, bytes: Buffer.concat([row(1), ...[row(2, { warm: 'J' }), row(3, { crisis: 'J' })].map((given) => given.subarray(given.indexOf(10) + 1))]), receivedAt: tooLate });
      expect((await findReceipt(stored, desk, id))?.late).toEqual([{ month: '2026-12', rows: 1 }]);
      const shown: boolean[] = [];
      for await (const { late } of rowVerdicts(stored, id)) shown.push(late);
      expect(shown).toEqual([true, false, false]);
    });

    test('the list waits for a file that came in time and is not read yet', async () => {
      const waiting = await receive(stored, { roundId, bytes: row(1), receivedAt: inTime });
      await receive(stored, { roundId, bytes: row(2), receivedAt: tooLate });
      await set('matching', '2026-11-25T10:00:03Z');
      const make = () => makeMatchList(stored, { roundId, listVersion: 1, at: tooLate });
      await expect(make()).rejects.toThrow('1 deliveries');
      await store(stored, waiting);
      await finishDelivery(sql, waiting);
      await make();
      expect(await sql`select 1 from match_decisions`).toHaveLength(1);
    });

    test('a delivery that names no round goes to the one of now, never to a past one that is open by hand', async () => {
      await openRoundRow(sql, '2026-05');
      const named = (at: string) => roundForDelivery(sql, undefined, at);
      expect([await named(inTime), await named(tooLate)]).toEqual(['twente-2026-11', 'twente-2026-12']);
      expect(await roundForDelivery(sql, '2026-05', inTime)).toBe('twente-2026-05');
      await sql`update rounds set state = 'confirmed' where not by_hand`;
      await expect(named(inTime)).rejects.toMatchObject({ code: 'round-not-open' });
    });
  });

  test('what a case says of a signal that was replaced meanwhile changes nothing', async () => {
    await receiveAndStore(stored, { roundId, bytes: file({ reference: 'R1', house: 1 }), receivedAt: earlier });
    const [old] = await sql<{ id: string; caseId: string; creditorId: string }[]>`select id, case_id, creditor_id from signals`;
    if (old === undefined) throw new Error('no signal');
    await receiveAndStore(stored, { roundId, bytes: file({ reference: 'R1', house: 2 }), receivedAt: later });
    const state = newCase({ caseId: old.caseId, gemeentecode: '0153', policy: casePolicySchema.parse(twentePolicy), closedDays: [] });
    const step = newStep(state, { id: 'a match', at: later });
    addSignal(step, { signalId: old.id, creditorId: old.creditorId, roundId, verdict: 'in-case', reason: 'crisis', teamId: null, crisis: true, receivedAt: earlier });
    step.state.seq = 1;
    await storeCaseRecord(sql, recordOf(step));
    expect(await sql`select state, reason from signals where id = ${old.id}`).toEqual([{ state: 'dropped', reason: 'replaced' }]);
  });

  test.each([
    ['an emoji that the receipt would cut in two', 'csv', file({ reference: `${'x'.repeat(79)}😀`, house: 1 }), 'refused tooLong'],
    ['half an emoji in a wrong value', 'json', [{ reference: 'R1', lastName: 'A', postcode: lone, houseNumber: 1, amount: 5, arrearsSince: '2026-02-01' }], 'refused postcodeForm'],
    ['half an emoji in a name', 'json', [{ reference: `R${lone}`, lastName: `A${lone}`, postcode: '7512AB', houseNumber: 1, amount: 5, arrearsSince: '2026-02-01' }], 'accepted'],
    ['NUL in a name', 'json', [{ reference: 'R\0', lastName: 'A\0', postcode: '7512AB', houseNumber: 1, amount: 5, arrearsSince: '2026-02-01' }], 'accepted'],
  ] as const)('%s does not hold the delivery up', async (_what, format, content, verdict) => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const id = await receiveAndStore(stored, { roundId, bytes, format });
    expect(await verdicts(stored, id)).toEqual([verdict]);
  });

  test('a reference with half an emoji is known again in a later delivery', async () => {
    const row = { reference: `R${lone}`, lastName: 'A', postcode: '7512AB', houseNumber: 1, amount: 5, arrearsSince: '2026-02-01' };
    const send = (amount: number) => receiveAndStore(stored, { roundId, format: 'json', bytes: Buffer.from(JSON.stringify([{ ...row, amount }])) });
    expect(await verdicts(stored, await send(5))).toEqual(['accepted']);
    expect(await verdicts(stored, await send(6))).toEqual(['replaced']);
  });

  test('NUL and half an emoji in a name of a field do not keep the receipt from saying what is wrong', async () => {
    const bytes = Buffer.from(JSON.stringify([{ reference: 'R1', [`reference${lone}\0`]: 'R2' }]));
    const id = await receive(stored, { roundId, bytes, format: 'json' });
    expect(await store(stored, id)).toBe('unreadable');
    expect(await findReceipt(stored, desk, id)).toMatchObject({ state: 'unreadable', problem: { code: 'duplicate-column', header: ['reference', 'reference\ufffd'] } });
  });

  test('a worker that dies after it refused a file changes nothing when it tries again', async () => {
    const id = await receive(stored, { roundId, bytes: Buffer.from('Naam;Postcode\nA;B\n') });
    await store(stored, id);
    const before = await deliveryOf(id);
    expect(before).toMatchObject({ state: 'unreadable', problem: { code: 'missing-columns' } });
    await store(stored, id);
    await finishDelivery(sql, id);
    expect(await store(stored, id)).toBe('unreadable');
    expect(await deliveryOf(id)).toEqual(before);
    expect(await sql`select 1 from delivery_chunks`).toHaveLength(0);
  });

  test('a file that breaks off is unreadable as a whole: it is read to its end before a row of it counts', async () => {
    const row = (n: number) => JSON.stringify({ reference: `R${n}`, lastName: 'A', postcode: '7512AB', houseNumber: n, amount: 5, arrearsSince: '2026-02-01' });
    const rows = Array.from({ length: 1200 }, (_, n) => row(n + 1));
    const id = await receive(stored, { roundId, format: 'json', bytes: Buffer.from(`[${rows.join(',')}, oeps`) });
    expect(await store(stored, id)).toBe('unreadable');
    expect(await deliveryOf(id)).toMatchObject({ state: 'unreadable', rows: 0, problem: { code: 'not-json' } });
  });

  test('the same file twice at once is one delivery', async () => {
    const bytes = file({ reference: 'R1', house: 1 });
    const ids = await Promise.all([1, 2, 3].map(() => receive(stored, { roundId, bytes })));
    expect(new Set(ids).size).toBe(1);
    expect(await sql`select id from deliveries`).toEqual([{ id: ids[0] }]);
  });
});
