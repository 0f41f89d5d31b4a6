/** A day at the desk and a day of a caseworker, over HTTP: how many requests it takes, and that they hold what the work needs. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { caseDetail, caseListItem } from '../../api/schemas/case.ts';
import type { triageItem, visitDay } from '../../api/schemas/worklist.ts';
import { person } from '../../src/privacy/personal.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { nameIndexes } from '../../src/keyed-hash.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { insertCandidate, type TestCase } from '../../testkit/data/cases.ts';
import { hashKey } from '../../testkit/data/keys.ts';

type CaseListItem = z.infer<typeof caseListItem>;
type VisitDay = z.infer<typeof visitDay>;
type TriageItem = z.infer<typeof triageItem>;
interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

const today = localDate(new Date().toISOString());
const [team, enschede] = ['team-enschede', '0153'];

let api: TestApi;
/** How many requests were made since it was last set to 0. */
let requests = 0;
const ask = async <Body>(account: string, method: string, path: string, body?: unknown) => {
  requests++;
  return (await api.call<Body>(account, method, `/api/v1${path}`, body)).body;
};

beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

/** A case at work, on the name of the caseworker of Enschede. */
async function caseToVisit(): Promise<TestCase> {
  const made = await api.caseInTriage();
  for (const [action, body] of [['go', {}], ['reassign', { teamId: team, caseworkerId: 'medewerker-enschede', reason: 'x' }]] as const) expect((await api.call('meldpunt', 'POST', `/api/v1/cases/${made.id}/${action}`, body)).status).toBe(200);
  return made;
}

/** Says who the first signal of a case is of. */
async function nameFirst({ id, signalIds }: TestCase, who: { lastName: string; birthDate: string }, personKey: string): Promise<void> {
  const [row] = await api.sql<{ personId: string }[]>`select person_id from signals where id = ${signalIds[0] ?? ''}`;
  const personId = row?.personId ?? '';
  const sealed = person.seal(await api.keys.make([id]), id, personId, { initials: 'A.', phone: null, email: null, street: 'Marktstraat', place: 'Enschede', ...who });
  await api.sql`update persons set ${api.sql({ sealed, personKey, ...nameIndexes(hashKey, who.lastName) })} where id = ${personId}`;
}

describe('thirty triage decisions', () => {
  let made: TestCase[];
  let before: TestCase;
  beforeAll(async () => {
    made = await Promise.all(Array.from({ length: 30 }, () => api.caseInTriage()));
    before = await insertCandidate(api.sql);
    await api.sql`update cases set phase = 'closed', matched_at = '2026-01-02T09:00:00Z', closed_at = '2026-03-03T09:00:00Z', result = 'never-reached' where id = ${before.id}`;
    const [personKey, who] = [randomUUID(), { lastName: 'de Vries-Bakker', birthDate: '1980-02-03' }];
    await nameFirst(before, who, personKey);
    await nameFirst(made[0] as TestCase, who, personKey);
  });

  test('take two requests: one that shows all a decision needs, one that decides each by itself', async () => {
    requests = 0;
    const { items, nextCursor } = await ask<Page<TriageItem>>('meldpunt', 'GET', '/triage?limit=200');
    expect([items.length, nextCursor]).toEqual([30, null]);
    for (const item of items) {
      expect(item).toMatchObject({ municipality: 'Enschede', totalCents: 90_000, street: expect.stringMatching(/straat$/), held: null });
      expect(item.signals.map(({ creditor, amountCents, kindLabel, signalKindLabel }) => [creditor, amountCents, kindLabel, signalKindLabel])).toContainEqual(['Woongoed Twente', 45_000, 'Huur', 'Gewone melding']);
      expect(item.signals.every(({ arrearsMonths }) => arrearsMonths >= 1)).toBe(true);
      expect(item.residents.length).toBeGreaterThan(0);
    }
    const decisions = items.map(({ id, seq }, n) => (n % 3 === 0 ? { caseId: id, seq, decision: 'no-go', because: 'known', reason: 'Bekend bij het wijkteam' } : { caseId: id, seq, decision: 'go' }));
    const answer = await ask<{ done: number; refused: number }>('meldpunt', 'POST', '/triage-decisions', { decision: 'each', cases: decisions });
    expect([answer.done, answer.refused, requests]).toEqual([30, 0, 2]);
    const held = await ask<Page<TriageItem>>('meldpunt', 'GET', '/triage?held=true&limit=200');
    expect(new Map(held.items.map((item) => [item.id, item.held?.decision]))).toEqual(new Map(decisions.map(({ caseId, decision }) => [caseId, decision])));
    expect((await ask<Page<TriageItem>>('meldpunt', 'GET', '/triage')).items).toEqual([]);
  });

  test('are advised by what is known of the same person, and name who lives there once', async () => {
    const { items } = await ask<Page<TriageItem>>('meldpunt', 'GET', '/triage?held=true&limit=200');
    const advised = items.filter(({ advice }) => advice.length > 0);
    expect(advised.map(({ id, advice }) => [id, advice])).toEqual([[made[0]?.id, [{ source: 'other-case', caseId: before.id, sentence: 'Had eerder een zaak, gesloten op 3 maart 2026: definitief geen contact kunnen krijgen.' }]]]);
    expect(advised[0]?.residents.map(({ lastName, birthDate }) => [lastName, birthDate])).toContainEqual(['de Vries-Bakker', '1980-02-03']);
    expect(items[1]?.residents.map(({ lastName, personIds }) => [lastName, personIds.length])).toEqual([['Voorbeeld', 2]]);
  });

  test('come in pages, each case once, and name a case once', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<TriageItem> = await ask<Page<TriageItem>>('meldpunt', 'GET', `/triage?held=true&limit=12${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect([...seen].sort()).toEqual(made.map(({ id }) => id).sort());
    const twice = { caseId: made[0]?.id, decision: 'go' };
    const { status, body } = await api.call('meldpunt', 'POST', '/api/v1/triage-decisions', { decision: 'each', cases: [twice, twice] });
    expect([status, body.errors]).toEqual([400, [expect.objectContaining({ field: 'cases.1.caseId', rule: 'once' })]]);
  });
});

describe('the list of cases', () => {
  test('carries what is needed to choose the next one', async () => {
    const { id } = await caseToVisit();
    const date = addDays(today, 3);
    await api.call('medewerker-enschede', 'POST', `/api/v1/cases/${id}/record-attempt`, { kind: 'visit', outcome: 'nobody-home', date: today, partOfDay: 'morning' });
    await api.call('medewerker-enschede', 'POST', `/api/v1/cases/${id}/plan-appointment`, { evenSo: true, date: addDays(today, 1), time: '09:00', place: 'door' });
    const { body } = await api.call<{ seq: number }>('medewerker-enschede', 'POST', `/api/v1/cases/${id}/plan-appointment`, { evenSo: true, date, time: '14:30', place: 'town-hall' });
    const { items } = await ask<Page<CaseListItem>>('medewerker-enschede', 'GET', '/cases?phase=visiting&mine=true');
    expect(items.find((item) => item.id === id)).toMatchObject({
      street: 'Hoofdstraat',
      address: { postcode: '7512BM' },
      residents: [{ lastName: 'Voorbeeld', initials: 'A.', phone: '0600000000' }],
      appointment: { date, time: '14:30', partOfDay: 'afternoon', place: 'town-hall', placeLabel: 'op het gemeentehuis', caseworkerId: 'medewerker-enschede', caseworker: expect.any(String) },
      triedPartsOfDay: ['morning'],
      caseworkerId: 'medewerker-enschede',
      caseworker: expect.any(String),
      teamId: team,
      nextDueKind: 'next-visit',
      visits: 1,
      maxVisits: 3,
      visitsStopped: false,
      seq: body.seq,
    });
  });

  test('shows how the resident wants to be reached before what a creditor delivered', async () => {
    const [made, worker] = [await caseToVisit(), 'medewerker-enschede'];
    const { id } = made;
    const shown = async () => (await ask<Page<CaseListItem>>(worker, 'GET', '/cases?phase=visiting&mine=true&limit=200')).items.find((item) => item.id === id);
    const delivered = { phone: '0600000000', phoneSource: 'creditor', preferred: null, goodPartsOfDay: [] };
    expect(await shown()).toMatchObject({ residents: [delivered], householdContact: null });
    const personIds = (await shown())?.residents[0]?.personIds ?? [];
    const record = async (body: object, key: string) => (await api.call<{ id: string }>(worker, 'POST', `/api/v1/cases/${id}/contact-details`, body, { 'Idempotency-Key': key })).body;
    const first = await record({ personId: personIds[0], phone: '06 12 34 56 78', preferred: 'phone', partsOfDay: ['evening'] }, `a-${id}`);
    expect(await record({ personId: personIds[0], phone: '06 12 34 56 78', preferred: 'phone', partsOfDay: ['evening'] }, `a-${id}`)).toEqual(first);
    // Another creditor's row of the same person.
    const second = await record({ personId: personIds.at(-1), phone: '06 87 65 43 21', email: 'zelf@post.test' }, `b-${id}`);
    await record({ preferred: 'letter' }, `c-${id}`);
    const said = { phone: '06 87 65 43 21', phoneSource: 'resident', email: 'zelf@post.test', emailSource: 'resident', preferred: null };
    expect(await shown()).toMatchObject({ residents: [said], householdContact: { phone: null, preferred: 'letter' } });
    const visits = await ask<VisitDay>(worker, 'GET', '/visits');
    expect(visits.stops.find((stop) => stop.id === id)?.residents).toMatchObject([said]);
    const detail = () => ask<z.infer<typeof caseDetail>>(worker, 'GET', `/cases/${id}`);
    expect((await detail()).contactDetails).toMatchObject([{ personId: null, preferred: 'letter' }, { id: second.id, phone: '06 87 65 43 21', source: 'resident', recordedBy: worker }]);
    for (let n = 0; n < 2; n++) expect((await api.call(worker, 'DELETE', `/api/v1/contact-details/${second.id}`)).status).toBe(200);
    expect(await shown()).toMatchObject({ residents: [{ phone: '06 12 34 56 78', preferred: 'phone', goodPartsOfDay: ['evening'] }] });
    await api.call(worker, 'DELETE', `/api/v1/contact-details/${first.id}`);
    expect(await shown()).toMatchObject({ residents: [delivered] });
    const timeline = await api.call<{ events: { type: string; sentence: string }[] }>(worker, 'GET', `/api/v1/cases/${id}/timeline`);
    expect(timeline.body.events.filter(({ type }) => type.startsWith('contact-details')).map(({ type }) => type.slice(16))).toEqual(['recorded', 'recorded', 'recorded', 'withdrawn', 'withdrawn']);
    expect(JSON.stringify(timeline.body)).not.toMatch(/12 34|87 65|zelf@/);
    expect((await api.call('meldpunt', 'POST', `/api/v1/cases/${id}/close`, { because: 'other', reason: 'x' })).status).toBe(200);
  });

  test.each([
    [{}, 'phone'],
    [{ phone: 'nul zes' }, 'phone'],
    [{ email: 'geen adres' }, 'email'],
    [{ phone: '0612345678', personId: randomUUID() }, 'personId'],
  ])('refuses %j', async (body, field) => {
    const { id } = await api.caseInTriage();
    const answer = await api.call('meldpunt', 'POST', `/api/v1/cases/${id}/contact-details`, body);
    expect([answer.status, answer.body.errors?.map((error) => error.field)]).toEqual([400, [field]]);
  });

  test('understands a name for a code', async () => {
    const ids = async (query: string) => (await ask<Page<CaseListItem>>('meldpunt', 'GET', `/cases?phase=triage,visiting&limit=200&${query}`)).items.map(({ id }) => id);
    for (const [name, code] of [['municipality=%20enschede', `municipality=${enschede}`], ['team=Team%20Enschede', `team=${team}`], ['creditor=woongoed%20twente', 'creditor=woongoed-twente'], ['round=2026-10', 'round=twente-2026-10']] as const) {
      const found = await ids(name);
      expect([name, found.length > 0]).toEqual([name, true]);
      expect(found).toEqual(await ids(code));
    }
  });

  test.each([
    ['meldpunt', '/cases?municipality=Enschde', 'municipality', 'Enschede (0153)'],
    ['meldpunt', '/cases?team=x', 'team', 'Team Enschede (team-enschede)'],
    ['meldpunt', '/cases?caseworker=x', 'caseworker', '(medewerker-enschede)'],
    ['meldpunt', '/cases?creditor=x', 'creditor', 'Woongoed Twente (woongoed-twente)'],
    ['meldpunt', '/cases?round=2020-01', 'round', '2026-10 (twente-2026-10)'],
    ['meldpunt', '/cases/counts?team=x', 'team', 'Team Enschede (team-enschede)'],
    ['meldpunt', '/triage?municipality=x', 'municipality', 'Hengelo (0164)'],
    ['meldpunt', '/deadlines?municipality=x', 'municipality', 'Enschede (0153)'],
    ['meldpunt', '/forecast?municipality=x', 'municipality', 'Enschede (0153)'],
    ['meldpunt', '/deliveries?creditor=x', 'creditor', 'Woongoed Twente (woongoed-twente)'],
    ['schuldeiser-zorgzeker', '/creditors/zorgzeker/signals?round=x', 'round', '2026-10 (twente-2026-10)'],
  ])('%s is refused %s, and told what there is', async (account, path, field, named) => {
    const { status, body } = await api.call(account, 'GET', `/api/v1${path}`);
    expect([status, body.errors]).toEqual([400, [{ field: `query.${field}`, rule: 'exists', message: expect.stringContaining(named) }]]);
  });

  test('names nothing of another municipality to who works for one', async () => {
    const { status, body } = await api.call('medewerker-enschede', 'GET', '/api/v1/cases?municipality=Hengelo');
    expect([status, body.errors?.[0]?.message]).toEqual([400, 'Kies uit: Enschede (0153).']);
  });
});

describe('twenty visits', () => {
  const worker = 'medewerker-enschede';
  const act = async (account: string, id: string, action: string, body: object) => expect([action, (await api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, body)).status]).toEqual([action, 200]);
  let made: TestCase[];
  let unsafe: TestCase;
  beforeAll(async () => {
    made = await Promise.all(Array.from({ length: 20 }, caseToVisit));
    for (const [n, time] of ['15:00', '09:30'].entries()) await act(worker, made[n]?.id ?? '', 'plan-appointment', { evenSo: true, date: today, time, place: n === 0 ? 'door' : 'town-hall' });
    await act(worker, made[2]?.id ?? '', 'record-attempt', { kind: 'visit', outcome: 'nobody-home', date: addDays(today, -6), partOfDay: 'morning' });
    unsafe = await caseToVisit();
    await act(worker, unsafe.id, 'record-attempt', { kind: 'visit', outcome: 'unsafe', date: addDays(today, -1), partOfDay: 'evening' });
    await caseToVisit().then(({ id }) => act('meldpunt', id, 'pause', { reason: 'x' }));
  });

  test('take twenty-one requests, with all that is needed to walk, and what was visited is on the list no more', async () => {
    requests = 0;
    const { stops, more } = await ask<VisitDay>(worker, 'GET', `/visits?date=${today}`);
    expect([stops.length, new Set(stops.map(({ address }) => JSON.stringify(address))).size, more]).toEqual([20, 20, false]);
    expect(stops.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    expect(stops.slice(0, 2).map(({ kind, appointment }) => [kind, appointment?.time, appointment?.place])).toEqual([['appointment', '09:30', 'town-hall'], ['appointment', '15:00', 'door']]);
    const walked = stops.slice(2).map(({ address }) => address?.houseNumber ?? 0);
    expect(walked).toEqual([...walked].sort((one, other) => one - other));
    for (const stop of stops) {
      expect(stop).toMatchObject({ street: 'Hoofdstraat', address: { postcode: '7512BM' }, residents: [{ lastName: 'Voorbeeld', phone: '0600000000' }], number: expect.stringMatching(/^ENS-/), maxVisits: 3, safety: { visitsStopped: false, warning: null } });
      expect(stop.actions.map(({ action }) => action)).toContain('record-attempt');
      expect(stop.signals).toHaveLength(2);
    }
    expect(stops.find(({ id }) => id === made[2]?.id)).toMatchObject({ visitNumber: 2, triedPartsOfDay: ['morning'], lastAttempt: { kindLabel: 'Huisbezoek', outcomeLabel: 'niemand thuis', date: addDays(today, -6) } });
    for (const { id, kind, seq } of stops) await ask(worker, 'POST', `/cases/${id}/record-attempt`, { kind, outcome: 'nobody-home', date: today, partOfDay: 'afternoon', seq });
    expect(requests).toBe(21);
    expect(await ask<VisitDay>(worker, 'GET', '/visits')).toMatchObject({ date: today, stops: [], visited: 20 });
  });

  test('go to no door where it was not safe, but by an appointment of the desk', async () => {
    const day = async (date: string) => (await ask<VisitDay>(worker, 'GET', `/visits?date=${date}`)).stops.filter(({ id }) => id === unsafe.id);
    const date = addDays(today, 2);
    expect(await day(date)).toEqual([]);
    await act('meldpunt', unsafe.id, 'plan-appointment', { evenSo: true, date, time: '10:00', place: 'door', caseworkerId: worker });
    expect(await day(date)).toMatchObject([{ kind: 'appointment', safety: { visitsStopped: true, unsafeOn: addDays(today, -1), warning: expect.stringContaining('Niet veilig') } }]);
    expect(await day(addDays(today, 1))).toEqual([]);
  });

  test('are taken on by whoever takes them, from the team, and are theirs alone then', async () => {
    const { id } = await api.caseInTriage();
    await act('meldpunt', id, 'go', {});
    await act('meldpunt', id, 'reassign', { teamId: team, reason: 'x' });
    const named = async (caseworker: string) => (await ask<VisitDay>('meldpunt', 'GET', `/visits?caseworker=${caseworker}`)).stops.flatMap((stop) => (stop.id === id ? [stop.caseworker] : []));
    expect((await ask<VisitDay>(worker, 'GET', '/visits')).stops.find((stop) => stop.id === id)).toMatchObject({ caseworkerId: null, actions: expect.arrayContaining([{ action: 'take-on', label: 'Op mijn naam zetten', reason: false }]) });
    expect(await named(worker)).toEqual([]);
    await act(worker, id, 'take-on', {});
    expect(await named(worker)).toEqual(['Demo Medewerker Enschede']);
    const { events } = await ask<{ events: { sentence: string }[] }>(worker, 'GET', `/cases/${id}/timeline`);
    expect(events.at(-1)?.sentence).toBe('Op naam gezet van Demo Medewerker Enschede.');
    expect((await api.call('medewerker-hengelo', 'POST', `/api/v1/cases/${id}/take-on`, {})).status).toBe(404);
    expect((await api.call('meldpunt', 'POST', `/api/v1/cases/${id}/take-on`, {})).status).toBe(403);
  });

  test('are those of a team for the desk, and nothing of another municipality', async () => {
    const next = addDays(today, 1);
    const { stops } = await ask<VisitDay>('meldpunt', 'GET', `/visits?date=${next}&team=team%20enschede`);
    expect(stops.map(({ id }) => id)).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
    expect((await ask<VisitDay>('medewerker-hengelo', 'GET', `/visits?date=${next}`)).stops).toEqual([]);
    expect((await api.call('stuurgroep', 'GET', '/api/v1/visits')).status).toBe(403);
  });
});

test('the match list as CSV names case, address, municipality and creditor, and amounts in euros; whose address it has is in the log', async () => {
  const [taken, dropped] = [await insertCandidate(api.sql, { amountCents: 123_456 }), await insertCandidate(api.sql, { municipality: '0164' })];
  await api.sql`
    insert into match_decisions (round_id, signal_id, case_id, outcome, reason, new_case)
    select round_id, id, case_id, case when case_id = ${taken.id} then 'in-case' else 'dropped' end, case when case_id = ${taken.id} then null else 'no-match' end, true from signals where case_id in (${taken.id}, ${dropped.id})`;
  const [{ number }] = await api.sql<[{ number: string }]>`select number from cases where id = ${taken.id}`;
  const { body } = await api.call<string>('meldpunt', 'GET', '/api/v1/rounds/2026-10/matches', undefined, { Accept: 'text/csv' });
  const lines = body.trim().split('\n').map((line) => line.split(';'));
  expect(lines).toHaveLength(5);
  const told = (caseNumber: string) => lines.filter((line) => line[2] === caseNumber).map((line) => line.slice(6, 14).join(';'));
  expect(told(number)).toContainEqual(expect.stringMatching(/^Enschede;7512BM;\d+;;Enschede;Woongoed Twente;ref-[^;]*;"1234,56"$/));
  expect(lines.filter(([outcome]) => outcome === 'afgevallen').map((line) => line.slice(6, 11).join(';'))).toEqual(['Hengelo;;;;', 'Hengelo;;;;']);
  const rows = await api.sql<{ detail: { caseIds: string[] } }[]>`select detail from audit_log where action = 'export-matches'`;
  expect(rows.map(({ detail }) => detail.caseIds)).toEqual([[taken.id]]);
});
