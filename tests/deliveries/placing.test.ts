import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reserveHousehold } from '../../src/db/queries/cases/case-rows.ts';
import { registerSchedules } from '../../src/schedules.ts';
import { placeSignals } from '../../src/usecases/signals/place-signals.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { housesAt, keepAddressBook } from '../../testkit/data/address-book.ts';
import { testDatabase } from '../../testkit/database/database.ts';
import { eventually } from '../../testkit/eventually.ts';
import { file, openRoundRow, receive, receiveAndStore } from './support.ts';

let api: TestApi;
let roundId: string;
const deps = (temporal: Client = api.environment.client) => ({ sql: api.sql, keys: api.keys, temporal, config: { taskQueue: api.taskQueue } });

let seconds = 0;
/** Each delivery comes in after the one before. */
const next = (bytes: Buffer) => ({ roundId, bytes, receivedAt: new Date(Date.UTC(2026, 2, 2) + ++seconds * 1000).toISOString() });

beforeAll(async () => {
  api = await startApi();
  roundId = await openRoundRow(api.sql, '2026-02');
  await keepAddressBook(api.owner, housesAt('7512AB', 40));
  await api.startWorker();
}, 60_000);
afterAll(() => api.stop());

const signalsOf = (reference: string) => api.sql<{ house: number; state: string; phase: string; isTakenOut: boolean }[]>`
  select b.house_number as house, s.state, c.phase, s.taken_out_at is not null as is_taken_out
  from signals s join cases c on c.id = s.case_id join households h on h.id = c.household_id join address_book b on b.address_hash = h.address_hash where s.reference = ${reference} order by s.received_at`;

describe('a signal that is replaced', () => {
  test('while it is on its way leaves the case that it has reached', async () => {
    const first = await receiveAndStore(api, next(file({ reference: 'M2', house: 1 })));
    const meanwhile = async () => {
      const correction = await receiveAndStore(api, next(file({ reference: 'M2', house: 2 })));
      expect(await placeSignals(deps(), correction)).toEqual([]);
    };
    expect(await placeSignals(deps(beforeTelling(api.environment.client, meanwhile)), first)).toEqual([]);
    expect(await signalsOf('M2')).toEqual([
      { house: 1, state: 'dropped', phase: 'closed', isTakenOut: true },
      { house: 2, state: 'pending', phase: 'candidate', isTakenOut: false },
    ]);
  });

  test('before it was on its way leaves no candidate behind', async () => {
    const first = await receiveAndStore(api, next(file({ reference: 'M2b', house: 3 })));
    const correction = await receiveAndStore(api, next(file({ reference: 'M2b', house: 4 })));
    await placeSignals(deps(), correction);
    await placeSignals(deps(), first);
    expect(await signalsOf('M2b')).toEqual([
      { house: 3, state: 'dropped', phase: 'closed', isTakenOut: true },
      { house: 4, state: 'pending', phase: 'candidate', isTakenOut: false },
    ]);
  });

  test('by one that is replaced itself leaves its case too', async () => {
    const first = await receiveAndStore(api, next(file({ reference: 'M3', house: 5 })));
    await placeSignals(deps(), first);
    const second = await receiveAndStore(api, next(file({ reference: 'M3', house: 6 })));
    const third = await receiveAndStore(api, next(file({ reference: 'M3', house: 7 })));
    await placeSignals(deps(), third);
    await placeSignals(deps(), second);
    expect(await signalsOf('M3')).toEqual([
      { house: 5, state: 'dropped', phase: 'closed', isTakenOut: true },
      { house: 6, state: 'dropped', phase: 'closed', isTakenOut: true },
      { house: 7, state: 'pending', phase: 'candidate', isTakenOut: false },
    ]);
  });
});

describe('a household that a reopening took and never used', () => {
  test('delays neither the other signals nor the receipt, and takes its signal when it is released', async () => {
    const { id } = await api.caseInTriage();
    await api.call('meldpunt', 'POST', `/api/v1/cases/${id}/close`, { because: 'paid', reason: 'Zelf betaald.' });
    await eventually(async () => expect((await api.environment.client.workflow.getHandle(`case-${id}`).describe()).status.name).toBe('COMPLETED'));
    const { body: shown } = await api.call<{ address: { postcode: string; houseNumber: number } }>('meldpunt', 'GET', `/api/v1/cases/${id}`);
    const { postcode, houseNumber: house } = shown.address;
    await keepAddressBook(api.owner, [`${postcode}-${house}`]);
    const [row] = await api.sql<{ householdId: string }[]>`select household_id from cases where id = ${id}`;
    if (row === undefined) throw new Error('no household');
    await reserveHousehold(api.sql, { id, householdId: row.householdId } as never, 'triage');

    const rows = [{ reference: 'H2', house, postcode }, { reference: 'H2b', house: 8 }];
    const { body } = await api.call<{ id: string }>('schuldeiser-woongoed-twente', 'POST', '/api/v1/deliveries?round=2026-02', file(...rows).toString(), { 'Content-Type': 'text/csv' });
    const receipt = () => api.call<{ state: string; placed: number }>('schuldeiser-woongoed-twente', 'GET', `/api/v1/deliveries/${body.id}`);
    await eventually(async () => expect((await receipt()).body).toMatchObject({ state: 'done', accepted: 2, placed: 1 }), 20_000);

    await api.sql`update cases set reserved_at = now() - interval '2 minutes' where id = ${id}`;
    await eventually(async () => expect((await receipt()).body).toMatchObject({ placed: 2 }), 20_000);
    expect(await signalsOf('H2')).toMatchObject([{ house, state: 'pending', phase: 'candidate' }]);
    expect(await api.sql`select phase from cases where id = ${id}`).toEqual([{ phase: 'closed' }]);
  }, 60_000);

  test('is not released while a run of the case is open, which may still do the reopening', async () => {
    const { id } = await api.caseInTriage();
    await api.sql`update cases set state = jsonb_set(state, '{phase}', '"closed"'), reserved_at = now() - interval '2 minutes' where id = ${id}`;
    await api.environment.client.workflow.execute('resumeDeliveriesWorkflow', { taskQueue: api.taskQueue, workflowId: `resume-${randomUUID()}` });
    expect(await api.sql`select phase from cases where id = ${id}`).toEqual([{ phase: 'triage' }]);
  });
});

describe('a delivery that nobody works on, because the API died', () => {
  test('is taken up by the engine’s own schedule, once', async () => {
    const id = await receive(api, next(file({ reference: 'M6', house: 9 })));
    const fresh = await receive(api, { ...next(file({ reference: 'M6b', house: 9 })), receivedAt: new Date().toISOString() });
    const empty = await testDatabase();
    const noRegions = empty.connect({ max: 1 });
    await registerSchedules({ ...deps(), sql: noRegions });
    await registerSchedules({ ...deps(), sql: noRegions });
    const schedule = api.environment.client.schedule.getHandle(`resume-deliveries-${api.taskQueue}`);
    const stateOf = async (delivery: string) => (await api.sql<{ state: string }[]>`select state from deliveries where id = ${delivery}`)[0]?.state;
    try {
      await schedule.trigger();
      await eventually(async () => expect(await stateOf(id)).toBe('done'));
      expect(await stateOf(fresh)).toBe('processing');
      await api.sql`update deliveries set state = 'processing' where id = ${id}`;
      const { runId } = await api.environment.client.workflow.getHandle(`delivery-${id}`).describe();
      await api.environment.client.workflow.execute('resumeDeliveriesWorkflow', { taskQueue: api.taskQueue, workflowId: `resume-${randomUUID()}` });
      expect((await api.environment.client.workflow.getHandle(`delivery-${id}`).describe()).runId).toBe(runId);
    } finally {
      await schedule.delete();
      await noRegions.end();
      await empty.drop();
    }
  });
});

/** A client that does something else first, once, when it is asked to tell a signal. */
function beforeTelling(client: Client, meanwhile: () => Promise<void>): Client {
  let isDone = false;
  const workflow = new Proxy(client.workflow, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (key !== 'executeUpdateWithStart' || isDone) return Reflect.apply(value, target, args);
        isDone = true;
        return meanwhile().then(() => Reflect.apply(value, target, args) as unknown);
      };
    },
  });
  return new Proxy(client, { get: (target, key): unknown => (key === 'workflow' ? workflow : Reflect.get(target, key)) });
}
