import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import type { forecastCases} from '../../src/usecases/deadlines/forecast-cases.ts';
import { MOST_CASES_A_DAY } from '../../src/usecases/deadlines/forecast-cases.ts';
import type { forecastCase } from '../../src/usecases/deadlines/forecast-case.ts';
import { insertCandidate, type TestCase } from '../../testkit/data/cases.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

type OfCase = Awaited<ReturnType<typeof forecastCase>>;
type OfMany = Awaited<ReturnType<typeof forecastCases>>;

const hengelo = '0164';
const today = localDate(new Date().toISOString());
const team = 'team-enschede';

let api: TestApi;
let made: TestCase;
let elsewhere: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await api.caseInTriage();
  elsewhere = await api.caseInTriage({ municipality: hengelo, creditors: ['zorgzeker', 'zorgzeker'] });
  await api.sql`update cases set team_id = 'team-hengelo' where id = ${elsewhere.id}`;
});
afterAll(() => api.stop());

const get = async <Body>(account: string, path: string) => (await api.call<Body>(account, 'GET', `/api/v1${path}`)).body;
const status = async (account: string, path: string) => (await api.call(account, 'GET', `/api/v1${path}`)).status;
const listed = ({ days }: OfMany) => new Set(days.flatMap(({ cases }) => cases.map(({ caseId }) => caseId)));

describe('the forecast of a case', () => {
  test('lists every moment in order, with what happens, who is told and the phase after', async () => {
    const { moments, end } = await get<OfCase>('meldpunt', `/cases/${made.id}/forecast`);
    const dueOn = await api.sql<{ kind: string; dueOn: string }[]>`select kind, due_on from deadlines where case_id = ${made.id}`;
    const due = new Map(dueOn.map((d) => [d.kind, d.dueOn]));
    expect(end).toBe('nothing-left');
    expect(moments.map(({ happenings }) => happenings.map(({ kind, deadlineKind }) => `${kind} ${String(deadlineKind)}`).join()).sort()).toEqual(
      ['breach feedback', 'breach first-visit', 'breach triage', 'warning feedback', 'warning first-visit', 'warning triage'].sort(),
    );
    expect(moments.map(({ at }) => Date.parse(at))).toEqual(moments.map(({ at }) => Date.parse(at)).sort((a, b) => a - b));
    const breach = moments.find(({ happenings }) => happenings[0]?.kind === 'breach' && happenings[0].deadlineKind === 'feedback');
    expect(breach).toMatchObject({ phase: 'triage', phaseLabel: 'Triage', happenings: [{ dueOn: due.get('feedback') }], told: [{ who: 'Team' }, { who: 'Projectleider' }] });
  });

  test('ends where it is asked to', async () => {
    const until = `${addDays(today, 1)}T00:00:00Z`;
    expect(await get<OfCase>('meldpunt', `/cases/${made.id}/forecast?until=${until}`)).toMatchObject({ end: 'horizon', until });
  });

  test('is empty while the case is paused', async () => {
    const other = await api.caseInTriage();
    await api.call('projectleider', 'POST', `/api/v1/cases/${other.id}/pause`, { reason: 'Vakantie.' });
    expect(await get<OfCase>('meldpunt', `/cases/${other.id}/forecast`)).toMatchObject({ moments: [], end: 'nothing-left' });
    expect(listed(await get<OfMany>('meldpunt', '/forecast')).has(other.id)).toBe(false);
  });
});

describe('the forecast over many cases', () => {
  test('holds each moment of the coming weeks on its local day, and the counts agree', async () => {
    const ofCase = await get<OfCase>('meldpunt', `/cases/${made.id}/forecast?until=${addDays(today, 27)}T22:00:00Z`);
    const { days, until } = await get<OfMany>('meldpunt', '/forecast?weeks=4');
    expect(until).toBe(addDays(today, 27));
    const own = days.flatMap(({ date, cases }) => cases.filter(({ caseId }) => caseId === made.id).map(({ at }) => ({ date, at })));
    expect(own).toEqual(ofCase.moments.map(({ at }) => ({ date: localDate(at), at })));
    for (const { counts, cases } of days) expect(Object.values(counts).reduce((a, b) => a + b)).toBe(cases.flatMap(({ happenings }) => happenings).length);
    expect(days.map(({ date }) => date)).toEqual(days.map(({ date }) => date).sort());
  });

  test('is that of a team, or of a municipality', async () => {
    expect([...listed(await get<OfMany>('meldpunt', `/teams/${team}/forecast`))]).toEqual([made.id]);
    expect(await get<OfMany>('meldpunt', `/teams/${team}/forecast`)).toMatchObject({ team: { id: team, name: 'Team Enschede' }, cases: 1 });
    expect([...listed(await get<OfMany>('meldpunt', `/forecast?municipality=${hengelo}`))]).toEqual([elsewhere.id]);
    expect([...listed(await get<OfMany>('meldpunt', '/forecast'))].sort()).toEqual([made.id, elsewhere.id].sort());
  });

  test('stays within what an account may see', async () => {
    expect([...listed(await get<OfMany>('medewerker-hengelo', '/forecast'))]).toEqual([elsewhere.id]);
    expect(await status('medewerker-hengelo', `/teams/${team}/forecast`)).toBe(404);
    expect(await status('medewerker-hengelo', `/cases/${made.id}/forecast`)).toBe(404);
    expect(await status('meldpunt', '/teams/nobody/forecast')).toBe(404);
    expect(await status('schuldeiser-woongoed-twente', '/forecast')).toBe(403);
    expect(await status('meldpunt', '/forecast?weeks=200')).toBe(400);
  });

  test('lists no more cases a day than can be looked through, and counts the rest', async () => {
    const [{ state } = { state: null }] = await api.sql<{ state: object }[]>`select state from cases where id = ${elsewhere.id}`;
    for (let n = 0; n < MOST_CASES_A_DAY + 5; n++) {
      const { id } = await insertCandidate(api.sql, { municipality: hengelo, creditors: ['zorgzeker'] });
      await api.sql`update cases set phase = 'triage', state = ${api.sql.json({ ...state, caseId: id })} where id = ${id}`;
    }
    const { days, cases } = await get<OfMany>('meldpunt', `/forecast?municipality=${hengelo}`);
    expect(cases).toBe(MOST_CASES_A_DAY + 6);
    const full = days.find(({ counts }) => counts.breach === MOST_CASES_A_DAY + 6);
    expect([full?.cases.length, full?.more]).toEqual([MOST_CASES_A_DAY, 6]);
  });
});
