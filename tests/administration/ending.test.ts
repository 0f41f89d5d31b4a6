/** The end of a team and of a creditor; who takes a creditor's cases; and what it records for the figures. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

let api: TestApi;
const today = localDate(new Date().toISOString());
const year = today.slice(0, 4);
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
}, 120_000);
afterAll(() => api.stop());

interface Kept {
  endedOn: string | null;
  pairings: { creditorId: string; teamId: string; validTo: string | null }[];
  reason: string;
  detail: string;
  cases: number;
  people: number;
  errors: { field: string; rule: string }[];
}
const call = <Body = Kept>(who: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => api.call<Body>(who, method, `/api/v1${path}`, body, headers);
const end = (what: string, validTo: string) => call('beheer', 'POST', `/${what}/end`, { validTo });

interface Team {
  municipality: string;
  team: string;
  email: string;
  people: string[];
  isPaired: boolean;
  pairedTo: string | null;
}
const teamsOf = async (who: string, creditor: string, municipality: string) => (await call<{ items: Team[] }>(who, 'GET', `/creditors/${creditor}/teams`)).body.items.filter((one) => one.municipality === municipality);

describe('a team', () => {
  beforeAll(async () => {
    await call('beheer', 'POST', '/teams', { id: 'oud-team', name: 'Oud team', email: 'oud@voorbeeld.test', municipalityCode: '0153' });
    await call('beheer', 'POST', '/accounts', { id: 'oude-hand', name: 'Oude Hand', email: 'hand@voorbeeld.test', role: 'caseworker', municipalityCode: '0153', teamId: 'oud-team' });
    await call('beheer', 'POST', '/teams/oud-team/pairings', { creditorId: 'zorgzeker', validFrom: today });
  });

  test('that is paired is what its creditor sees, by its address and the names of its people alone', async () => {
    const [paired, ...others] = await teamsOf('schuldeiser-zorgzeker', 'zorgzeker', 'Enschede');
    expect([paired, others.map(({ team, people }) => [team, people])]).toEqual([{ municipalityCode: '0153', municipality: 'Enschede', team: 'Oud team', email: 'oud@voorbeeld.test', people: ['Oude Hand'], isPaired: true, pairedFrom: today, pairedTo: null }, [['Team Enschede', ['Demo Medewerker Enschede']]]]);
    await api.sql`delete from team_creditors where creditor_id = 'domeinwonen' and team_id in (select id from teams where municipality_code = '0164')`;
    expect((await teamsOf('schuldeiser-domeinwonen', 'domeinwonen', 'Hengelo')).map(({ team, isPaired }) => [team, isPaired])).toEqual([['Team Hengelo', false]]);
    expect((await call('schuldeiser-zorgzeker', 'GET', '/creditors/oost-energie/teams')).status).toBe(403);
  });

  test('with cases and people is not ended, and what to do first is said', async () => {
    const { id } = await api.caseInTriage();
    expect((await call('meldpunt', 'POST', `/cases/${id}/reassign`, { teamId: 'oud-team', reason: 'x' })).status).toBe(200);
    const { status, body } = await end('teams/oud-team', today);
    expect([status, body.reason, body.cases, body.people]).toEqual([409, 'in-use', 1, 1]);
    expect(body.detail).toBe('Dit team is nog in gebruik: zet de lopende zaak op een ander team, en geef de medewerker een ander team, of zet hen uit dienst. Beëindig het daarna.');
    await call('meldpunt', 'POST', `/cases/${id}/reassign`, { teamId: 'team-enschede', reason: 'x' });
    await call('beheer', 'POST', '/accounts/oude-hand/leave', { successorId: null });
  });

  test('that is empty ends on a day, with its pairings; afterwards nobody is put in it', async () => {
    expect((await end('teams/oud-team', addDays(today, -1))).body.errors).toMatchObject([{ field: 'validTo', rule: 'not-past' }]);
    const { status, body } = await end('teams/oud-team', today);
    expect([status, body.endedOn, body.pairings.map(({ validTo }) => validTo)]).toEqual([200, today, [today]]);
    expect((await end('teams/oud-team', today)).status).toBe(200);
    await api.sql`update teams set ended_on = ended_on - 1 where id = 'oud-team'`;
    const { id } = await api.caseInTriage();
    expect((await call('meldpunt', 'POST', `/cases/${id}/reassign`, { teamId: 'oud-team', reason: 'x' })).body.errors).toMatchObject([{ field: 'teamId' }]);
    expect((await call('beheer', 'POST', '/accounts', { id: 'te-laat', name: 'x', email: 'x@voorbeeld.test', role: 'caseworker', municipalityCode: '0153', teamId: 'oud-team' })).status).toBe(400);
    expect((await call('beheer', 'POST', '/teams/oud-team/pairings', { creditorId: 'zorgzeker', validFrom: addDays(today, 1) })).body.reason).toBe('ended');
    expect((await teamsOf('schuldeiser-zorgzeker', 'zorgzeker', 'Enschede')).map(({ team, isPaired }) => [team, isPaired])).toEqual([['Team Enschede', true]]);
    expect((await end('teams/oud-team', addDays(today, 3))).body.reason).toBe('ended');
  });
});

describe('a creditor', () => {
  test('that is ended delivers until that day, and its running case goes on', async () => {
    const creditor = 'schuldeiser-oost-energie';
    const { id, signalIds } = await api.caseInTriage({ creditors: ['oost-energie', 'zorgzeker'] });
    const deliver = () => call(creditor, 'POST', '/deliveries?round=1999-01', 'x', { 'Content-Type': 'text/csv' });
    expect(await end('creditors/oost-energie', today)).toMatchObject({ status: 200, body: { endedOn: today } });
    // Only its round is unknown.
    expect((await deliver()).body).toMatchObject({ code: 'round-not-open' });
    await api.sql`update creditors set ended_on = ended_on - 1 where id = 'oost-energie'`;
    const refused = await deliver();
    expect([refused.status, refused.body.detail.includes('levert sinds'), refused.body.errors]).toEqual([409, true, [expect.objectContaining({ field: 'agreement', rule: 'ended' })]]);
    expect((await call('projectleider', 'POST', '/creditors/oost-energie/agreements', { validFrom: addDays(today, 2) })).body.reason).toBe('ended');
    expect((await call('meldpunt', 'POST', `/cases/${id}/go`, {})).status).toBe(200);
    expect((await call(creditor, 'GET', `/signals/${signalIds[0] ?? ''}`)).status).toBe(200);
  });
});

describe('evictions, judgements and disconnections', () => {
  interface Recorded {
    items: { kind: string; period: string; municipalityCode: string | null; number: number; isCorrected: boolean }[];
    errors: { field: string; rule: string }[];
  }
  const record = (who: string, creditor: string, counts: object[], headers: Record<string, string> = {}) => call<Recorded>(who, 'POST', `/creditors/${creditor}/outcomes`, { counts }, headers);
  const figures = async (who: string) => (await call<{ items: { year: string; kind: string; creditors: number; number: number | null }[] }>(who, 'GET', '/outcome-figures')).body.items.map((one) => `${one.year} ${one.kind} ${one.creditors} ${one.number}`);

  test('are recorded by year and month for many at once, and a correction keeps what stood', async () => {
    const counts = [{ kind: 'eviction', period: '2024', number: 12 }, { kind: 'judgement', period: '2024', number: 31 }, { kind: 'eviction', period: `${year}-01`, municipalityCode: '0153', number: 2 }, { kind: 'eviction', period: `${year}-02`, municipalityCode: '0153', number: 1 }];
    const key = { 'Idempotency-Key': 'counted' };
    expect((await record('schuldeiser-woongoed-twente', 'woongoed-twente', counts, key)).body.items).toHaveLength(4);
    await api.sql`update request_keys set answer = null`;
    expect((await record('schuldeiser-woongoed-twente', 'woongoed-twente', counts, key)).body.items).toHaveLength(4);
    const { body } = await record('meldpunt', 'woongoed-twente', [{ kind: 'eviction', period: '2024', number: 11 }]);
    expect(body.items.filter(({ kind, period }) => kind === 'eviction' && period === '2024').map(({ number, isCorrected }) => [number, isCorrected])).toEqual([[11, false], [12, true]]);
  });

  test('are refused for a period to come, twice in one request, and for a place that takes no part', async () => {
    const next = String(Number(year) + 1);
    const { status, body } = await record('schuldeiser-zorgzeker', 'zorgzeker', [{ kind: 'eviction', period: next, number: 1 }, { kind: 'judgement', period: '2024', number: 1 }, { kind: 'judgement', period: '2024', number: 2 }, { kind: 'judgement', period: '2023', municipalityCode: '9999', number: 2 }]);
    expect([status, body.errors.map(({ field, rule }) => `${field} ${rule}`)]).toEqual([400, ['body.counts.0.period begun', 'body.counts.2.period once', 'body.counts.3.municipalityCode exists']]);
    expect((await record('schuldeiser-zorgzeker', 'woongoed-twente', [{ kind: 'eviction', period: '2024', number: 1 }])).status).toBe(403);
  });

  test('are figures by year for the project leader and the steering group, small ones left out', async () => {
    await record('schuldeiser-domeinwonen', 'domeinwonen', [{ kind: 'eviction', period: '2024', number: 4 }]);
    const expected = [`${year} eviction 1 null`, '2024 eviction 2 15', '2024 judgement 1 31'];
    expect(await figures('projectleider')).toEqual(expected);
    expect(await figures('stuurgroep')).toEqual(expected);
    expect((await call('schuldeiser-domeinwonen', 'GET', '/outcome-figures')).status).toBe(403);
  });
});
