import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { settleCase } from '../../src/usecases/records/settle-case.ts';
import { verifyCase } from '../../src/usecases/records/verify-case.ts';
import { applyMatchList } from '../../src/usecases/rounds/apply-match-list.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { insertCandidate, match, roundId, startCandidate } from '../../testkit/data/cases.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
}, 120_000);
afterAll(() => api.stop());

const sources = () => ({ sql: api.sql, temporal: api.environment.client });
const seqOf = async (id: string) => (await api.sql<{ seq: number }[]>`select seq from cases where id = ${id}`)[0]?.seq ?? 0;

/** As a task leaves it that stored its step and died. */
async function storeLostStep(id: string): Promise<number> {
  await api.sql`update cases set seq = seq + 1 where id = ${id}`;
  const seq = await seqOf(id);
  await api.sql`
    insert into timeline (case_id, seq, key, at, command_id, type, data, actor_id, actor_role)
    select case_id, ${seq}, ${`${seq}.lost`}, at, 'lost', type, data, actor_id, actor_role from timeline where case_id = ${id} and seq is not null order by id desc limit 1`;
  return seq;
}

describe('a step that Postgres has and the history not', () => {
  test('is taken back when its task was lost', async () => {
    const { id } = await api.caseInTriage();
    const lost = await storeLostStep(id);
    expect(await settleCase(sources(), id)).toBe(true);
    expect(await seqOf(id)).toBe(lost - 1);
    expect(await settleCase(sources(), id)).toBe(false);
  }, 60_000);

  test('stays when a worker takes it anew meanwhile: its task ends in a moment', async () => {
    const { id } = await api.caseInTriage();
    const lost = await storeLostStep(id);
    const takeAnew = async () => api.sql`update timeline set at = at + interval '1 second' where case_id = ${id} and seq = ${lost}`;
    expect(await settleCase(sources(), id, takeAnew)).toBe(true);
    expect(await seqOf(id)).toBe(lost);
  }, 60_000);
});

test('a household whose match the history holds and Postgres lost is caught up before its round is applied', async () => {
  const made = await insertCandidate(api.sql);
  const { id } = made;
  await startCandidate(api.environment.client, api.taskQueue, api.sql, made);
  const [before] = await api.sql`select * from cases where id = ${id}`;
  const seq = await seqOf(id);
  await match(api.environment.client, api.sql, made);
  const matched = await api.sql`select type, data from timeline where case_id = ${id} order by seq, key`;
  // As if the step had been taken back while its task was about to end.
  await api.sql`delete from timeline where case_id = ${id} and seq > ${seq}`;
  await api.sql`delete from deadlines where case_id = ${id}`;
  await api.sql`delete from case_facts where case_id = ${id}`;
  await api.sql`update cases set ${api.sql({ phase: before?.['phase'] as string, seq, state: api.sql.json(before?.['state'] as never), teamId: null, matchedAt: null, nextDueOn: null, nextDueKind: null })} where id = ${id}`;
  await api.sql`update signals set state = 'pending', reason = null, decided_at = null where case_id = ${id}`;
  await api.sql`update signals set placed_at = now() where case_id = ${id}`;
  await api.sql`insert into match_decisions (round_id, signal_id, case_id, outcome, new_case) select ${roundId}, id, case_id, 'in-case', true from signals where case_id = ${id}`;

  const told = await applyMatchList({ sql: api.sql, keys: api.keys, temporal: api.environment.client, config: { taskQueue: api.taskQueue } }, { roundId, limit: 10, at: new Date().toISOString() });
  expect(told).toEqual({ left: 0 });
  expect(await api.sql`select state from signals where case_id = ${id}`).toEqual(made.signalIds.map(() => ({ state: 'in-case' })));
  expect(await api.sql`select type, data from timeline where case_id = ${id} order by seq, key`).toEqual(matched);
  expect(await verifyCase(sources(), id)).toEqual({ differences: [], isInFlight: false });
}, 60_000);
