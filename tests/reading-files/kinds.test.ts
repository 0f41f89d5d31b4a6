/** Faults of one kind each, in the forms that nobody reported yet. */
import { describe, expect, test } from '@jest/globals';
import { addressKey } from '../../src/domain/matching/address.ts';
import { readAll, refusalOf, refusals, signals, workbook } from './support.ts';

const headings = 'Kenmerk;Achternaam;Voorletters;Geboortedatum;Telefoon;E-mail;Straat;Postcode;Huisnummer;Huisletter;Toevoeging;Bedrag;Achterstand sinds;Rechtsvorm;Crisis';
const usual = { Kenmerk: 'R1', Achternaam: 'Jansen', Postcode: '7512BM', Huisnummer: '12', Bedrag: '123,45', 'Achterstand sinds': '01-09-2026' };
const file = (...rows: Record<string, string>[]) => [headings, ...rows.map((row) => headings.split(';').map((heading) => ({ ...usual, ...row })[heading] ?? '').join(';'))].join('\n');
const one = async (row: Record<string, string>) => signals(await readAll(file(row)))[0];
const wrong = async (...rows: Record<string, string>[]) => refusals(await readAll(file(...rows)));
const without = (heading: keyof typeof usual): typeof usual => Object.fromEntries(Object.entries(usual).filter(([name]) => name !== heading)) as never;
const columnOf = (heading: string, value: string, others = usual) => {
  const row: Record<string, string> = { ...others, [heading]: value };
  return [Object.keys(row).join(';'), Object.values(row).join(';')].join('\n');
};

describe('a formula that failed', () => {
  test.each(['#N/A', '#N/B', '#WAARDE!', '#VALUE!', '#REF!', '#VERW!', '#DIV/0!', '#DEEL/0!', '#NAAM?', '#NAME?', '#GETAL!', '#NUM!', '#NULL!', '#LEEG!', '#OVERLOOP!', '#####', 'Err:502'])('%s is no empty cell', async (value) => {
    for (const [heading, field] of [['Toevoeging', 'addition'], ['Crisis', 'crisis'], ['Geboortedatum', 'birthDate'], ['E-mail', 'email'], ['Bedrag', 'amount'], ['Kenmerk', 'reference'], ['Achterstand sinds', 'date']]) {
      expect(await wrong({ [heading ?? '']: value })).toEqual([`2 ${field ?? ''}:failedFormula`]);
    }
  });
});

describe('words for nothing are nothing', () => {
  test.each(['NULL', 'null', '(null)', 'n.v.t.', 'NVT', 'geen', '-', 'NaN', '<NA>', 'None', '\\N', 'N/A', '(leeg)'])('%s', async (word) => {
    expect(await one({ Voorletters: word === 'N/A' ? '' : word === 'NaN' ? '' : word, Geboortedatum: word, Telefoon: word, 'E-mail': word, Straat: word, Huisletter: word, Toevoeging: word, Rechtsvorm: word, Crisis: word })).toMatchObject({
      initials: '', birthDate: null, phone: null, email: null, street: '', address: { addition: '' }, legalForm: '', crisis: false,
    });
    expect(await wrong({ Kenmerk: word })).toEqual(['2 reference:required']);
    expect(addressKey((await one({ Huisnummer: word === '\\N' ? '12' : `12 ${word}` }))?.address ?? { postcode: '', houseNumber: 0, addition: '' })).toBe('7512BM-12');
  });

  test('are left alone in names', async () => {
    expect(await one({ Achternaam: 'Na', Voorletters: 'N.A.' })).toMatchObject({ lastName: 'Na', initials: 'N.A.' });
  });

  test.each(['01-01-1900', '1900-01-01 00:00:00', '0001-01-01', '00.00.0000', '31-12-9999', '1753-01-01'])('%s is no day of birth', async (day) => {
    expect(await one({ Geboortedatum: day })).toMatchObject({ birthDate: null });
  });

  test('whether it is a crisis may not be guessed', async () => {
    expect(await wrong({ Crisis: 'onbekend' })).toEqual(['2 crisis:notYesOrNo']);
  });
});

describe('numbers that were written as fractions', () => {
  test('are whole in every column that names something', async () => {
    expect(await one({ Kenmerk: '1001.0', Huisnummer: '12.0', Toevoeging: '2,0', Telefoon: '612345678.0', Geboortedatum: '19800505.0', Crisis: '1.0' })).toMatchObject({
      reference: '1001', address: { houseNumber: 12, addition: '2' }, phone: '612345678', birthDate: '1980-05-05', crisis: true,
    });
  });

  test('are left alone in references that are no numbers', async () => {
    expect(signals(await readAll(file({ Kenmerk: 'V2.0' }, { Kenmerk: '1001.0' })))).toMatchObject([{ reference: 'V2.0' }, { reference: '1001.0' }]);
  });
});

describe('digits that were lost', () => {
  test.each(['8,71687E+17', '8.71687e+17', '1E+05'])('%s is refused in every column that names something', async (value) => {
    for (const [heading, field] of [['Kenmerk', 'reference'], ['Telefoon', 'phone'], ['Toevoeging', 'addition'], ['Huisnummer', 'houseNumber']]) expect(await wrong({ [heading ?? '']: value })).toEqual([`2 ${field ?? ''}:lostDigits`]);
  });

  test('are those of a whole column that ends in zeros', async () => {
    expect(await wrong({ Kenmerk: '871687123456789000' }, { Kenmerk: '871687998877665000' })).toEqual(['2 reference:lostDigits', '3 reference:lostDigits']);
    expect(await wrong({ Kenmerk: '871687123456789000' }, { Kenmerk: '871687998877665123' })).toEqual([]);
  });

  test('of JSON too', async () => {
    const row = '[{"reference":871687123456789012,"lastName":"Jansen","postcode":"7512BM","houseNumber":12,"amount":5,"arrearsSince":"2026-09-01"}]';
    expect(refusals(await readAll(row, { type: 'json' }))).toEqual(['1 reference:lostDigits']);
  });
});

describe('dates', () => {
  const days = async (...values: string[]) => (await readAll(file(...values.map((day) => ({ 'Achterstand sinds': day }))))).map((row) => (row.ok ? row.signal.arrearsSince : row.problems[0]?.rule));

  test('are read in the order that one of them proves, however far down it stands', async () => {
    const rows = await days('9/1/2026', ...Array.from({ length: 800 }, () => '08/05/2026'), '9/25/2026');
    expect([rows[0], rows[400], rows.at(-1)]).toEqual(['2026-09-01', '2026-08-05', '2026-09-25']);
    expect(await days('1/9/2026', '25/9/2026')).toEqual(['2026-09-01', '2026-09-25']);
  });

  test('of a column that proves nothing follow another column of the file', async () => {
    expect(signals(await readAll(file({ 'Achterstand sinds': '9/1/2026', Geboortedatum: '12/31/1980' })))).toMatchObject([{ arrearsSince: '2026-09-01', birthDate: '1980-12-31' }]);
  });

  test('with slashes that prove nothing, or both, are refused; with dashes they are Dutch', async () => {
    expect(await days('9/1/2026', '8/5/2026')).toEqual(['ambiguousDay', 'ambiguousDay']);
    expect(await days('9/9/2026')).toEqual(['2026-09-09']);
    expect(await days('9/25/2026', '25/9/2026', '8/5/2026')).toEqual(['2026-09-25', '2026-09-25', 'ambiguousDay']);
    expect(await days('01-09-2026')).toEqual(['2026-09-01']);
  });

  test.each([
    '1 september 2026', '1-sep-2026', '01-SEPT-26', '1 sept. 2026', 'dinsdag 1 september 2026', 'September 1, 2026', 'Sep 1 2026', '2026-09-01T14:35:00', '1-9-2026 9:15:30',
    '2026-08-31T22:00:00.000Z', '2026-09-01T00:00:00+02:00', '20260901000000', '20260901 1435', '2026-09-01 00:00:00.0000000', '9/1/2026 12:00:00 AM',
  ])('%s is the first of September', async (day) => {
    expect(await days(day)).toEqual(['2026-09-01']);
  });

  test.each(['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus', 'september', 'oktober', 'november', 'december'])('%s is a month, also in short', async (month) => {
    const short = month === 'maart' ? 'mrt' : month.slice(0, 3);
    expect(new Set([...(await days(`3 ${short} 2025`)), ...(await days(`3-${month}-25`))]).size).toBe(1);
  });
});

describe('amounts', () => {
  const amounts = async (...values: string[]) => (await readAll(file(...values.map((Bedrag) => ({ Bedrag }))))).map((row) => (row.ok ? row.signal.amountCents : row.problems[0]?.rule));

  test.each(['67,89-', '-67,89', '−67,89', '–67,89', '(67,89)', '67,89 CR', '67,89C', '67,89 -/-'])('%s is less than nothing', async (amount) => {
    expect(await amounts(amount)).toEqual(['notPositive']);
  });

  test.each([['67,89+', 6789], ['67,89 DB', 6789], ['67,89D', 6789], ['EUR 67,89', 6789], ['123,4500', 12345], ['123.45000000000002', 12345], ['151,2379', 'notWholeCents']])('%s is %s', async (amount, read) => {
    expect(await amounts(amount)).toEqual([read]);
  });

  test('with three decimals everywhere are refused, whichever sign', async () => {
    expect(await amounts('12,500', '87,250')).toEqual(['ambiguousAmount', 'ambiguousAmount']);
    expect(await amounts('12.500', '87.250')).toEqual(['ambiguousAmount', 'ambiguousAmount']);
  });
});

describe('letters', () => {
  const bytes = (name: string, encoding: readonly number[]) => Buffer.concat([Buffer.from(`${headings}\nR1;${name}`), Buffer.from(encoding), Buffer.from('r;;;;;;7512BM;12;;;1;01-09-2026;;\n')]);

  test.each([['cp850 é', [0x82]], ['cp850 ë', [0x89]], ['cp437 ü', [0x81]], ['cp850 ö', [0x94]], ['cp850 É', [0x90]], ['Mac Roman é', [0x8e]], ['Mac Roman ü', [0x9f]], ['Mac Roman ë', [0x91]], ['Mac Roman ï', [0x95]], ['cp850 ó', [0xa2]]])('of %s are of another encoding', async (_name, encoding) => {
    expect(await refusalOf(bytes('Bo', encoding))).toMatchObject({ code: 'encoding' });
  });

  test('that names have are read', async () => {
    const names = ['Çelik', 'Yılmaz', 'Šimić', 'Müller', 'Daniëls', 'Côte', 'van ’t Hof', "d'Hont", 'Jansen–de Vries', 'Œuvrard', 'Þór', 'Ouédraogo', 'Żak'];
    expect(signals(await readAll(file(...names.map((Achternaam) => ({ Achternaam }))))).map(({ lastName }) => lastName)).toEqual(names);
  });

  test('that were spoiled before the file was made cost their row only', async () => {
    expect(await wrong({ Achternaam: 'MÃ¼ller' }, { Achternaam: 'Dani\ufffdls' }, { Achternaam: 'Daniëls' })).toEqual(['2 lastName:garbled', '3 lastName:garbled']);
  });

  test.each(['\u200b', '\u00ad', '\ufeff', '\u2060', '\u200e', '\u200d', '\u034f', '\ufe0f'])('that nobody sees are left out everywhere: %j', async (mark) => {
    const put = (text: string) => `${mark}${text.slice(0, 1)}${mark}${text.slice(1)}${mark}`;
    const plain = { Kenmerk: 'R1', Achternaam: 'Jansen', Postcode: '7512BM', Huisnummer: '12', Toevoeging: 'A', Bedrag: '123,45', 'Achterstand sinds': '01-09-2026', Crisis: 'J' };
    const marked = Object.fromEntries(Object.entries(plain).map(([heading, value]) => [heading, put(value)]));
    expect(await one(marked)).toEqual(await one(plain));
  });
});

describe('columns', () => {
  test.each([
    ['Tussenvoegsel', 'van den', { lastName: 'van den Jansen' }], ['Voorv', "van 't", { lastName: "van 't Jansen" }], ['Aanduiding bij huisnummer', 'to', { address: { addition: 'TO' } }],
    ['Toev. huisnr', 'bis', { address: { addition: 'BIS' } }], ['Huisletter/toevoeging', 'A1', { address: { addition: 'A1' } }], ['Huisnummerletter', 'b', { address: { addition: 'B' } }],
    ['06-nummer', '0612345678', { phone: '0612345678' }], ['Mobiele telefoon', '0612345678', { phone: '0612345678' }], ['E-mailadres 1', 'a@b.nl', { email: 'a@b.nl' }], ['Geboren', '05-05-1980', { birthDate: '1980-05-05' }],
    ['Crisis J/N', 'J', { crisis: true }], ['Ontruimingsdatum', '01-12-2026', { crisis: true }], ['Einddatum levering', '', { crisis: false }], ['Type signaal', 'Dreigende afsluiting', { crisis: true }], ['Eindeleveringssignaal', 'nee', { crisis: false }],
  ] as const)('%s is known', async (heading, value, expected) => {
    expect(signals(await readAll(columnOf(heading, value)))).toMatchObject([expected]);
  });

  test.each(['Huurovereenkomstnummer', 'Contractrekening', 'Zakenpartner', 'Debiteurnummer', 'EAN', 'Polisnr', 'Verzekerdennr', 'Meldingsnummer', 'Ons kenmerk'])('%s is a reference', async (heading) => {
    const others = without('Kenmerk');
    expect(signals(await readAll(columnOf(heading, 'R9', others)))).toMatchObject([{ reference: 'R9' }]);
  });

  test.each(['Totaal openstaand', 'Bedrag achterstand (EUR)', 'Achterstand in euro', 'Hoogte achterstand', 'Hoofdsom', 'Vordering', 'Schuld'])('%s is the arrears, Maandhuur is not', async (heading) => {
    const others = without('Bedrag');
    expect(signals(await readAll(columnOf(heading, '99,00', { Maandhuur: '700,00', ...others } as never)))).toMatchObject([{ amountCents: 9900 }]);
  });

  test.each([['Aantal dagen achterstand', '30', '2026-09-20'], ['Aantal maanden achterstand', '2', '2026-08-20'], ['Datum oudste factuur', '01-09-2026', '2026-09-01'], ['Startdatum achterstand', '01-09-2026', '2026-09-01']])('%s tells how old the arrears are', async (heading, value, since) => {
    const others = without('Achterstand sinds');
    expect(signals(await readAll(columnOf(heading, value, others)))).toMatchObject([{ arrearsSince: since }]);
  });

  test.each(['Huisnummer aanvulling', 'Adres vorig', 'Crisisniveau', 'Ontruiming gepland', 'Soort klant', 'Rechtspersoon ja/nee'])('%s stops the file until somebody says what it is', async (heading) => {
    expect(await refusalOf(columnOf(heading, 'x'))).toMatchObject({ code: 'unknown-column' });
    expect(signals(await readAll(columnOf(heading, 'x'), { mapping: { columns: { [heading]: 'ignored' } } }))).toHaveLength(1);
  });

  test('that count the rows are no house numbers', async () => {
    const counted = (heading: string, first: number) => [`${heading};Kenmerk;Achternaam;Postcode;Bedrag;Achterstand sinds`, ...[0, 1, 2].map((n) => `${first + n};R${n};Jansen;7512BM;1,00;01-09-2026`)].join('\n');
    for (const heading of ['Nr.', 'NR', 'Nummer']) for (const first of [0, 1]) expect(await refusalOf(counted(heading, first))).toMatchObject({ code: 'missing-columns', missingColumns: ['huisnummer'] });
    expect(signals(await readAll(counted('Nr', 14)))).toHaveLength(3);
    for (const heading of ['#', 'Volgnr', 'Rij', 'Unnamed: 0']) expect(signals(await readAll(columnOf(heading, '1')))).toMatchObject([{ address: { houseNumber: 12 } }]);
  });

  test('with street and number together are taken apart, or asked about', async () => {
    const others = without('Huisnummer');
    const street = (value: string) => readAll(columnOf('Straat en huisnummer', value, others));
    expect(signals(await street('1e Dwarsstraat 12-A'))).toMatchObject([{ street: '1e Dwarsstraat', address: { houseNumber: 12, addition: 'A' } }]);
    expect(refusals(await street('Plein 1944 12'))).toEqual(['2 street:notSplit']);
  });
});

describe('businesses', () => {
  test.each(['Bakkerij Jansen', 'Jansen Schildersbedrijf', 'Restaurant De Molen', 'Jansen & Zn', 'Holding Jansen'])('%s is asked about', async (name) => {
    expect(await wrong({ Achternaam: name })).toEqual(['2 legalForm:legalFormUnknown']);
    expect(await one({ Achternaam: name, Rechtsvorm: 'persoon' })).toMatchObject({ lastName: name });
  });

  test.each([['Jansen Beheer B.V.', 'B.V.'], ['Stichting De Boom', 'Stichting'], ['VOF Jansen', 'VOF']])('%s says its form', async (name, form) => {
    expect(await one({ Achternaam: name })).toMatchObject({ legalForm: form });
  });

  test.each(['Bakker', 'de Winkel', 'van den Bouw', 'Kapper', 'Schilder', 'van Handel', 'Jansen & de Vries', 'Groep'])('%s is a person', async (name) => {
    expect(await one({ Achternaam: name })).toMatchObject({ lastName: name, legalForm: '' });
  });

  test('with a name of a business in its own column', async () => {
    expect(refusals(await readAll(columnOf('Bedrijfsnaam', 'Jansen Techniek')))).toEqual(['2 legalForm:legalFormUnknown']);
  });
});

test('a message names the column as the creditor does', async () => {
  const [row] = await readAll(file({ Bedrag: 'veel' }));
  expect(row?.ok === false && row.problems).toMatchObject([{ column: 'Bedrag', message: expect.stringContaining('"Bedrag"') }]);
});

test('sheets: a title above the headings and headings that come again on each page are no rows', async () => {
  const head = Object.keys(usual);
  const rows = [['Overzicht'], null, head, Object.values(usual), head, Object.values({ ...usual, Kenmerk: 'R2' })];
  expect(signals(await readAll(workbook(rows), { type: 'xlsx' })).map(({ reference }) => reference)).toEqual(['R1', 'R2']);
});
