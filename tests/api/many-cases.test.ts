import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { caseDetail } from '../../api/schemas/case.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

type Case = z.infer<typeof caseDetail>;
const desk = 'meldpunt';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

const read = async (id: string) => (await api.call<Case>(desk, 'GET', `/api/v1/cases/${id}`)).body;
const act = (account: string, id: string, action: string) => api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, {});

describe('many cases at once', () => {
  interface Outcomes {
    done: number;
    refused: number;
    outcomes: { caseId: string; done: boolean; problem: { code: string } | null }[];
  }

  test('are decided in triage: each outcome is told, and the request can be repeated and undone', async () => {
    const cases = await Promise.all([api.caseInTriage(), api.caseInTriage(), api.caseInTriage()]);
    const [first, second, third] = cases.map(({ id }) => id);
    await act(desk, String(third), 'go');
    const decide = () => api.call<Outcomes>(desk, 'POST', '/api/v1/triage-decisions', { caseIds: [first, second, third], decision: 'no-go', because: 'known' }, { 'Idempotency-Key': `batch-${String(first)}` });
    const decided = await decide();
    expect(decided.body.outcomes.map(({ done, problem }) => [done, problem?.code])).toEqual([[true, undefined], [true, undefined], [false, 'action-refused']]);
    expect((await read(String(first))).held?.decision).toBe('no-go');
    expect((await decide()).body.done).toBe(2);
    const undone = await api.call<Outcomes>(desk, 'POST', '/api/v1/triage-decisions/undo', { caseIds: [first] });
    expect([undone.body.done, (await read(String(first))).held]).toEqual([1, null]);
  });

  test('are reassigned, paused and resumed, each undone by its opposite', async () => {
    const cases = await Promise.all([api.caseInTriage(), api.caseInTriage()]);
    const ids = cases.map(({ id }) => id);
    const many = (action: string, body: object) => api.call<Outcomes>('projectleider', 'POST', `/api/v1/many-cases/${action}`, { reason: 'Vakantie.', ...body });
    const owners = async () => Promise.all(ids.map(async (id) => (await read(id)).caseworkerId));
    const caseworkerId = 'medewerker-enschede';
    expect((await many('reassign', { caseIds: [...ids, ...ids], teamId: 'team-enschede', caseworkerId })).body).toMatchObject({ done: 2, refused: 0 });
    expect(await owners()).toEqual([caseworkerId, caseworkerId]);
    await many('reassign', { each: [{ caseId: ids[0], teamId: 'team-enschede' }, { caseId: ids[1], teamId: 'team-enschede', caseworkerId }] });
    expect(await owners()).toEqual([null, caseworkerId]);
    await many('pause', { caseIds: ids });
    expect((await many('pause', { caseIds: ids })).body.outcomes.map(({ problem }) => problem?.code)).toEqual(['action-refused', 'action-refused']);
    expect((await many('resume', { caseIds: [ids[0]] })).body.done).toBe(1);
    expect(await Promise.all(ids.map(async (id) => (await read(id)).paused))).toEqual([false, true]);
  });

  test('have their deadlines extended, several of one case beside each other; a text that is no deadline is refused', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    const running = (await read(id)).deadlines.filter(({ endedAt }) => endedAt === null).map((deadline) => deadline.id);
    expect(running.length).toBeGreaterThan(0);
    const dueOn = addDays(localDate(new Date().toISOString()), 90);
    const extended = await api.call<Outcomes>('projectleider', 'POST', '/api/v1/many-cases/extend-deadline', { deadlineIds: running, dueOn, reason: 'Vakantie.' });
    expect(extended.body).toMatchObject({ done: running.length, refused: 0 });
    expect((await read(id)).deadlines.filter(({ id: one }) => running.includes(one)).map((deadline) => deadline.dueOn)).toEqual(running.map(() => dueOn));
    expect((await api.call<{ errors: { field: string }[] }>('projectleider', 'POST', '/api/v1/many-cases/extend-deadline', { deadlineIds: ['0'.repeat(36) + '.0'], dueOn, reason: 'x' })).body).toMatchObject({ status: 400 });
  });
});
