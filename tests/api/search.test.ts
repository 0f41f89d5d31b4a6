/** Searching for a person or an address, after a delivery as creditors send them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '../../api/problem.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { eventually } from '../../testkit/eventually.ts';

interface Found {
  items: { id: string; number: string; municipality: string; address: { postcode: string; houseNumber: number; addition: string } | null; persons: { lastName: string; birthDate: string | null }[] }[];
  more: boolean;
  nextCursor: string | null;
}

const [enschede, hengelo] = ['medewerker-enschede', 'medewerker-hengelo'];
const readers = [enschede, 'meldpunt', 'projectleider', 'privacy'];

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await api.call('meldpunt', 'POST', '/api/v1/rounds', { month: '2041-05', byHand: true });
  const header = 'Contractnummer;Achternaam;Voorletters;Geboortedatum;Straat;Postcode;Huisnummer;Toevoeging;Woonplaats;Achterstand;Achterstand sinds';
  const row = (reference: string, name: string, born: string, postcode: string, house: string) => [reference, name, 'Q.', born, 'Zoekstraat', postcode, house, '', 'Enschede', '500,00', '01-03-2041'].join(';');
  const file = [
    header,
    row('Z1', 'van der Zöekberg', '09-03-1971', '7513XZ', '7 A'),
    row('Z2', 'Zoekberg, van de', '01-01-1980', '7513XZ', '9'),
    row('Z3', 'Zoekman-de Vinder', '', '7513XZ', '11'),
    row('Z4', 'Zoekberg', '09-03-1971', '7551XZ', '1'),
    row('Z5', 'de Vinder', '', '7513XZ', '13'),
    ...Array.from({ length: 51 }, (_, n) => row(`V${n}`, 'Veelvoorkomer', n === 0 ? '02-02-1990' : '03-03-1990', '7514VV', String(n + 1))),
    '',
  ].join('\n');
  const { body } = await api.call<{ id: string }>('schuldeiser-woongoed-twente', 'POST', '/api/v1/deliveries?round=2041-05', file, { 'Content-Type': 'text/csv' });
  await eventually(async () => {
    const receipt = await api.call('schuldeiser-woongoed-twente', 'GET', `/api/v1/deliveries/${body.id}`);
    expect(receipt.body).toMatchObject({ state: 'done', accepted: 56, placed: 56 });
  }, 40_000);
}, 120_000);
afterAll(() => api.stop());

const search = (account: string, body: unknown) => api.call<Found & Problem>(account, 'POST', '/api/v1/search', body);
const namesFor = async (account: string, body: unknown) => (await search(account, body)).body.items.flatMap(({ persons }) => persons.map(({ lastName }) => lastName)).sort();

/** Ids and clocks hold any digits by chance. */
const withoutIds = (value: unknown) => JSON.stringify(value).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{13}/g, '…');

describe('who is searched by surname', () => {
  test.each(['Zoekberg', 'ZOEKBERG', 'van der Zoekberg', 'v.d. zoekberg', 'Zoekberg, van', 'Zöekberg'])('is found as %s, however the creditors spelled it', async (lastName) => {
    expect(await namesFor(enschede, { lastName })).toEqual(['Zoekberg, van de', 'van der Zöekberg']);
  });

  test('is shown with address and who else it is about, to everybody who reads cases', async () => {
    for (const account of readers) {
      const { status, body } = await search(account, { lastName: 'zoekberg', postcode: '7513 xz', houseNumber: 7, addition: 'a' });
      expect(status).toBe(200);
      expect(body).toMatchObject({ more: false, items: [{ municipality: 'Enschede', phase: 'candidate', closedAt: null, address: { postcode: '7513XZ', houseNumber: 7, addition: 'A' }, persons: [{ lastName: 'van der Zöekberg', initials: 'Q.', birthDate: '1971-03-09' }] }] });
    }
  });

  test('is told apart by birth date', async () => {
    expect(await namesFor(enschede, { lastName: 'Zoekberg', birthDate: '1971-03-09' })).toEqual(['van der Zöekberg']);
    expect(await namesFor(enschede, { lastName: 'Zoekberg', birthDate: '1971-03-10' })).toEqual([]);
    expect(await namesFor('meldpunt', { lastName: 'Veelvoorkomer', birthDate: '1990-02-02' })).toEqual(['Veelvoorkomer']);
  });

  test('is found by either half of a double name, and by both only when both are there', async () => {
    expect(await namesFor(enschede, { lastName: 'Zoekman' })).toEqual(['Zoekman-de Vinder']);
    expect(await namesFor(enschede, { lastName: 'Vinder' })).toEqual(['Zoekman-de Vinder', 'de Vinder']);
    expect(await namesFor(enschede, { lastName: 'de Vinder - Zoekman' })).toEqual(['Zoekman-de Vinder']);
  });

  test('is one of the newest fifty, and the others come in pages', async () => {
    const { body } = await search('meldpunt', { lastName: 'Veelvoorkomer' });
    expect([body.items.length, body.more]).toEqual([50, true]);
    const seen = body.items.map(({ id }) => id);
    const { body: rest } = await search('meldpunt', { lastName: 'Veelvoorkomer', cursor: body.nextCursor });
    expect([rest.items.length, rest.more, rest.nextCursor]).toEqual([1, false, null]);
    expect(new Set([...seen, ...rest.items.map(({ id }) => id)]).size).toBe(51);
    expect(await search('meldpunt', { lastName: 'Zoekberg' })).toMatchObject({ body: { more: false } });
  });

  test('and not found gives an empty list, not an error', async () => {
    expect(await search(enschede, { lastName: 'Niemand' })).toMatchObject({ status: 200, body: { items: [], more: false } });
  });
});

describe('what is searched by address', () => {
  test('is found in any spelling, and an addition is part of it', async () => {
    expect(await namesFor(enschede, { postcode: '7513 xz', houseNumber: '7a' })).toEqual(['van der Zöekberg']);
    expect(await namesFor(enschede, { postcode: '7513XZ', houseNumber: 7, addition: '' })).toEqual([]);
    expect(await namesFor(enschede, { postcode: '7513XZ', houseNumber: '7b' })).toEqual([]);
    expect(await namesFor(enschede, { postcode: '7513XZ', houseNumber: 9 })).toEqual(['Zoekberg, van de']);
  });

  test('is found by the number alone, whatever addition it has', async () => {
    expect(await namesFor(enschede, { postcode: '7513XZ', houseNumber: 7 })).toEqual(['van der Zöekberg']);
    expect(await namesFor(hengelo, { postcode: '7513XZ', houseNumber: 7 })).toEqual([]);
  });

  test('has to fit the name too when both are given', async () => {
    expect(await namesFor(enschede, { lastName: 'Zoekberg', postcode: '7513XZ', houseNumber: 11 })).toEqual([]);
  });
});

describe('a case that is searched by number or reference', () => {
  test('is found by its own number as people write it, and by a reference of its creditor', async () => {
    const { body } = await search(enschede, { reference: 'Z2' });
    expect(body.items.map(({ persons }) => persons.map(({ lastName }) => lastName))).toEqual([['Zoekberg, van de']]);
    const number = body.items[0]?.number ?? '';
    expect(number).toMatch(/^ENS-20\d\d-\d{5}$/);
    for (const written of [number, number.toLowerCase(), number.replace(/-0*(?=[1-9]\d*$)/, ' '), number.replaceAll('-', ' ')]) {
      expect([written, await namesFor('meldpunt', { reference: written })]).toEqual([written, ['Zoekberg, van de']]);
    }
  });

  test('has to be of the own municipality, and to exist', async () => {
    expect(await namesFor(hengelo, { reference: 'Z2' })).toEqual([]);
    expect(await namesFor(enschede, { reference: 'ENS-2026-99999' })).toEqual([]);
    expect(await namesFor(enschede, { reference: 'Z2', lastName: 'Zoekman' })).toEqual([]);
  });

  test('has a number of its own', async () => {
    const [numbers] = await api.sql<{ cases: number; numbers: number }[]>`select count(*)::int as cases, count(distinct number)::int as numbers from cases`;
    expect(numbers?.numbers).toBe(numbers?.cases);
    expect((await search('meldpunt', { lastName: 'Zoekberg', postcode: '7551XZ', houseNumber: 1 })).body.items[0]?.number).toMatch(/^HEN-/);
  });
});

describe('searching', () => {
  test('shows a caseworker the own municipality only', async () => {
    expect(await namesFor(hengelo, { lastName: 'Zoekberg' })).toEqual(['Zoekberg']);
    expect(await namesFor(hengelo, { postcode: '7513XZ', houseNumber: 9 })).toEqual([]);
    expect((await search('meldpunt', { lastName: 'Zoekberg' })).body.items).toHaveLength(3);
  });

  test.each(['schuldeiser-woongoed-twente', 'beheer', 'stuurgroep'])('is not for %s', async (account) => {
    const { status, body } = await search(account, { lastName: 'Zoekberg' });
    expect([status, body.code]).toEqual([403, 'forbidden']);
  });

  test.each([[{}], [{ birthDate: '1971-03-09' }], [{ lastName: '--' }], [{ postcode: '7513XZ' }], [{ houseNumber: 7 }], [{ postcode: 'geheimplek', houseNumber: 'geheimnummer' }], [{ lastName: ['geheimnaam'] }], [{ lastName: 'Zoekberg', birthDate: 'geheimdag' }]])('for %j is refused, and nothing of it is repeated', async (body) => {
    const { status, body: problem } = await search(enschede, body);
    expect([status, problem.code]).toEqual([400, 'invalid-input']);
    expect(withoutIds(problem)).not.toMatch(/geheim|zoekberg|1971/i);
  });

  test('leaves that there was a search and which cases it found, in the log of the audit; never the words', async () => {
    const { body } = await search('meldpunt', { lastName: 'Zoekberg' });
    const rows = await api.sql`select actor_id, detail from audit_log where action = 'search-persons' and outcome = 'done' order by id desc limit 1`;
    expect(rows).toEqual([{ actorId: 'meldpunt', detail: { count: 3, caseIds: body.items.map(({ id }) => id) } }]);
    const everything = withoutIds([await api.sql`select * from audit_log`, api.logged]);
    expect(everything).toContain('search-persons');
    expect(everything).not.toMatch(/z[oö]ek(berg|man)|vinder|veelvoor|7513|7514|1971|geheim|niemand/i);
  });

  test('finds nobody who was erased', async () => {
    const { body } = await search(enschede, { lastName: 'Zoekman' });
    await api.keys.destroy(body.items.map(({ id }) => id), new Date().toISOString());
    expect(await search(enschede, { lastName: 'Zoekman' })).toMatchObject({ status: 200, body: { items: [], more: false } });
    expect(await search(enschede, { postcode: '7513XZ', houseNumber: 11 })).toMatchObject({ body: { items: [] } });
  });

  test('a name reaches an index, also underneath row-level security', async () => {
    const plan = await api.sql.begin(async (tx) => {
      await tx`set local enable_seqscan = off`;
      return tx`explain select id from persons where name_index = 'x' or second_name_index = 'x'`;
    });
    expect(JSON.stringify(plan)).toMatch(/persons_by_name.*persons_by_second_name/s);
  });
});
