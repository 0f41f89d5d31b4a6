/** How urgent a signal is: its kind, and of an end of supply or an eviction its day. */
import { describe, expect, test } from '@jest/globals';
import { readAll, refusals, signals, workbook } from './support.ts';

const usual = { Kenmerk: 'R1', Achternaam: 'Jansen', Postcode: '7512BM', Huisnummer: '12', Bedrag: '123,45', 'Achterstand sinds': '01-09-2026' };
const csv = (more: Record<string, string>) => {
  const row = { ...usual, ...more };
  return [Object.keys(row).join(';'), Object.values(row).join(';')].join('\n');
};
const kindOf = async (more: Record<string, string>) => {
  const [signal] = signals(await readAll(csv(more)));
  return { signalKind: signal?.signalKind, endsOn: signal?.endsOn, crisis: signal?.crisis };
};
/** Received on 20 October 2026. */
const refusal = async (more: Record<string, string>) => refusals(await readAll(csv(more)));

const ordinary = { signalKind: 'ordinary', endsOn: null, crisis: false };
const eviction = { signalKind: 'eviction', endsOn: '2026-12-14', crisis: true };
const endOfSupply = { signalKind: 'end-of-supply', endsOn: '2026-12-14', crisis: true };
const day = '14-12-2026';

describe('the kind of a signal', () => {
  test.each([
    [{}, ordinary],
    [{ 'Type signaal': 'Basissignaal' }, ordinary],
    [{ Soort: 'Huur' }, ordinary],
    [{ 'Type signaal': 'Actualisatie' }, { ...ordinary, signalKind: 'updated' }],
    [{ Soort: 'geactualiseerd signaal' }, { ...ordinary, signalKind: 'updated' }],
    [{ 'Type signaal': 'updated' }, { ...ordinary, signalKind: 'updated' }],
    [{ Ontruimingsdatum: day }, eviction],
    [{ 'Type signaal': 'Aankondiging ontruiming', Ontruimingsdatum: day }, eviction],
    [{ 'Type signaal': 'Actualisatie', Ontruimingsdatum: day }, eviction],
    [{ 'Einddatum levering': day }, endOfSupply],
    [{ 'Type signaal': 'Vooraankondiging einde levering', 'Einddatum levering': day }, endOfSupply],
    [{ 'Soort achterstand': 'Energie', 'Einddatum levering': day }, endOfSupply],
    [{ Eindeleveringssignaal: 'J', 'Einddatum levering': day }, endOfSupply],
    [{ Eindeleveringssignaal: 'N', 'Einddatum levering': '' }, ordinary],
    [{ Eindeleveringssignaal: '', 'Einddatum levering': '00-00-0000' }, ordinary],
    // A day that does not stand yet is a crisis without one.
    [{ 'Type signaal': 'Dreigende ontruiming' }, { ...ordinary, crisis: true }],
    [{ 'Type signaal': 'Dreigende ontruiming', Ontruimingsdatum: day }, eviction],
    [{ 'Crisis J/N': 'J' }, { ...ordinary, crisis: true }],
  ])('%j', async (row, expected) => {
    expect(await kindOf(row)).toEqual(expected);
  });

  test('JSON says it by its own names', async () => {
    const row = { reference: 'R1', lastName: 'Jansen', postcode: '7512BM', houseNumber: 12, amount: 1234.56, arrearsSince: '2026-09-01' };
    const rows = [{ ...row, signalKind: 'end-of-supply', endsOn: '2026-12-14' }, { ...row, signalKind: 'updated' }, { ...row, endOfSupply: true, supplyEndsOn: '2026-12-14' }];
    expect(signals(await readAll(JSON.stringify(rows), { type: 'json' }))).toMatchObject([endOfSupply, { signalKind: 'updated', endsOn: null }, endOfSupply]);
  });

  test('a workbook keeps the day as one', async () => {
    const rows = [[...Object.keys(usual), 'Ontruimingsdatum'], [...Object.values(usual), 46370]];
    expect(signals(await readAll(workbook(rows), { type: 'xlsx' }))).toMatchObject([eviction]);
  });
});

describe('its day', () => {
  test.each([
    [{ 'Type signaal': 'Ontruiming', Ontruimingsdatum: '' }, 'endsOn:dayNeeded'],
    [{ 'Type signaal': 'Einde levering' }, 'endsOn:dayNeeded'],
    [{ Eindeleveringssignaal: 'ja', 'Einddatum levering': 'n.v.t.' }, 'endsOn:dayNeeded'],
    [{ Ontruimingsdatum: '31-11-2026' }, 'endsOn:noSuchDay'],
    [{ Ontruimingsdatum: 'binnenkort' }, 'endsOn:noSuchDay'],
    [{ Ontruimingsdatum: '11/12/2026' }, 'endsOn:ambiguousDay'],
    [{ Ontruimingsdatum: '#N/A' }, 'endsOn:failedFormula'],
    [{ Ontruimingsdatum: '19-10-2026' }, 'endsOn:inThePast'],
    [{ 'Einddatum levering': '14-12-2028' }, 'endsOn:tooFarAhead'],
    [{ endsOn: day }, 'signalKind:kindNeeded'],
    [{ 'Type signaal': 'Actualisatie', endsOn: day }, 'signalKind:kindNeeded'],
    [{ Ontruimingsdatum: day, 'Einddatum levering': day }, 'signalKind:twoKinds'],
    [{ 'Type signaal': 'Ontruiming', 'Einddatum levering': day }, 'signalKind:twoKinds'],
    [{ 'Type signaal': 'Ontruiming ingetrokken', Ontruimingsdatum: day }, 'signalKind:withdrawn'],
  ])('%j is refused', async (row, problem) => {
    expect(await refusal(row)).toEqual([`2 ${problem}`]);
  });

  test('may be that of the delivery, and in two digits lies ahead', async () => {
    expect(await kindOf({ Ontruimingsdatum: '20-10-2026' })).toMatchObject({ endsOn: '2026-10-20' });
    expect(await kindOf({ Ontruimingsdatum: '14-12-26' })).toMatchObject({ endsOn: '2026-12-14' });
    expect(await kindOf({ Ontruimingsdatum: '15-01-27' })).toMatchObject({ endsOn: '2027-01-15' });
  });

  test('is asked for in words that say what to do, under the heading of the creditor', async () => {
    const [row] = await readAll(csv({ 'Type signaal': 'Ontruiming', Ontruimingsdatum: '' }));
    expect(row?.ok === false && row.problems).toMatchObject([{ column: 'Ontruimingsdatum', message: expect.stringMatching(/^Vul "Ontruimingsdatum" in: .*de dag nodig/) }]);
    const [unnamed] = await readAll(csv({ 'Type signaal': 'Ontruiming' }));
    expect(unnamed?.ok === false && unnamed.problems).toMatchObject([{ column: null, message: expect.stringMatching(/^Vul de dag van de ontruiming/) }]);
  });
});

describe('the same row again', () => {
  const keyOf = async (more: Record<string, string>) => {
    const [row] = await readAll(csv(more));
    return row?.ok === true ? row.contentKey : null;
  };

  test('is another when its kind or day is', async () => {
    const keys = await Promise.all([{}, { 'Type signaal': 'Actualisatie' }, { Ontruimingsdatum: day }, { Ontruimingsdatum: '15-12-2026' }, { 'Einddatum levering': day }].map(keyOf));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('is known when it was stored before there were kinds', async () => {
    expect(await keyOf({})).toBe('["JANSEN","",null,"","","","","7512BM-12",12345,"2026-09-01","",false,false]');
  });
});
