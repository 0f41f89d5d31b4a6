import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { settleCase } from '../../src/usecases/records/settle-case.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

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
