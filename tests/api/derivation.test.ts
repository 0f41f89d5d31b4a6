import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, endOfDay, localDate } from '../../src/domain/time/dates.ts';
import { startDeadline } from '../../src/domain/deadlines/deadline.ts';
import { systemCalendar } from '../../src/domain/time/calendar.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import type { deriveDeadline } from '../../src/usecases/deadlines/derive-deadline.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { roundId, type TestCase } from '../../testkit/data/cases.ts';

type Derived = Awaited<ReturnType<typeof deriveDeadline>>;

let api: TestApi;
let made: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await api.caseInTriage();
});
afterAll(() => api.stop());

const deadlineId = async (kind: string) => (await api.sql<{ id: string }[]>`select id from deadlines where case_id = ${made.id} and kind = ${kind}`)[0]?.id ?? '';
const derive = async (id: string, account = 'meldpunt') => (await api.call<Derived>(account, 'GET', `/api/v1/deadlines/${id}/derivation`)).body;
const act = async (action: string, data: object, reason: string) => {
  const { status } = await api.call('projectleider', 'POST', `/api/v1/cases/${made.id}/${action}`, { ...data, reason });
  expect(status).toBe(200);
};

describe('why a deadline falls on its day', () => {
  test('is told from the event that started it, with the timeline, the history and what it rests on', async () => {
    const derived = await derive(await deadlineId('feedback'));
    const [event] = await api.sql<{ id: string }[]>`select id::text from timeline where case_id = ${made.id} and type = 'matched'`;
    expect(derived).toMatchObject({ caseId: made.id, agrees: true, policyVersion: 'twente-1', startedBy: { id: `match-${roundId}`, event: { id: event?.id, type: 'matched', actor: { role: 'system' } } } });
    expect(derived.sentence).toMatch(/^Uiterlijk \w+ \d+ \w+ \d{4}: 28 werkdagen na de sluiting van de ronde op /);
    expect(derived.basis.map(({ source }) => source)).toEqual(expect.arrayContaining(['policy', 'process', 'agreement']));
    const { body: history } = await api.call<{ runs: { runId: string; steps: { name: string; eventIds: number[] }[] }[] }>('meldpunt', 'GET', `/api/v1/cases/${made.id}/history`);
    const step = history.runs[0]?.steps.find(({ name }) => name === 'applyMatch');
    expect(derived.startedBy.history).toMatchObject({ runId: history.runs[0]?.runId, eventIds: step?.eventIds });
  });

  test('tells each pause, resumption and extension with who did it and why', async () => {
    const id = await deadlineId('triage');
    await act('pause', {}, 'Wacht op de bewindvoerder.');
    const paused = await derive(id);
    expect([paused.agrees, paused.state, paused.derived.remaining]).toEqual([true, 'paused', 5]);
    expect(paused.sentence).toMatch(/^Staat stil met nog 5 werkdagen over/);
    await act('resume', {}, 'Er is antwoord.');
    const later = addDays((await derive(id)).dueOn, 10);
    await act('extend-deadline', { deadlineId: id, dueOn: later }, 'Meer tijd nodig.');
    const derived = await derive(id);
    expect(derived).toMatchObject({ agrees: true, dueOn: later, derived: { dueOn: later } });
    expect(derived.steps.map(({ kind, actor, reason }) => [kind, actor?.id ?? null, reason])).toEqual([
      ['started', 'system', null],
      ['counted', null, null],
      ['paused', 'projectleider', 'Wacht op de bewindvoerder.'],
      ['resumed', 'projectleider', 'Er is antwoord.'],
      ['extended', 'projectleider', 'Meer tijd nodig.'],
      ['due', null, null],
    ]);
  });

  test('says so when the date that is kept is not the one that follows', async () => {
    const id = await deadlineId('first-visit');
    const kept = await derive(id);
    await api.sql`
      update cases set state = jsonb_set(state, '{deadlines}', (
        select jsonb_agg(case when d->>'id' = ${id} then d || '{"dueOn": "2099-01-01"}' else d end) from jsonb_array_elements(state->'deadlines') d)) where id = ${made.id}`;
    expect(await derive(id)).toMatchObject({ agrees: false, dueOn: '2099-01-01', derived: { dueOn: kept.dueOn } });
  });

  test('is told of what a command started by itself', async () => {
    const other = await api.caseInTriage();
    await api.call('meldpunt', 'POST', `/api/v1/cases/${other.id}/go`, {});
    const today = localDate(new Date().toISOString());
    await api.call('medewerker-enschede', 'POST', `/api/v1/cases/${other.id}/record-attempt`, { kind: 'visit', outcome: 'nobody-home', date: today, partOfDay: 'morning' });
    const [next] = await api.sql<{ id: string; startedBy: string }[]>`select id, started_by from deadlines where case_id = ${other.id} and kind = 'next-visit'`;
    const derived = await derive(next?.id ?? '');
    expect(derived.startedBy).toMatchObject({ id: next?.startedBy, event: { type: 'attempt', actor: { id: 'medewerker-enschede' } } });
    expect(derived.startedBy.history?.eventIds.length).toBeGreaterThan(0);
    expect(derived.sentence).toContain('5 werkdagen na het vorige bezoek op');
  });

  test("is told of a round's deadline too", async () => {
    const d = startDeadline({ id: `${roundId}.match-result`, kind: 'match-result', rule: twentePolicy.deadlines['match-result'], from: '2026-10-25T10:00:00Z', by: 'round-closed' }, systemCalendar);
    const { id, kind, owner, state, term, startedAt, dueOn, dueBefore, warnsAt } = d;
    await api.sql`insert into deadlines ${api.sql({ id, roundId, kind, owner, state, term: term as never, startedAt, dueOn, dueBefore, warnsAt, seq: 1 })}`;
    const derived = await derive(id);
    expect(derived).toMatchObject({ agrees: true, roundId, link: `/api/v1/rounds/${roundId}`, dueOn: '2026-10-27', startedBy: { event: null, history: null } });
    expect(derived.sentence).toBe('Uiterlijk dinsdag 27 oktober 2026: 2 werkdagen na de sluiting van de ronde op 25 oktober 2026.');
    expect(Date.parse(derived.derived.dueBefore)).toBe(Date.parse(endOfDay('2026-10-27')));
  });

  test('is not for another municipality, nor for a creditor', async () => {
    const id = await deadlineId('feedback');
    const status = async (account: string, of = id) => (await api.call(account, 'GET', `/api/v1/deadlines/${of}/derivation`)).status;
    expect([await status('medewerker-enschede'), await status('medewerker-hengelo'), await status('schuldeiser-woongoed-twente'), await status('meldpunt', 'unknown.1')]).toEqual([200, 404, 403, 404]);
  });
});
