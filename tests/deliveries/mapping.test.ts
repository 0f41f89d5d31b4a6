/** A creditor with columns of its own, by HTTP: proposed, tried, kept from a day on, and delivered. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryMapping } from '../../src/delivery/mapping.ts';
import type { ShownMapping } from '../../src/usecases/agreements/read-mapping.ts';
import type { ShownProposal } from '../../src/usecases/agreements/propose-mapping.ts';
import type { Trial } from '../../src/usecases/agreements/try-mapping.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { workbook } from '../reading-files/support.ts';
import { startSystem, type System } from '../../testkit/system.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('deliveries/mapping');
const today = localDate(new Date().toISOString());
const [creditor, id] = ['schuldeiser-woongoed-twente', 'woongoed-twente'];
const csv = { 'Content-Type': 'text/csv' };

/** As a program of a landlord could write it: no heading is known here. */
const header = 'VHE;Wie;PC6;Pand;Stand;Vanaf;Dringend';
const lines = ['VH-0001;Proefman;7512 BM;12;310,50;01-09-2026;N', 'VH-0002;Testema;7511 AA;7 A;95,10;15-08-2026;J', 'VH-0003;Voorbeeld;7512 BM;;80,00;02-08-2026;N', 'VH-0004;Modelstra;9999 ZZ;3;75,25;02-08-2026;N'];
const file = (rows: readonly string[] = lines, first = header): string => [first, ...rows, ''].join('\r\n');

let system: System;
beforeAll(async () => {
  system = await startSystem();
  await system.call('meldpunt', 'POST', '/api/v1/rounds', { month: MONTH, byHand: true });
}, 120_000);
afterAll(() => system.stop());

const at = (path: string): string => `/api/v1/creditors/${id}/${path}`;
const propose = (body: string | Buffer, headers: Record<string, string> = csv, who = creditor) => system.call<ShownProposal>(who, 'POST', at('mapping-proposal'), Buffer.from(body), headers);
const attempt = (body: string | Buffer = file()) => system.call<Trial>(creditor, 'POST', at('mapping-trial'), Buffer.from(body), csv);
const save = (mapping: DeliveryMapping, who = creditor) => system.call<ShownMapping>(who, 'PUT', at('mapping-draft'), mapping);
const keep = (validFrom = today, who = creditor, headers: Record<string, string> = {}) => system.call<ShownMapping>(who, 'POST', at('mapping'), { validFrom }, headers);
const deliver = (body: string) => system.call<{ accepted: number; refused: number; unusedColumns: string[]; goneColumns: unknown[]; isOtherFile: boolean; problem: { code: string } | null }>(creditor, 'POST', `/api/v1/deliveries?round=${MONTH}`, Buffer.from(body), csv);
const stored = async () => {
  const count = async (table: string) => (await system.sql`select 1 from ${system.sql(table)}`).length;
  return { deliveries: await count('deliveries'), rows: await count('delivery_rows'), signals: await count('signals'), persons: await count('persons'), pieces: await count('delivery_chunks') };
};

describe('a file with headings that nobody knows', () => {
  let decided: DeliveryMapping;

  test('is not read by itself, and gets a proposal by its contents, with what must be said', async () => {
    expect((await deliver(file())).status).toBe(422);
    const { status, body } = await propose(file());
    expect(status).toBe(200);
    expect(body.columns.map(({ heading, column, sureness }) => `${heading}: ${column} ${sureness}`)).toEqual(['VHE: reference likely', 'Wie: lastName likely', 'PC6: postcode likely', 'Pand: houseNumber likely', 'Stand: amount likely', 'Vanaf: arrearsSince likely', 'Dringend: null doubt']);
    expect([body.missing, body.undecided]).toEqual([[], ['Dringend']]);
    expect(body.columns.at(-1)?.why).toEqual(['De naam lijkt te horen bij het adres, een crisis of de rechtsvorm. Zeg wat erin staat, of dat wij de kolom niet gebruiken.']);
    decided = { ...body.mapping, columns: { ...body.mapping.columns, Dringend: 'crisis' } };
  });

  test('is tried on its rows without anything being stored but the choice of columns', async () => {
    expect((await save(decided)).body.draft?.mapping).toEqual(decided);
    const before = await stored();
    const { status, body } = await attempt();
    expect([status, body.by, body.rows, body.accepted, body.refused]).toEqual([200, 'draft', 4, 2, 2]);
    expect(body.verdicts.map(({ line, reference, verdict }) => `${line} ${reference} ${verdict}`)).toEqual(['2 VH-0001 accepted', '3 VH-0002 accepted', '4 VH-0003 refused', '5 VH-0004 refused']);
    expect(body.refusedRows.map(({ problems: [first] }) => [first?.field, first?.rule, first?.message])).toEqual([['houseNumber', 'required', 'Vul "Pand" in.'], ['postcode', 'outsideRegion', expect.stringContaining('ligt niet in een van de deelnemende gemeenten')]]);
    expect(await stored()).toEqual(before);
    const everything = JSON.stringify(await system.sql`select * from mapping_drafts`);
    expect(everything).toContain('PC6');
    expect(everything.match(/Proefman|7512|310|VH-0001/)).toBeNull();
  });

  test('is read so once that is kept, from that day on, and the agreement says who decided it', async () => {
    const { status, body } = await keep();
    expect(status).toBe(200);
    expect(body.kept[0]).toMatchObject({ validFrom: today, validTo: null, mapping: decided, keptBy: creditor, keptAt: expect.any(String) });
    const { items } = (await system.call<{ items: { validFrom: string; validTo: string | null; mapping: DeliveryMapping }[] }>('projectleider', 'GET', at('agreements'))).body;
    expect(items.slice(0, 2).map(({ validFrom, validTo, mapping }) => [validFrom, validTo, mapping.columns !== undefined])).toEqual([[today, null, true], [expect.any(String), addDays(today, -1), false]]);
    const delivered = await deliver(file());
    expect([delivered.status, delivered.body.accepted, delivered.body.refused, delivered.body.unusedColumns]).toEqual([201, 2, 2, []]);
    const crises = await system.sql<{ reference: string }[]>`select reference from signals where crisis and reference like 'VH-%'`;
    expect(crises.map(({ reference }) => reference)).toEqual(['VH-0002']);
  });

  test('keeps its columns under terms that are agreed later', async () => {
    await system.call('projectleider', 'POST', at('agreements'), { validFrom: addDays(today, 10), minimumAmountCents: 5_000 });
    expect((await system.call<ShownMapping>(creditor, 'GET', at('mapping'))).body.kept.map(({ validFrom, mapping }) => [validFrom, mapping.columns])).toEqual([[today, decided.columns], [addDays(today, 10), decided.columns]]);
  });

  test('that another column was renamed to or taken out of is read as far as that is safe, and the receipt says so', async () => {
    const renamed = await deliver(file(['VH-0005;Proefman;7512 BM;14;310,50;01-09-2026;N'], header.replace('Stand', 'Achterstand')));
    expect([renamed.status, renamed.body.accepted, renamed.body.goneColumns]).toEqual([201, 1, [{ heading: 'Stand', instead: 'Achterstand' }]]);
    const without = await deliver(file(['VH-0006;Proefman;7512 BM;16;310,50;01-09-2026'], header.replace(';Dringend', '')));
    expect([without.status, without.body.problem?.code]).toEqual([422, 'changed-columns']);
    const other = await deliver(['Contractnummer;Achternaam;Postcode;Huisnummer;Achterstand;Achterstand sinds', 'C-77;Proefman;7512 BM;18;10,50;01-09-2026', ''].join('\n'));
    expect([other.status, other.body.accepted, other.body.isOtherFile]).toEqual([201, 1, true]);
  });
});

describe('what is kept', () => {
  test('again changes nothing, a change from a later day begins a version with the same declaration', async () => {
    const [held] = await system.sql<{ id: string }[]>`select id from agreements where creditor_id = ${id} and valid_from = ${today}`;
    await system.sql`insert into declarations (agreement_id, creditor_id, sought_contact, pointed_out_help, reminded, offered_to_pass_on, declared_on) values (${held?.id ?? ''}, ${id}, true, true, true, true, ${today}) on conflict do nothing`;
    const [before] = [(await keep()).body.kept.length];
    await save({ columns: { VHE: 'reference', Wie: 'lastName', PC6: 'postcode', Pand: 'houseNumber', Stand: 'amount', Vanaf: 'arrearsSince', Dringend: 'ignored' } }, 'meldpunt');
    const key = { 'Idempotency-Key': 'kept-once' };
    const { body } = await keep(addDays(today, 5), 'meldpunt', key);
    await system.sql`update request_keys set answer = null`;
    expect((await keep(addDays(today, 5), 'meldpunt', key)).body).toEqual(body);
    expect(body.kept.map(({ validFrom, keptBy }) => [validFrom, keptBy])).toEqual([[today, creditor], [addDays(today, 5), 'meldpunt'], [addDays(today, 10), 'meldpunt']]);
    expect(body.kept).toHaveLength(before + 1);
    expect(await system.sql`select 1 from declarations where agreement_id = ${body.kept[1]?.agreementId ?? ''}`).toHaveLength(1);
  });

  test.each([
    [{ columns: { Ref: 'reference', 'Ref.': 'reference' } }, 'once'],
    [{ columns: { A: 'amount', B: 'amount' } }, 'once'],
    [{ columns: { '7512 BM': 'postcode' } }, 'heading'],
    [{ columns: { x: 'salary' } }, 'one-of'],
  ])('is refused where nobody could tell columns apart: %j', async (mapping, rule) => {
    const { status, body } = await save(mapping as DeliveryMapping);
    expect([status, (body as unknown as { errors: { rule: string }[] }).errors[0]?.rule]).toEqual([400, rule]);
  });

  test('is a creditor\'s own, also to try', async () => {
    for (const [method, path, body] of [['GET', 'mapping', undefined], ['PUT', 'mapping-draft', {}], ['POST', 'mapping', { validFrom: today }]] as const) expect((await system.call('schuldeiser-oost-energie', method, at(path), body)).status).toBe(403);
    expect((await propose(file(), csv, 'schuldeiser-oost-energie')).status).toBe(403);
    expect((await propose(file(), csv, 'medewerker-enschede')).status).toBe(403);
  });

  test('cannot be for a day that is over, or on which nothing is agreed', async () => {
    expect((await keep(addDays(today, -1))).status).toBe(400);
    await system.sql`insert into creditors (id, name, kind, email) values ('zonder-afspraak', 'Zonder afspraak', 'rent', 'x@voorbeeld.test')`;
    const other = '/api/v1/creditors/zonder-afspraak';
    expect((await system.call('meldpunt', 'PUT', `${other}/mapping-draft`, { columns: { Ref: 'reference' } })).status).toBe(200);
    const { status, body } = await system.call<{ reason: string }>('meldpunt', 'POST', `${other}/mapping`, { validFrom: today });
    expect([status, body.reason]).toEqual([409, 'no-agreement']);
  });
});

test('a workbook and JSON are proposed for as well, and what cannot be read is told as a delivery is', async () => {
  const sheet = workbook([['Contractnummer', 'Achternaam', 'Postcode', 'Huisnummer', 'Achterstand', 'Achterstand sinds'], ['C-1', 'Proefman', '7512 BM', 12, 10.5, { date: 46_000 }]]);
  const xlsx = await propose(sheet, { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
  expect([xlsx.status, xlsx.body.columns.map(({ column }) => column)]).toEqual([200, ['reference', 'lastName', 'postcode', 'houseNumber', 'amount', 'arrearsSince']]);
  const json = await propose(JSON.stringify([{ Contractnummer: 'C-1', Achternaam: 'Proefman' }, { Contractnummer: 'C-2', Achternaam: 'Testema', Postcode: '7512BM' }]), { 'Content-Type': 'application/json' });
  expect([json.status, json.body.columns.map(({ heading }) => heading), json.body.missing]).toEqual([200, ['Contractnummer', 'Achternaam', 'Postcode'], ['huisnummer', 'achterstand', 'achterstand sinds']]);
  const broken = await propose('PK\x03\x04 no workbook', { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
  expect([broken.status, (broken.body as unknown as { code: string; detail: string }).code]).toEqual([422, 'unreadable-delivery']);
  const bare = await propose(file(lines.slice(1), lines[0]));
  expect([bare.status, JSON.stringify(bare.body).includes('Proefman')]).toEqual([422, false]);
});
