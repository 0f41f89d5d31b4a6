/** Others are asked about each signal that waits for triage: over a real API, worker, engine and Postgres, and services on this machine. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resumeChecks } from '../../src/usecases/checks/start-checks.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { checkServices, type CheckServices } from '../../testkit/check-services.ts';
import { enschede, match, startCandidate } from '../../testkit/data/cases.ts';
import { expectReplays } from '../../testkit/engine/worker.ts';
import { eventually } from '../../testkit/eventually.ts';
import { caseOf, file, grant, somebody } from '../avg/support.ts';
import { everythingIn, historiesOf } from '../privacy/traces.ts';
import { checking } from './support.ts';

let api: TestApi;
let services: CheckServices;
const { put, give, shown, triage, detail } = checking(() => api);
const today = localDate(new Date().toISOString());
const csv = (...rows: string[]) => `achternaam;geboortedatum;postcode;huisnummer\n${rows.join('\n')}\n`;
const reject = (): never => {
  throw new Error('not yet');
};

beforeAll(async () => {
  services = await checkServices();
  api = await startApi({ ...services.settings, CHECK_TIMEOUT_SECONDS: '2' }, undefined, { asks: true });
  await api.startWorker();
}, 120_000);
afterAll(async () => {
  await api.stop();
  await services.stop();
});

/** Names of nobody else, in letters alone. */
const surname = (): string => `Proef${randomUUID().replace(/[^a-f]/g, '').slice(0, 8)}q`;
const asked = (lastName: string) => services.asked.filter(({ question }) => JSON.stringify(question).includes(lastName));
const answersIn = (caseId: string) => api.sql<{ check: string; state: string }[]>`select check_code as check, state from check_answers where case_id = ${caseId} order by check_code`;
const auditOf = (caseId: string) => api.sql<{ detail: object }[]>`select detail from audit_log where case_id = ${caseId} and action = 'ask-check' order by id`;
const answered = (caseId: string, n: number) => eventually(async () => ((await answersIn(caseId)).filter(({ state }) => state === 'answered').length < n ? reject() : answersIn(caseId)));

describe('nothing is asked', () => {
  test('unless somebody put it on: not of anybody, for any case', async () => {
    const made = await caseOf(api, [somebody(surname())]);
    await resumeChecks(deps());
    expect(await answersIn(made.id)).toEqual([]);
    expect(services.asked).toEqual([]);
    expect((await triage(made.id))?.advice).toEqual([]);
  });
});

const deps = () => ({ sql: api.sql, temporal: api.environment.client, config: { taskQueue: api.taskQueue } });

describe('a check that was put on', () => {
  test('is on from its day, can be put off again, and says who did it', async () => {
    const later = addDays(today, 30);
    expect((await put('benefits', true, { way: 'service', validFrom: later })).status).toBe(200);
    expect(await shown('benefits')).toMatchObject({ on: false, settings: [{ validFrom: later, on: true }] });
    expect((await put('benefits', true, { way: 'service', validFrom: addDays(today, -1) })).status).toBe(400);
    expect((await put('population', true, { way: 'list' })).body).toMatchObject({ errors: [{ field: 'way' }] });
    expect((await put('debt-services', true)).body).toMatchObject({ errors: [{ field: 'way', rule: 'required' }] });
    expect((await put('benefits', true, { way: 'list' }, 'meldpunt')).status).toBe(403);
    const audit = await api.sql`select actor_id, detail from audit_log where action = 'change-check' and outcome = 'done'`;
    expect(audit).toEqual([{ actorId: 'beheer', detail: { municipalityCode: enschede, check: 'benefits', on: true, way: 'service', validFrom: later, from: null } }]);
  });

  test('gives advice with source, time and reason where triage is decided, asked once of each signal, and noted with its purpose', async () => {
    for (const check of ['population', 'addresses']) expect((await put(check, true)).status).toBe(200);
    for (const check of ['debt-services', 'benefits']) expect((await put(check, true, { way: 'service' })).status).toBe(200);
    const [one, other] = [surname(), surname()];
    services.people.set(one.toLowerCase(), [{ geboren: '1971-03-09', naam: { voorletters: 'Q.' }, adressering: { adresregel1: 'Dorpsweg 3', adresregel2: '7551 AA  HENGELO' } }]);
    services.known.set(one, { known: true, since: '2026-03-01', what: 'budgetbeheer' });
    const made = await caseOf(api, [somebody(one), somebody(other)]);
    await answered(made.id, 8);
    const item = await triage(made.id);
    const { advice } = item ?? { advice: [] };
    const sentences = advice.map(({ source, sentence }) => `${source}: ${sentence}`).sort();
    expect(sentences).toEqual([
      'addresses: Dit huisnummer staat bij deze postcode niet in de BAG.',
      'benefits: Geen uitkering gevonden.',
      'benefits: Heeft een uitkering sinds 1 maart 2026: budgetbeheer.',
      'debt-services: Is al bekend bij schuldhulpverlening sinds 1 maart 2026: budgetbeheer.',
      'debt-services: Niet gevonden bij schuldhulpverlening.',
      'population: Niet gevonden in de BRP met deze naam en geboortedatum.',
      'population: Woont volgens de BRP op een ander adres, in HENGELO.',
    ]);
    expect(advice.find(({ sentence }) => sentence.includes('HENGELO'))).toMatchObject({ signalIds: [made.signalIds[0]], reason: expect.stringContaining('geboortedatum'), at: expect.stringMatching(/^2/) });
    // The same of both signals stands once.
    expect(advice.find(({ source }) => source === 'addresses')).toMatchObject({ signalIds: expect.arrayContaining(made.signalIds) });
    expect(item?.unansweredChecks).toEqual([]);
    expect((await detail(made.id)).advice).toHaveLength(7);
    expect((await detail(made.id)).phase).toBe('triage');
    const notes = (await auditOf(made.id)).map((row) => row.detail);
    expect(notes).toHaveLength(8);
    expect(notes).toContainEqual({ check: 'population', way: 'service', signalId: made.signalIds[0], purpose: 'triage', legalBase: 'Wgs art. 3(1)(b), AVG art. 6(1)(e)' });
    await resumeChecks(deps());
    expect(asked(one).map(({ service }) => service).sort()).toEqual(['benefits', 'debt-services', 'population']);
    expect(services.misfits).toEqual([]);
  });

  test('is not asked about a case that needs no deciding any more, and what waited is let go', async () => {
    services.answers('population', { status: 503, body: {} });
    const name = surname();
    const made = await caseOf(api, [somebody(name)]);
    await eventually(() => (asked(name).some(({ service }) => service === 'population') ? undefined : reject()));
    expect((await api.call('meldpunt', 'POST', `/api/v1/cases/${made.id}/go`, {})).status).toBe(200);
    services.answers('population', null);
    await eventually(async () => expect((await answersIn(made.id)).filter(({ state }) => state === 'asking')).toEqual([]), 50_000);
    expect((await answersIn(made.id)).map(({ check }) => check)).not.toContain('population');
  }, 60_000);
});

describe('the other side', () => {
  test('that is down holds up nothing, is told where triage is decided, and is asked until it answers', async () => {
    services.answers('population', { status: 503, headers: { 'Retry-After': '1' }, body: {} });
    const name = surname();
    const made = await caseOf(api, [somebody(name)]);
    await answered(made.id, 3);
    await eventually(async () => expect((await shown('population'))?.lastFailure).toMatchObject({ code: 'failing', failuresSinceAnswer: expect.any(Number) }));
    const item = await triage(made.id);
    expect(item?.unansweredChecks).toMatchObject([{ source: 'population', signalIds: made.signalIds, sentence: 'Basisregistratie Personen (BRP) gaf nog geen antwoord. Er wordt vanzelf opnieuw gevraagd; u kunt ook nu beslissen.' }]);
    await eventually(() => (asked(name).filter(({ service }) => service === 'population').length > 1 ? undefined : reject()));
    services.answers('population', null);
    await answered(made.id, 4);
    expect((await triage(made.id))?.unansweredChecks).toEqual([]);
    expect(await auditOf(made.id)).toHaveLength(4);
    expect((await shown('population'))?.lastFailure).toMatchObject({ failuresSinceAnswer: 0 });
  }, 60_000);

  test('that has changed its answer is told by the name of what is gone', async () => {
    services.answers('benefits', { headers: { 'Retry-After': '1' }, body: { isKnown: true } });
    const made = await caseOf(api, [somebody(surname())]);
    await eventually(async () => expect((await shown('benefits'))?.lastFailure).toMatchObject({ code: 'other-form', part: 'known', sentence: 'Gaf een antwoord in een andere vorm dan is afgesproken. Het gaat om: known.' }));
    services.answers('benefits', null);
    await answered(made.id, 4);
  }, 60_000);

  test('that refuses a question is not asked it again', async () => {
    services.answers('debt-services', { status: 422, body: {} });
    const name = surname();
    const made = await caseOf(api, [somebody(name)]);
    await eventually(async () => expect(await answersIn(made.id)).toContainEqual({ check: 'debt-services', state: 'refused' }));
    services.answers('debt-services', null);
    await resumeChecks(deps());
    expect((await triage(made.id))?.unansweredChecks).toMatchObject([{ source: 'debt-services', sentence: 'Schuldhulpverlening kon deze vraag niet beantwoorden. Vraag het zo nodig zelf na.' }]);
    expect(asked(name).filter(({ service }) => service === 'debt-services')).toHaveLength(1);
  });
});

describe('what was found', () => {
  test('goes with an erasure of the person, and is asked anew after a correction', async () => {
    const [gone, stays] = [surname(), surname()];
    services.people.set(gone.toLowerCase(), [{ geboren: '1971-03-09', adressering: { adresregel1: 'Dorpsweg 3', adresregel2: '7551 AA  HENGELO' } }]);
    const made = await caseOf(api, [somebody(gone), somebody(stays)]);
    await answered(made.id, 8);
    const { id: inspection } = await file(api, { kind: 'inspection', caseId: made.id, personId: made.personIds[0] });
    await grant(api, inspection);
    const report = await api.call<{ cases: { checks: { source: string; said: string[] }[] }[] }>('privacy', 'GET', `/api/v1/avg-requests/${inspection}/report`);
    expect(report.body.cases[0]?.checks.filter(({ source }) => source.includes('BRP'))).toMatchObject([{ said: ['Woont volgens de BRP op een ander adres, in HENGELO.'] }]);
    const { id } = await file(api, { kind: 'erasure', caseId: made.id, personId: made.personIds[0] });
    await grant(api, id);
    expect((await answersIn(made.id)).length).toBe(4);
    const { id: correction } = await file(api, { kind: 'correction', caseId: made.id, personId: made.personIds[1] });
    await grant(api, correction, { correction: { birthDate: '1972-04-10' } });
    expect(await answersIn(made.id)).toEqual([]);
    await resumeChecks(deps());
    await answered(made.id, 4);
    expect(asked(stays).map(({ question }) => question).filter((question) => JSON.stringify(question).includes('1972-04-10'))).toHaveLength(3);
    expect(asked(gone).length).toBe(3);
  }, 120_000);

  test('stands nowhere but sealed: no name, day of birth or answer in histories, logs, audit log or other columns', async () => {
    const name = surname();
    services.people.set(name.toLowerCase(), [{ geboren: '1933-12-24', adressering: { adresregel1: 'Zoekmerkweg 3', adresregel2: '7551 AA  ZOEKMERKDORP' } }]);
    services.known.set(name, { known: true, what: 'zoekmerkhulp' });
    services.answers('addresses', { status: 500, headers: { 'Retry-After': '1' }, body: { detail: name } });
    const made = await caseOf(api, [somebody(name, { birthDate: '1933-12-24' })]);
    await answered(made.id, 3);
    await eventually(async () => expect((await shown('addresses'))?.lastFailure?.code).toBe('failing'));
    services.answers('addresses', null);
    await answered(made.id, 4);
    const histories = await eventually(async () => {
      const all = await historiesOf(api.environment.client, api.taskQueue);
      return all.some((text) => text.includes(`check-${made.signalIds[0] ?? ''}`)) ? all : reject();
    });
    for (const text of [...histories, ...api.logged, ...(await everythingIn(api.owner))]) for (const mark of [name, name.toLowerCase(), '1933-12-24', 'oekmerk', 'OEKMERK']) expect(text).not.toContain(mark);
    const workflowId = `check-${made.signalIds[0] ?? ''}`;
    await expectReplays(await api.environment.client.workflow.getHandle(workflowId).fetchHistory(), workflowId);
    // Nor whether anything was found: answers are of one form.
    expect(histories.join()).not.toMatch(/budgetbeheer|not-known|"known"/);
  }, 60_000);
});

describe("a municipality's own list", () => {
  test('is recognised by name and date of birth, name and address, or an address, and kept as hashes alone', async () => {
    for (const check of ['debt-services', 'benefits']) expect((await put(check, true, { way: 'list' })).status).toBe(200);
    for (const check of ['population', 'addresses']) expect((await put(check, false)).status).toBe(200);
    const [one, other, third] = [surname(), surname(), surname()];
    const made = await caseOf(api, [somebody(one), somebody(other, { birthDate: null }), somebody(third)], undefined, { started: false });
    const { address } = await detail(made.id);
    const at = `${address?.postcode ?? ''};${address?.houseNumber ?? ''}`;
    const given = await give('debt-services', csv(`van ${one};9-3-1971;;`, `${other};;${at}`, `x;32-1-1980;;`, `${surname()};;;`));
    expect([given.status, given.body]).toMatchObject([200, { rows: 4, kept: 2, refused: [{ line: 4, problems: [{ field: 'birthDate' }] }, { line: 5, problems: [{ field: 'lastName' }] }] }]);
    expect((await give('benefits', csv(`;;${at}`))).status).toBe(200);
    await startCandidate(api.environment.client, api.taskQueue, api.sql, made);
    await match(api.environment.client, api.sql, made);
    await answered(made.id, 6);
    const told = ((await triage(made.id))?.advice ?? []).map((advice) => ('reason' in advice ? [advice.signalIds.length, advice.sentence, advice.reason] : []));
    expect(told).toEqual(
      expect.arrayContaining([
        [1, 'Niet gevonden bij schuldhulpverlening.', 'Gezocht in de lijst van de gemeente.'],
        [3, 'Heeft een uitkering.', 'Alleen het adres staat in de lijst van de gemeente: het kan een huisgenoot zijn.'],
      ]),
    );
    expect(told.filter(([, sentence]) => sentence === 'Is al bekend bij schuldhulpverlening.')).toHaveLength(1);
    for (const text of await everythingIn(api.owner)) for (const mark of [one, other]) expect(text.toLowerCase()).not.toContain(mark.toLowerCase());
  }, 60_000);

  test('is replaced as a whole, goes with its check, and is not used when it is too old', async () => {
    const [one, other] = [surname(), surname()];
    await give('debt-services', csv(`${one};9-3-1971;;`, `${other};9-3-1971;;`));
    await give('debt-services', csv(`${other};9-3-1971;;`));
    expect((await shown('debt-services'))?.list).toMatchObject({ persons: 1, keptUntil: addDays(today, 35) });
    const entries = await api.sql`select 1 from check_list_entries e join check_lists l on l.id = e.list_id where l.check_code = 'debt-services'`;
    expect(entries).toHaveLength(1);
    expect((await give('debt-services', csv(`${one};9-3-1971;;`), `&dated=${addDays(today, -36)}`)).status).toBe(400);
    expect((await give('population', csv(`${one};9-3-1971;;`))).status).toBe(400);
    await api.sql`update check_lists set kept_until = ${addDays(today, -1)} where check_code = 'debt-services'`;
    const made = await caseOf(api, [somebody(other)]);
    await eventually(async () => expect((await shown('debt-services'))?.lastFailure).toMatchObject({ code: 'no-list', sentence: 'Er is geen lijst die nog geldt. Stuur een nieuwe lijst.' }));
    expect((await triage(made.id))?.unansweredChecks).toMatchObject([{ source: 'debt-services' }]);
    await put('debt-services', false);
    expect((await shown('debt-services'))?.list).toBeNull();
    expect(await api.sql`select 1 from check_list_entries e where not exists (select from check_lists l where l.id = e.list_id)`).toHaveLength(0);
  }, 60_000);
});
