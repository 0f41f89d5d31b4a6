/** An objection holds for whoever objected, as creditors spell that person, and for nobody else: delivered as creditors deliver. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nameIndexes, personKey } from '../../src/keyed-hash.ts';
import { refoldNames } from '../../src/usecases/rights/refold-names.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { eventually } from '../../testkit/eventually.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { monthOf } from '../../testkit/data/months.ts';

const month = monthOf('avg/objectors');
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await api.call('meldpunt', 'POST', '/api/v1/rounds', { month, byHand: true });
}, 120_000);
afterAll(() => api.stop());

interface Row {
  name: string;
  initials?: string;
  born?: string;
  house?: number;
}

let deliveries = 0;

/** The crisis signals of these rows, which are judged on receipt: what became of each, in their order. */
async function delivered(rows: readonly Row[]): Promise<{ id: string; state: string; reason: string | null; objectionDoubt: boolean }[]> {
  const prefix = `O${++deliveries}-`;
  const lines = rows.map(({ name, initials = '', born = '', house = 1 }, n) => [`${prefix}${n}`, name, initials, born, '7513XZ', house, '500,00', '01-03-2041', 'J'].join(';'));
  const file = ['Contractnummer;Achternaam;Voorletters;Geboortedatum;Postcode;Huisnummer;Achterstand;Achterstand sinds;Crisis', ...lines, ''].join('\n');
  const { body } = await api.call<{ id: string }>('schuldeiser-zorgzeker', 'POST', `/api/v1/deliveries?round=${month}`, file, { 'Content-Type': 'text/csv' });
  await eventually(async () => expect((await api.call('schuldeiser-zorgzeker', 'GET', `/api/v1/deliveries/${body.id}`)).body).toMatchObject({ state: 'done', placed: rows.length }), 40_000);
  return api.sql`select id, state, reason, objection_doubt from signals where delivery_id = ${body.id} order by length(reference), reference`;
}

const file = async (signalId: string | undefined) => expect((await api.call('meldpunt', 'POST', '/api/v1/objections', { signalId })).status).toBe(201);
const verdicts = (signals: Awaited<ReturnType<typeof delivered>>) => signals.map(({ reason, objectionDoubt }) => (reason === 'objection' ? 'held' : objectionDoubt ? 'doubt' : 'through'));

test.each<[string, Row, [Row, 'held' | 'doubt' | 'through'][]]>([
  ['a name in another script', { name: 'Иванов', born: '05-05-1980', house: 11 }, [[{ name: 'ИВАНОВ', born: '05-05-1980', house: 12 }, 'held'], [{ name: '张', born: '05-05-1980', house: 13 }, 'through'], [{ name: 'Петров', born: '05-05-1980', house: 14 }, 'through']]],
  ['a twin', { name: 'Tweeling', initials: 'A.', born: '05-05-1980', house: 21 }, [[{ name: 'Tweeling', initials: 'B.', born: '05-05-1980', house: 21 }, 'through'], [{ name: 'Tweeling', initials: 'Anna', born: '05-05-1980', house: 22 }, 'held']]],
  [
    'a spelling',
    { name: 'v.d. Proefberg', initials: 'J.W.', born: '05-05-1980', house: 31 },
    [[{ name: 'van den Proefberg', initials: 'Jan Willem', born: '05-05-1980', house: 31 }, 'held'], [{ name: 'Proefberg, van den', initials: 'JW', born: '05-05-1980', house: 32 }, 'held'], [{ name: 'PROEFBERG', born: '05-05-1980', house: 33 }, 'held']],
  ],
  [
    'no date of birth',
    { name: 'Undated', initials: 'U.', born: '05-05-1980', house: 41 },
    [[{ name: 'Undated', house: 41 }, 'held'], [{ name: 'Undated', initials: 'U.', house: 42 }, 'doubt'], [{ name: 'Undated', initials: 'X.', house: 41 }, 'through'], [{ name: 'Undated', house: 43 }, 'through']],
  ],
  ['an undated objection', { name: 'Zonder', initials: 'Z.', house: 51 }, [[{ name: 'Zonder', initials: 'Z.', born: '05-05-1980', house: 51 }, 'held'], [{ name: 'Zonder', initials: 'Z.', born: '05-05-1980', house: 52 }, 'doubt']]],
  ['no letter in the name', { name: '***', initials: 'R.', born: '05-05-1980', house: 61 }, [[{ name: '12 34', initials: 'R.', born: '05-05-1980', house: 62 }, 'through'], [{ name: '12 34', initials: 'R.', born: '05-05-1980', house: 61 }, 'doubt']]],
])('of %s', async (_, who, others) => {
  const [objecting] = await delivered([who]);
  await file(objecting?.id);
  expect(verdicts(await delivered(others.map(([row]) => row)))).toEqual(others.map(([, verdict]) => verdict));
}, 120_000);

test('is shown to the desk where it is in doubt, and all its effects end when it is withdrawn', async () => {
  const [objecting, atHome] = await delivered([{ name: 'Twijfel', initials: 'T.', born: '05-05-1980', house: 71 }, { name: 'Twijfel', initials: 'T.', born: '05-05-1980', house: 72 }]);
  await file(objecting?.id);
  await file(atHome?.id);
  const [doubtful] = await delivered([{ name: 'Twijfel', initials: 'T.', house: 73 }]);
  const [row] = await api.sql<{ caseId: string }[]>`select case_id from signals where id = ${doubtful?.id ?? ''}`;
  const { body } = await api.call<{ signals: { id: string; objectionDoubt: boolean }[] }>('meldpunt', 'GET', `/api/v1/cases/${row?.caseId ?? ''}`);
  expect(body.signals).toMatchObject([{ id: doubtful?.id, objectionDoubt: true }]);
  const [first] = await api.sql<{ id: string }[]>`select id from objections where withdrawn_on is null order by filed_on desc, id limit 1`;
  expect(first).toBeDefined();
  const [onFile] = await api.sql<{ id: string }[]>`select (detail->>'objectionId') as id from audit_log where action = 'file-objection' and detail->>'signalId' = ${objecting?.id ?? ''}`;
  expect((await api.call('meldpunt', 'DELETE', `/api/v1/objections/${onFile?.id ?? ''}`)).status).toBe(200);
  expect(verdicts(await delivered([{ name: 'Twijfel', initials: 'T.', born: '05-05-1980', house: 72 }, { name: 'Twijfel', initials: 'T.', house: 74 }]))).toEqual(['through', 'through']);
}, 120_000);

test('that an older release filed and indexed is known again after the start of a worker, and only of whom it was', async () => {
  const [objecting, other] = await delivered([{ name: 'Сидоров', initials: 'С.', born: '06-06-1981', house: 81 }, { name: '李', initials: '李', born: '06-06-1981', house: 82 }]);
  await file(objecting?.id);
  const sql = api.sql;
  await api.sql`update persons set name_index = 'old', second_name_index = null, folding = 1 where id in (select person_id from signals where id in (${objecting?.id ?? ''}, ${other?.id ?? ''}))`;
  await api.sql`update objections set sealed = null, name_index = null, second_name_index = null, address_hash = null, folding = 1 where person_key = ${personKey(hashKey, { lastName: 'Сидоров', birthDate: '1981-06-06' })}`;
  const deps = { sql, keys: api.keys, config: { hashKey } };
  // Two at once, as two workers start; then there is nothing left.
  const done = await Promise.all([refoldNames(deps), refoldNames(deps)]);
  expect(done[0] + done[1]).toBeGreaterThanOrEqual(3);
  expect(await refoldNames(deps)).toBe(0);
  expect(await api.sql`select name_index from persons where id = (select person_id from signals where id = ${other?.id ?? ''})`).toEqual([{ nameIndex: nameIndexes(hashKey, '李').nameIndex }]);
  expect(verdicts(await delivered([{ name: 'СИДОРОВ', initials: 'С.', born: '06-06-1981', house: 83 }, { name: '李', initials: '李', born: '06-06-1981', house: 84 }]))).toEqual(['held', 'through']);
}, 120_000);

test('of which only a hash is left stops no signal by itself: a person has to look', async () => {
  const key = personKey(hashKey, { lastName: 'Verdwenen', birthDate: '1982-07-07' });
  await api.sql`insert into objections (id, person_key, filed_on, filed_by, folding) values (${randomUUID()}, ${key}, '2026-01-01', 'meldpunt', 2)`;
  expect(verdicts(await delivered([{ name: 'Verdwenen', initials: 'V.', born: '07-07-1982', house: 91 }]))).toEqual(['doubt']);
}, 120_000);
