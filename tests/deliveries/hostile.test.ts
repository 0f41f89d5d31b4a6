/** Files that were made to stop the system, delivered to a real one whose worker has little memory, while people work. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../testkit/eventually.ts';
import { startSystem, type System } from '../../testkit/system.ts';
import { corpus } from './hostile.ts';
import { file } from './support.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('deliveries/hostile');
const ANSWERS_WITHIN_MS = 2_000;
/** A connection that waits may be closed just when it is used again. */
const unshared = { Connection: 'close' };
const creditor = 'schuldeiser-woongoed-twente';

let system: System;
beforeAll(async () => {
  system = await startSystem({ settings: { NODE_OPTIONS: '--max-old-space-size=1024' } });
  await system.call('meldpunt', 'POST', '/api/v1/rounds', { month: MONTH, byHand: true });
}, 120_000);
afterAll(() => system.stop());

interface Receipt {
  id: string;
  state: string;
  rows: number;
  accepted: number;
  problem: { code: string; message: string; advice: string } | null;
}

const receiptOf = async (id: string) => (await system.call<Receipt>(creditor, 'GET', `/api/v1/deliveries/${id}`)).body;
const timed = async (work: () => Promise<unknown>) => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

/** What nineteen of twenty stay under: on a busy machine one may wait for a processor. */
const most = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Infinity;

/** A connection that breaks while it is written to says nothing of the other side; one that is refused does. */
async function asked(address: string): Promise<Response> {
  return fetch(address, { headers: unshared }).catch((error: unknown) => {
    if (error instanceof Error && (error.cause as { code?: string } | undefined)?.code === 'EPIPE') return fetch(address, { headers: unshared });
    throw error;
  });
}

describe('while hostile files are read', () => {
  const took = { health: [] as number[], cases: [] as number[] };
  let watching = true;

  async function watch(caseId: string): Promise<void> {
    for (let n = 0; watching; n += 1) {
      for (const address of Object.values(system.health)) took.health.push(await timed(async () => expect((await asked(address)).status).toBe(200)));
      const note = system.call('meldpunt', 'POST', `/api/v1/cases/${caseId}/${n % 2 === 0 ? 'pause' : 'resume'}`, { reason: 'Even wachten.' }, unshared);
      took.cases.push(await timed(async () => expect((await note).status).toBe(200)));
    }
  }

  test('health answers within two seconds, cases take what is done, and each file has its receipt', async () => {
    await system.call(creditor, 'POST', `/api/v1/deliveries?round=${MONTH}`, file({ reference: 'H1', house: 1, amount: '500,00', crisis: 'J' }));
    const [found] = await eventually(async () => {
      const cases = await system.sql<{ id: string }[]>`select id from cases where phase = 'triage'`;
      expect(cases).toHaveLength(1);
      return cases;
    }, 60_000);
    // Made before anybody looks at the clock: making them takes this process longer than reading them takes the other.
    const made = corpus.map(({ what, type, make }) => ({ what, type, bytes: make() }));
    const watched = watch(found?.id ?? '');
    const received: { what: string; id: string }[] = [];
    for (const { what, type, bytes } of made) {
      const { status, body } = await system.call<Receipt>(creditor, 'POST', `/api/v1/deliveries?round=${MONTH}`, bytes, { 'Content-Type': type });
      // What is no file at all is refused at once.
      expect([201, 202, 413, 422]).toContain(status);
      if (status < 300) received.push({ what, id: body.id });
    }
    const outcomes = await eventually(async () => {
      const receipts = await Promise.all(received.map(async ({ what, id }) => ({ what, ...(await receiptOf(id)) })));
      expect(receipts.filter(({ state }) => state === 'processing').map(({ what }) => what)).toEqual([]);
      return receipts;
    }, 300_000);
    watching = false;
    await watched;
    expect(outcomes.filter(({ problem }) => problem?.code === 'too-much').map(({ what }) => what)).toEqual([]);
    for (const { state, problem } of outcomes) if (state === 'unreadable') expect(problem).toMatchObject({ message: expect.stringMatching(/\.$/), advice: expect.stringMatching(/\.$/) });
    expect(took.health.length).toBeGreaterThan(20);
    expect(most(took.health)).toBeLessThan(ANSWERS_WITHIN_MS);
    expect(most(took.cases)).toBeLessThan(10_000);
    // A main thread that reads a hostile file is blocked for a minute and more.
    expect(Math.max(...took.health)).toBeLessThan(20_000);
  }, 580_000);
});
