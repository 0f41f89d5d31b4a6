/** What a granted request leads to, once, over HTTP on a real engine and Postgres. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { correctPerson, stopForObjection } from '../../src/usecases/avg-requests/carry-out-avg-request.ts';
import { creditorSignalSchema } from '../../src/wording/documents/creditors-view.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { eventually } from '../../testkit/eventually.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { asking, caseOf, decide, file, grant, readRequest, somebody } from './support.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('avg/granted');

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
}, 120_000);
afterAll(() => api.stop());
const { auditOf, call, caseBody, timelineOf } = asking(() => api);

describe('a granted correction', () => {
  test('writes the right values wherever the person stands, over cases and creditors, and nowhere else', async () => {
    const wrong = somebody('Gerrits');
    const neighbour = somebody('Gerrits', { initials: 'Z.', birthDate: '1990-01-01' });
    const [one, two] = [await caseOf(api, [wrong, neighbour]), await caseOf(api, [wrong])];
    const { id } = await file(api, { kind: 'correction', caseId: one.id, personId: one.personIds[0] });
    expect((await decide(api, id, { granted: true })).body).toMatchObject({ errors: [{ field: 'correction' }] });
    const done = await grant(api, id, { correction: { lastName: 'Gerritsen', phone: null } });
    expect(done.effects.rows).toBe(2);
    for (const made of [one, two]) expect((await caseBody(made.id)).persons).toContainEqual({ ...wrong, id: made.personIds[0], lastName: 'Gerritsen', phone: null });
    expect((await caseBody(one.id)).persons).toContainEqual({ ...neighbour, id: one.personIds[1] });
    const [keys] = await api.sql<{ n: number }[]>`select count(distinct (name_index, person_key)) as n from persons where id = any(${[one.personIds[0], two.personIds[0]] as string[]}::uuid[])`;
    expect(Number(keys?.n)).toBe(1);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['file-avg-request', 'decide-avg-request', 'correct-person']);
    expect((await timelineOf(two.id)).map(({ type }) => type)).toContain('person-corrected');
    // It is found by the right name from now on.
    const again = await file(api, { kind: 'correction', caseId: two.id, personId: two.personIds[0] });
    // What the person said is corrected where a number was said, and what is of the household where it is this person's number.
    for (const [personId, body] of [[one.personIds[0], { phone: '06-55555555', preferred: 'phone' }], [undefined, { phone: '+31655555555' }], [one.personIds[1], { phone: '0656666666' }]] as const) await call('meldpunt', 'POST', `/cases/${one.id}/contact-details`, { personId, ...body });
    expect((await grant(api, again.id, { correction: { phone: '0611111111' } })).effects.rows).toBe(2);
    const phones = new Map((await caseBody(one.id)).contactDetails.map(({ personId, phone }) => [personId, phone]));
    expect(phones).toEqual(new Map([[null, '0611111111'], [one.personIds[0], '0611111111'], [one.personIds[1], '0656666666']]));
  });
});

describe('a granted objection', () => {
  test('closes what runs about nobody else; creditors hear a code, and nothing else of it', async () => {
    const who = somebody('Hendriks');
    const [alone, other] = [await caseOf(api, [who, who]), await caseOf(api, [somebody('Iedema')])];
    const { id } = await file(api, { kind: 'objection', caseId: alone.id, personId: alone.personIds[0], words: 'Hendriks wil dit niet.' });
    const viewOf = async () => (await call<unknown>('schuldeiser-woongoed-twente', 'GET', `/signals/${alone.signalIds[0] ?? ''}`)).body;
    const before = await viewOf();
    const done = await grant(api, id);
    expect(done.effects).toMatchObject({ closedCases: [alone.id], sharedCases: [] });
    expect(await caseBody(alone.id)).toMatchObject({ phase: 'closed', ending: 'closed-early', result: 'not-taken-up-other' });
    expect((await caseBody(other.id)).phase).toBe('triage');
    const after = creditorSignalSchema.parse(await viewOf());
    const changed = Object.entries(after).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify((before as Record<string, unknown>)[field])).map(([field]) => field);
    expect(changed.sort()).toEqual(['sentence', 'status', 'statusLabel', 'suspension'].filter((field) => changed.includes(field)));
    expect(JSON.stringify(after)).not.toMatch(/objection|bezwaar|Hendriks/i);
    const mails = await api.sql<{ template: string; data: unknown }[]>`select template, data from outbox where case_id = ${alone.id} and recipient->>'kind' = 'creditor'`;
    expect(mails.filter(({ template }) => template === 'case-closed')).toMatchObject([{ data: { result: 'not-taken-up-other' } }, { data: { result: 'not-taken-up-other' } }]);
    expect(JSON.stringify(mails)).not.toMatch(/objection|bezwaar/);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['file-avg-request', 'decide-avg-request', 'stop-for-objection']);
  });

  test('leaves a case running that is about somebody else too, and says so in it', async () => {
    const made = await caseOf(api, [somebody('Jansma'), somebody('Kramer', { initials: 'K.', birthDate: '1980-12-01' })]);
    const { id } = await file(api, { kind: 'objection', caseId: made.id, personId: made.personIds[0] });
    expect((await grant(api, id)).effects).toMatchObject({ closedCases: [], sharedCases: [made.id] });
    expect((await caseBody(made.id)).phase).toBe('triage');
    expect((await timelineOf(made.id)).map(({ type }) => type)).toContain('person-objected');
    // The person's own signal stops: its creditor is told so, by a code, and asked and told nothing more; the other's goes on.
    const [own, others] = made.signalIds;
    expect([...(await api.sql`select id, state, reason from signals where case_id = ${made.id} order by state`)]).toEqual([{ id: own, state: 'dropped', reason: 'objection' }, { id: others, state: 'in-case', reason: null }]);
    const seen = (await call<unknown>('schuldeiser-woongoed-twente', 'GET', `/signals/${own ?? ''}`)).body;
    expect(creditorSignalSchema.parse(seen)).toMatchObject({ status: 'not-taken-up-other', statusLabel: 'Niet opgepakt: andere reden', reason: 'other', sentence: 'Niet opgepakt: andere reden.', suspension: null });
    expect(JSON.stringify(seen)).not.toMatch(/objection|bezwaar|capacity/i);
    await call('meldpunt', 'POST', `/cases/${made.id}/go`, {});
    const told = await api.sql<{ template: string; creditor: string }[]>`select template, recipient->>'id' as creditor from outbox where case_id = ${made.id} and recipient->>'kind' = 'creditor' order by created_at`;
    expect([...told]).toEqual([{ template: 'signal-stopped', creditor: 'woongoed-twente' }, { template: 'go', creditor: 'oost-energie' }]);
  });

  test('closes a case of which the others were erased', async () => {
    const made = await caseOf(api, [somebody('Jonker'), somebody('Koster', { initials: 'K.', birthDate: '1980-12-02' })]);
    await grant(api, (await file(api, { kind: 'erasure', caseId: made.id, personId: made.personIds[1] })).id);
    const { id } = await file(api, { kind: 'objection', caseId: made.id, personId: made.personIds[0] });
    expect((await grant(api, id)).effects).toMatchObject({ closedCases: [made.id], sharedCases: [] });
    expect((await caseBody(made.id)).phase).toBe('closed');
  });

  test("keeps that person's new signals out, at whatever address; those of others there come in", async () => {
    const made = await caseOf(api, [somebody('Lammers')]);
    const { id } = await file(api, { kind: 'objection', caseId: made.id, personId: made.personIds[0] });
    await grant(api, id);
    await call('meldpunt', 'POST', '/rounds', { month: MONTH, byHand: true });
    const header = 'Contractnummer;Achternaam;Geboortedatum;Postcode;Huisnummer;Achterstand;Achterstand sinds;Crisis';
    const row = (reference: string, name: string) => `${reference};${name};09-03-1971;7513XZ;7;500,00;01-03-2024;J`;
    const { body } = await api.call<{ id: string }>('schuldeiser-zorgzeker', 'POST', `/api/v1/deliveries?round=${MONTH}`, [header, row('N1', 'LAMMERS'), row('N2', 'Meijer'), ''].join('\n'), { 'Content-Type': 'text/csv' });
    await eventually(async () => expect((await call('schuldeiser-zorgzeker', 'GET', `/deliveries/${body.id}`)).body).toMatchObject({ state: 'done', placed: 2 }), 20_000);
    const signals = await api.sql`select reference, state, reason from signals where delivery_id = ${body.id} order by reference`;
    expect([...signals]).toEqual([{ reference: 'N1', state: 'dropped', reason: 'objection' }, { reference: 'N2', state: 'in-case', reason: 'crisis' }]);
  });

  test('of whom nobody knows the date of birth holds at the address alone: elsewhere it may be a namesake', async () => {
    const made = await caseOf(api, [somebody('Sikkema', { birthDate: null })]);
    const { id } = await file(api, { kind: 'objection', caseId: made.id, personId: made.personIds[0] });
    await grant(api, id);
    const { body: found } = await call<{ address: { houseNumber: number } }>('meldpunt', 'GET', `/cases/${made.id}`);
    const header = 'Contractnummer;Achternaam;Postcode;Huisnummer;Achterstand;Achterstand sinds;Crisis';
    const row = (reference: string, number: number) => `${reference};Sikkema;7512BM;${number};500,00;01-03-2024;J`;
    const { body } = await api.call<{ id: string }>('schuldeiser-zorgzeker', 'POST', `/api/v1/deliveries?round=${MONTH}`, [header, row('N3', found.address.houseNumber), row('N4', 900), ''].join('\n'), { 'Content-Type': 'text/csv' });
    await eventually(async () => expect((await call('schuldeiser-zorgzeker', 'GET', `/deliveries/${body.id}`)).body).toMatchObject({ state: 'done', placed: 2 }), 20_000);
    expect([...(await api.sql`select reference, state, reason from signals where delivery_id = ${body.id} order by reference`)]).toEqual([{ reference: 'N3', state: 'dropped', reason: 'objection' }, { reference: 'N4', state: 'in-case', reason: 'crisis' }]);
  });
});

describe('a granted erasure', () => {
  test('closes and anonymises what is about nobody else, and what was said in the request with it', async () => {
    const who = somebody('Nijhof');
    const [running, closed] = [await caseOf(api, [who, who]), await caseOf(api, [who])];
    await call('meldpunt', 'POST', `/cases/${closed.id}/close`, { because: 'other', reason: 'Nijhof belde.' });
    const { id } = await file(api, { kind: 'erasure', caseId: running.id, personId: running.personIds[0], words: 'Nijhof wil weg.' });
    const done = await grant(api, id);
    expect(done).toMatchObject({ words: null, answer: null });
    expect(done.effects.erasedCases.sort()).toEqual([running.id, closed.id].sort());
    for (const made of [running, closed]) expect(await caseBody(made.id)).toMatchObject({ phase: 'closed', persons: [], anonymisedAt: expect.any(String) });
    expect((await api.keys.find([running.id, closed.id])).size).toBe(0);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['file-avg-request', 'decide-avg-request', 'erase-person']);
    const certificates = await api.sql`select detail from audit_log where action = 'anonymised' and case_id = any(${[running.id, closed.id]}::uuid[])`;
    expect(certificates.map((row) => (row['detail'] as { basis: unknown }).basis)).toEqual([{ requestId: id }, { requestId: id }]);
  });

  test('of one of several takes that person out, and the name out of what was written; the case goes on for the others', async () => {
    const [gone, stays] = [somebody('Oosterhof'), somebody('Pieterse', { initials: 'P.', birthDate: '1985-05-05' })];
    const made = await caseOf(api, [gone, stays]);
    await call('meldpunt', 'POST', `/cases/${made.id}/notes`, { text: 'Mevrouw OOSTERHOF en Pieterse willen samen praten.' });
    for (const [personId, body] of [[made.personIds[0], { phone: '0653333333' }], [made.personIds[1], { phone: '0654444444' }], [undefined, { phone: '06-53333333', preferred: 'visit' }]] as const) await call('meldpunt', 'POST', `/cases/${made.id}/contact-details`, { personId, ...body });
    await call('meldpunt', 'POST', `/cases/${made.id}/notes`, { text: 'Bel 06 53 33 33 33.' });
    await api.sql`insert into hand_overs (id, case_id, service, offered_at) values (gen_random_uuid(), ${made.id}, 'Budgetcoach van mevrouw Oosterhof', now())`;
    await grant(api, (await file(api, { kind: 'inspection', caseId: made.id, personId: made.personIds[0], words: 'Oosterhof vraagt dit.' })).id);
    const { id } = await file(api, { kind: 'erasure', caseId: made.id, personId: made.personIds[0] });
    expect((await grant(api, id)).effects).toMatchObject({ erasedCases: [], sharedCases: [made.id] });
    expect(await api.sql`select 1 from avg_words where case_id = ${made.id}`).toHaveLength(0);
    expect(await api.sql`select service from hand_overs where case_id = ${made.id}`).toEqual([{ service: 'Budgetcoach van mevrouw [gewist]' }]);
    const found = await caseBody(made.id);
    expect(found).toMatchObject({ phase: 'triage', persons: [{ lastName: 'Pieterse' }] });
    const notes = (await call<{ events: { note: string | null }[] }>('meldpunt', 'GET', `/cases/${made.id}/timeline`)).body.events.flatMap(({ note }) => note ?? []);
    expect(notes).toEqual(['Mevrouw [gewist] en Pieterse willen samen praten.', 'Bel [gewist].']);
    expect(found.contactDetails).toMatchObject([{ personId: null, phone: null, preferred: 'visit' }, { personId: made.personIds[1], phone: '0654444444' }]);
    expect((await api.sql`select 1 from contact_details where case_id = ${made.id}`).count).toBe(2);
  });

  test('waits for no dispute: what is kept for one is refused', async () => {
    const made = await caseOf(api, [somebody('Quist')]);
    const { id } = await file(api, { kind: 'erasure', caseId: made.id, personId: made.personIds[0] });
    await api.sql`update cases set held_at = now() where id = ${made.id}`;
    expect(await decide(api, id, { granted: true })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });
});

describe('what is granted is carried out once', () => {
  const doneOf = async (id: string, action: string) => (await auditOf(id)).filter((row) => row.action === action).length;

  test('when the worker stops after the decision, by the next', async () => {
    const made = await caseOf(api, [somebody('Terpstra')]);
    const { id } = await file(api, { kind: 'correction', caseId: made.id, personId: made.personIds[0] });
    await decide(api, id, { granted: true, correction: { lastName: 'Terpstra-Vos' } });
    await api.stopWorker();
    await api.startWorker();
    await eventually(async () => expect((await readRequest(api, id)).state).toBe('done'), 20_000);
    expect(await doneOf(id, 'correct-person')).toBe(1);
    expect((await timelineOf(made.id)).filter(({ type }) => type === 'person-corrected')).toHaveLength(1);
  });

  test('when it is done and the engine never heard of it: once more changes nothing', async () => {
    const made = await caseOf(api, [somebody('Uiterwijk'), somebody('Vermeulen', { initials: 'V.', birthDate: '1960-06-06' })]);
    const objecting = await file(api, { kind: 'objection', caseId: made.id, personId: made.personIds[0] });
    const correcting = await file(api, { kind: 'correction', caseId: made.id, personId: made.personIds[1] });
    await grant(api, objecting.id);
    await grant(api, correcting.id, { correction: { phone: '0633333333' } });
    const deps = { sql: api.sql, keys: api.keys, temporal: api.environment.client, config: { hashKey, taskQueue: api.taskQueue } };
    const at = new Date().toISOString();
    await Promise.all([stopForObjection(deps, { requestId: objecting.id, at }), correctPerson(deps, { requestId: correcting.id, at })]);
    expect([await doneOf(objecting.id, 'stop-for-objection'), await doneOf(correcting.id, 'correct-person')]).toEqual([1, 1]);
    expect((await api.sql`select 1 from audit_log where action = 'file-objection' and case_id = ${made.id}`).count).toBe(1);
    const types = (await timelineOf(made.id)).map(({ type }) => type);
    expect([types.filter((type) => type === 'person-objected').length, types.filter((type) => type === 'person-corrected').length]).toEqual([1, 1]);
  });

  test('when it breaks off half way: an erasure goes on with the cases that are left', async () => {
    const who = somebody('Woudstra');
    const [one, two] = [await caseOf(api, [who]), await caseOf(api, [who])];
    // The younger one comes second.
    const broken = two.id;
    await api.owner.unsafe(`create function refuse_for_test() returns trigger language plpgsql as $$ begin if new.id = '${broken}' and new.anonymised_at is not null then raise exception 'not now'; end if; return new; end $$`);
    await api.owner.unsafe('create trigger refuse_for_test before update on cases for each row execute function refuse_for_test()');
    const { id } = await file(api, { kind: 'erasure', caseId: broken, personId: two.personIds[0] });
    await decide(api, id, { granted: true });
    const stateOf = () => api.sql<{ id: string; closed: boolean; gone: boolean }[]>`select id, phase = 'closed' as closed, anonymised_at is not null as gone from cases where id = any(${[one.id, two.id]}::uuid[]) order by id`;
    await eventually(async () => expect([...(await stateOf())].map(({ closed }) => closed)).toEqual([true, true]), 20_000);
    expect((await readRequest(api, id)).state).toBe('granted');
    await api.owner.unsafe('drop trigger refuse_for_test on cases');
    await eventually(async () => expect((await readRequest(api, id)).state).toBe('done'), 40_000);
    expect([...(await stateOf())].every(({ gone }) => gone)).toBe(true);
    expect((await api.sql`select 1 from audit_log where action = 'anonymised' and case_id = any(${[one.id, two.id]}::uuid[])`).count).toBe(2);
    expect(await doneOf(id, 'erase-person')).toBe(1);
    expect((await api.sql`select 1 from audit_log where action = 'close' and outcome = 'done' and case_id = any(${[one.id, two.id]}::uuid[])`).count).toBe(2);
  }, 90_000);
});
