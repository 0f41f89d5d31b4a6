import { describe, expect, test } from '@jest/globals';
import { ColumnReader } from '../../src/delivery/columns.ts';
import { csvRows } from '../../src/delivery/formats/csv.ts';
import { LineSplitter } from '../../src/delivery/formats/lines.ts';
import { csv, readAll, refusalOf, refusals, signals } from './support.ts';

const row = (reference: string, name = 'Jansen') => `${reference};${name};7512BM;12;;100,00;2026-09-01`;
const references = (rows: Awaited<ReturnType<typeof readAll>>) => rows.map(({ line, reference }) => `${line} ${reference ?? '-'}`);

const pieces = (text: string, length: number) => text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];

async function rowsOf(parts: string[]) {
  async function* text() {
    for (const part of parts) yield await Promise.resolve(part);
  }
  const rows = [];
  for await (const row of csvRows(text(), new ColumnReader(undefined))) rows.push(row);
  return rows;
}

describe('lines and rows', () => {
  test.each([['LF', '\n'], ['CRLF', '\r\n'], ['CR', '\r']])('%s ends a line, also when it falls between two pieces', (_name, end) => {
    const file = ['a', '', 'bc', 'd'].join(end) + end;
    for (const pieceLength of [1, 2, 3, 100]) {
      const splitter = new LineSplitter();
      const lines = pieces(file, pieceLength).flatMap((piece) => splitter.push(piece));
      expect([...lines, ...splitter.end()].map(({ number, text }) => `${number} ${text}`)).toEqual(['1 a', '2 ', '3 bc', '4 d']);
    }
  });

  test('a file gives the same rows in whatever pieces it comes', async () => {
    const file = csv(row('R1', '"van den\nBerg"'), row('R2', '"t Hart'), row('R3'), '', row('R4', '"a;b"')).replaceAll('\n', '\r\n');
    const whole = await rowsOf([file]);
    expect(whole.map(({ line }) => line)).toEqual([2, 4, 5, 7]);
    for (const length of [1, 2, 7, 60]) expect(await rowsOf(pieces(file, length))).toEqual(whole);
  });

  test('different line ends in one file do not join rows', async () => {
    const [header = '', ...rows] = csv(row('R1'), row('R2'), row('R3')).split('\n');
    expect(references(await readAll(`${header}\r\n${rows[0] ?? ''}\n${rows[1] ?? ''}\r${rows[2] ?? ''}`))).toEqual(['2 R1', '3 R2', '4 R3']);
  });

  test('a row is named by the line where it starts, after quoted fields that hold line ends', async () => {
    const rows = await readAll(csv(row('R1', '"van den\nBerg; junior"'), row('R2', '"two\r\n\r\nlines"'), row('R3')));
    expect(references(rows)).toEqual(['2 R1', '4 R2', '7 R3']);
    expect(signals(rows)[0]?.lastName).toBe('van den Berg; junior');
  });

  test('blank rows are passed over and counted as lines', async () => {
    expect(references(await readAll(csv('', row('R1'), ';;;;;;', '  ', row('R2'))))).toEqual(['3 R1', '6 R2']);
  });

  test('the last row needs no line end', async () => {
    expect(references(await readAll(csv(row('R1')).trimEnd()))).toEqual(['2 R1']);
  });

  test('a header alone gives no rows', async () => {
    expect(await readAll(csv())).toEqual([]);
  });

  test('a row with too many or too few columns is refused and the others are read', async () => {
    const rows = await readAll(csv(row('R1'), `${row('R2')};extra`, row('R3'), 'R4;Jansen;7512BM', row('R5')));
    expect(refusals(rows)).toEqual(['3 row:columnCount', '5 row:columnCount']);
    expect(references(rows.filter(({ ok }) => ok))).toEqual(['2 R1', '4 R3', '6 R5']);
  });

  test('empty columns after the last are no surplus', async () => {
    expect(refusals(await readAll(csv(`${row('R1')};;`)))).toEqual([]);
  });

  test('an endless line is refused and the others are read', async () => {
    const rows = await readAll(csv(row('R1'), row('R2', 'x'.repeat(3_000_000)), row('R3')), {}, 10_000);
    expect(refusals(rows)).toEqual(['3 row:tooLong']);
    expect(references(rows.filter(({ ok }) => ok))).toEqual(['2 R1', '4 R3']);
  });
});

describe('quotes', () => {
  test.each([
    ['"Jansen"', 'Jansen'],
    ['"Jan""s""en"', 'Jan"s"en'],
    ['"Jansen; de"', 'Jansen; de'],
    [' "Jansen; de" ', 'Jansen; de'],
    ['Jan "de" Boer', 'Jan "de" Boer'],
    ['"Jan" de Boer', '"Jan" de Boer'],
    ['5" buis', '5" buis'],
  ])('the name %s is read as %s', async (field, name) => {
    const rows = signals(await readAll(csv(row('R1', field), row('R2'))));
    expect(rows.map(({ lastName }) => lastName)).toEqual([name, 'Jansen']);
  });

  test('a quote that is opened and never closed costs no other row', async () => {
    const rows = await readAll(csv(row('R1', '"t Hart'), row('R2'), row('R3', '"Jansen"'), row('R4', '"t Hart')));
    expect(references(rows)).toEqual(['2 R1', '3 R2', '4 R3', '5 R4']);
    expect(signals(rows).map(({ lastName }) => lastName)).toEqual(['"t Hart', 'Jansen', 'Jansen', '"t Hart']);
  });

  test('a quoted last field may run on over lines that are no rows', async () => {
    const [header = ''] = csv().split('\n');
    const file = [`${header};Opmerking`, `${row('R1')};"belt terug`, 'na 17 uur"', `${row('R2')};`].join('\n');
    expect(references(await readAll(file))).toEqual(['2 R1', '4 R2']);
  });

  test('a quote never closed before a broken row costs no other row either', async () => {
    const rows = await readAll(csv(row('R1', '"t Hart'), 'R2;broken', ...Array.from({ length: 100 }, (_, index) => row(`R${index + 3}`))));
    expect(refusals(rows)).toEqual(['3 row:columnCount']);
    expect(rows).toHaveLength(102);
  });
});

describe('the header', () => {
  test.each([';', ',', '\t', '|'])('tells that %j divides the columns', async (delimiter) => {
    const file = csv('R1;Jansen;7512BM;12;;100;2026-09-01').replaceAll(';', delimiter);
    expect(signals(await readAll(file))).toMatchObject([{ reference: 'R1', amountCents: 10000 }]);
  });

  test('is obeyed when Excel declares the delimiter before it', async () => {
    expect(references(await readAll(`sep=;\r\n${csv(row('R1'))}`))).toEqual(['3 R1']);
  });

  test.each([
    'Contractnr.;ACHTERNAAM;Post-code;Huis nr;Toev.;Saldo;Vervaldatum',
    'klantnummer;Naam;PC;hnr;huisnummer_toevoeging;Openstaand bedrag;Achterstand sinds',
    '"Dossiernummer";"Geslachtsnaam";"Postcode";"Huisnummer";"Toevoeging";"Bedrag (euro)";"Ontstaansdatum"',
  ])('is understood as creditors word it: %s', async (header) => {
    const [, ...rest] = csv(row('R1')).split('\n');
    expect(signals(await readAll([header, ...rest].join('\n')))).toMatchObject([{ reference: 'R1', lastName: 'Jansen', amountCents: 10000 }]);
  });

  test('takes the surer of two columns that could be meant', async () => {
    const file = 'Klantnummer;Contractnummer;Naam;Achternaam;Postcode;Huisnummer;Bedrag;Ontstaansdatum\nK1;C1;Dhr. A. Jansen;Jansen;7512BM;12;5;2026-09-01';
    expect(signals(await readAll(file))).toMatchObject([{ reference: 'C1', lastName: 'Jansen' }]);
  });

  test('gives way to what the agreement fixes', async () => {
    const file = 'Sleutel;Klantnummer;Achternaam;Postcode;Huisnummer;Bedrag;Achterstand;Ontstaansdatum\nS1;K1;Jansen;7512BM;12;5;9;2026-09-01';
    const columns = { sleutel: 'reference', ACHTERSTAND: 'ignored' } as const;
    expect(signals(await readAll(file, { mapping: { columns } }))).toMatchObject([{ reference: 'S1', amountCents: 500 }]);
  });

  test('without a needed column is refused with the names that are missing and those that are there', async () => {
    const refusal = await refusalOf('Contractnummer;Achternaam;Postcode;Kleur\nC1;Jansen;7512BM;rood');
    expect(refusal).toMatchObject({
      code: 'missing-columns',
      missingColumns: ['huisnummer', 'achterstand', 'achterstand sinds'],
      header: ['Contractnummer', 'Achternaam', 'Postcode', 'Kleur'],
    });
  });

  test('with the same column twice is refused', async () => {
    expect(await refusalOf(csv().replace('Toevoeging', 'Postcode'))).toMatchObject({ code: 'duplicate-column' });
  });

  test.each(['', '\n\r\n  \n', '\ufeff'])('missing from %j: the file is empty', async (file) => {
    expect(await refusalOf(file)).toMatchObject({ code: 'empty' });
  });
});
