/** Visits over teams and days: what there is room for, what is planned, and what the day of visits shows of it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { visitDay, visitPlanning } from '../../api/schemas/worklist.ts';
import { systemCalendar } from '../../src/domain/time/calendar.ts';
import { addDays, localDate, type LocalDate } from '../../src/domain/time/dates.ts';
import { weekOf } from '../../src/domain/planning/visits.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

type Planning = z.infer<typeof visitPlanning>;
type VisitDay = z.infer<typeof visitDay>;
interface Many {
  done: number;
  outcomes: { caseId: string; done: boolean; problem: { code: string; detail: string } | null }[];
}

const [desk, worker, team] = ['meldpunt', 'medewerker-enschede', 'team-enschede'];
const today = localDate(new Date().toISOString());
/** In a week of its own, far enough for nothing else of these tests. */
const day = systemCalendar.addWorkingDays(addDays(today, 21), 1);
const next = systemCalendar.addWorkingDays(day, 1);

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

const planning = async (date: LocalDate, account = desk) => (await api.call<Planning>(account, 'GET', `/api/v1/planning?week=${weekOf(date)}&team=${team}`)).body;
const onDay = async (date: LocalDate) => (await planning(date)).teams[0]?.days.find((one) => one.date === date);
const plan = async (cases: object[], more: object = {}, key: string = randomUUID()) => (await api.call<Many>(desk, 'POST', '/api/v1/planned-visits', { cases, ...more }, { 'Idempotency-Key': key })).body;
const undo = async (caseIds: string[], key: string = randomUUID()) => (await api.call<Many>(desk, 'POST', '/api/v1/planned-visits/undo', { caseIds }, { 'Idempotency-Key': key })).body;
const reasons = ({ outcomes }: Many) => outcomes.map(({ problem }) => problem?.detail ?? null);
const owner = async (id: string) => (await api.call<{ teamId: string | null; caseworkerId: string | null }>(desk, 'GET', `/api/v1/cases/${id}`)).body;
const act = async (account: string, id: string, action: string, body: object = {}) => expect([action, (await api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, body)).status]).toEqual([action, 200]);

async function toVisit(): Promise<string> {
  const { id } = await api.caseInTriage();
  await act(desk, id, 'go');
  return id;
}

describe('planning visits', () => {
  test('puts many on a day at once for a team and a caseworker, each with an outcome; the week and the day of visits show it', async () => {
    const ids = [await toVisit(), await toVisit()];
    const { id: waiting } = await api.caseInTriage();
    expect((await planning(day)).unplanned.filter(({ id }) => ids.includes(id))).toMatchObject([{ street: 'Hoofdstraat', address: { postcode: '7512BM' }, visitNumber: 1, nextDueLabel: 'Eerste bezoek', plannedOn: null }, {}]);
    const answer = await plan([...ids, waiting, randomUUID()].map((caseId) => ({ caseId, date: day, teamId: team, caseworkerId: worker })));
    expect(reasons(answer)).toEqual([null, null, 'Deze zaak is niet in de fase van het bezoek.', 'Deze zaak bestaat niet, of is niet van u.']);
    expect(await owner(ids[0] ?? '')).toMatchObject({ teamId: team, caseworkerId: worker });
    expect((await onDay(day))?.visits.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect((await planning(day)).unplanned.filter(({ id }) => ids.includes(id))).toEqual([]);
    const other = await toVisit();
    await plan([{ caseId: other, date: next, teamId: team, caseworkerId: worker }]);
    const free = await toVisit();
    await act(desk, free, 'reassign', { teamId: team, reason: 'x' });
    const { stops } = (await api.call<VisitDay>(worker, 'GET', `/api/v1/visits?date=${day}`)).body;
    const mine = stops.filter(({ id }) => [...ids, other, free].includes(id));
    expect(mine.map(({ plannedOn }) => plannedOn)).toEqual([day, day, null, next]);
    const { events } = (await api.call<{ events: { sentence: string; type: string }[] }>(worker, 'GET', `/api/v1/cases/${ids[0] ?? ''}/timeline`)).body;
    expect(events.find(({ type }) => type === 'visit-planned')?.sentence).toMatch(/^Bezoek gepland op \d+ \w+ \d{4}, door Demo Medewerker Enschede\.$/);
  });

  test('is done once under a key, and undone with team and caseworker as they were, until somebody visits', async () => {
    const id = await toVisit();
    await act(desk, id, 'reassign', { teamId: team, reason: 'x' });
    const key = randomUUID();
    const one = [{ caseId: id, date: day, caseworkerId: worker }];
    for (let n = 0; n < 2; n++) expect((await plan(one, {}, key)).done).toBe(1);
    expect(await api.sql`select 1 from planned_visits where case_id = ${id}`).toHaveLength(1);
    await plan([{ caseId: id, date: next }]);
    const undoing = randomUUID();
    for (let n = 0; n < 2; n++) expect((await undo([id], undoing)).done).toBe(1);
    expect((await onDay(day))?.visits.map((visit) => visit.id)).toContain(id);
    expect((await undo([id])).done).toBe(1);
    expect(await owner(id)).toMatchObject({ teamId: team, caseworkerId: null });
    expect((await onDay(day))?.visits.map((visit) => visit.id)).not.toContain(id);
    await plan(one);
    await act(worker, id, 'record-attempt', { kind: 'visit', outcome: 'nobody-home', date: today, partOfDay: 'morning' });
    expect(reasons(await undo([id]))).toEqual([expect.stringContaining('er is intussen bezocht')]);
    expect((await planning(day)).unplanned.find((visit) => visit.id === id)).toMatchObject({ visitNumber: 2, triedPartsOfDay: ['morning'], plannedOn: null });
  });

  test('beyond what a team can make, by who is there, must be meant', async () => {
    const full = systemCalendar.addWorkingDays(next, 3);
    const set = (visitsADay: number, validFrom: LocalDate) => api.call(desk, 'PUT', `/api/v1/teams/${team}/capacity`, { visitsADay, validFrom });
    expect((await set(2, full)).status).toBe(200);
    const ids = [await toVisit(), await toVisit(), await toVisit()];
    const wanted = ids.map((caseId) => ({ caseId, date: full, teamId: team, caseworkerId: worker }));
    expect(reasons(await plan(wanted.slice(0, 2)))).toEqual([null, null]);
    expect(await onDay(full)).toMatchObject({ capacity: 2, left: 0, people: 1 });
    expect(reasons(await plan(wanted.slice(2)))).toEqual([expect.stringMatching(/plaats voor 2 bezoeken, en die dag is vol\. Kies een andere dag, of stuur evenSo/)]);
    expect(await owner(ids[2] ?? '')).toMatchObject({ caseworkerId: null });
    expect(reasons(await plan(wanted.slice(2), { evenSo: true }))).toEqual([null]);
    expect(await onDay(full)).toMatchObject({ capacity: 2, left: -1 });
    const { body } = await api.call<{ id: string }>(desk, 'POST', '/api/v1/absences', { caseworkerId: worker, firstDay: full, lastDay: full });
    expect(await onDay(full)).toMatchObject({ capacity: 0, left: -3, absent: [{ absenceId: body.id, caseworkerId: worker }] });
    expect(reasons(await plan([{ caseId: ids[2] ?? '', date: full, caseworkerId: worker }]))).toEqual([expect.stringMatching(/^Deze medewerker is die dag afwezig\. /)]);
    expect((await api.call(desk, 'DELETE', `/api/v1/absences/${body.id}`)).status).toBe(200);
    expect(await onDay(full)).toMatchObject({ capacity: 2, absent: [] });
    expect((await set(2, addDays(today, -1))).body.errors).toMatchObject([{ field: 'validFrom', rule: 'not-past' }]);
    expect((await set(2, addDays(today, 1000))).body.errors).toMatchObject([{ field: 'validFrom', rule: 'not-too-far' }]);
  });

  test('is not for the past, nor years ahead; a day off must be meant, as an appointment on it', async () => {
    const id = await toVisit();
    const sunday = addDays(today, 7 - (new Date(`${today}T12:00:00Z`).getUTCDay() || 7) + 7);
    const wanted = (date: LocalDate) => [{ caseId: id, date, teamId: team }];
    expect(reasons(await plan(wanted(addDays(today, -1))))).toEqual([expect.stringContaining('al geweest')]);
    expect(reasons(await plan(wanted('2029-12-25')))).toEqual([expect.stringContaining('dertien weken')]);
    expect(reasons(await plan(wanted(sunday)))).toEqual([expect.stringContaining('(zondag)')]);
    expect(reasons(await plan(wanted(sunday), { evenSo: true }))).toEqual([null]);
    expect((await planning(sunday)).teams[0]?.days.map(({ date, closure }) => [date, closure])).toContainEqual([sunday, 'zondag']);
    const meet = (date: LocalDate, more: object = {}) => api.call(worker, 'POST', `/api/v1/cases/${id}/plan-appointment`, { date, time: '19:30', place: 'door', ...more });
    await act(desk, id, 'reassign', { teamId: team, caseworkerId: worker, reason: 'x' });
    expect((await meet('2029-12-25')).body.errors).toMatchObject([{ field: 'date', rule: 'not-too-far' }]);
    expect((await meet(sunday)).body.errors).toMatchObject([{ field: 'date', rule: 'closed-day', message: expect.stringContaining('evenSo: true') }]);
    expect((await meet(sunday, { evenSo: true })).status).toBe(200);
    expect((await planning(sunday)).teams[0]?.days.find(({ date }) => date === sunday)?.visits).toMatchObject([{ id, appointment: { date: sunday, time: '19:30' } }]);
    expect(reasons(await plan(wanted(day)))).toEqual([expect.stringMatching(/^Er is al een afspraak op/)]);
  });
});

test('the planning is the desk\'s, of its own municipality', async () => {
  expect((await api.call(worker, 'GET', '/api/v1/planning')).status).toBe(403);
  const { status, body } = await api.call(desk, 'GET', '/api/v1/planning?week=2026-W54');
  expect([status, body.errors]).toEqual([400, [{ field: 'query.week', rule: 'week', message: 'Schrijf een bestaande week als 2026-W49.' }]]);
});
