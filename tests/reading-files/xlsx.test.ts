import { describe, expect, test } from '@jest/globals';
import { readAll, refusalOf, refusals, signals, workbook, zip } from './support.ts';

const header = ['Contractnummer', 'Achternaam', 'Geboortedatum', 'Postcode', 'Huisnummer', 'Toevoeging', 'Achterstand', 'Achterstand sinds', 'Crisis'];
const xlsx = { type: 'xlsx' } as const;
const serial = (day: string) => (Date.parse(day) - Date.parse('1899-12-30')) / 86_400_000;

describe('a workbook', () => {
  test('is read with numbers and dates as they are kept, or as text', async () => {
    const file = workbook([
      header,
      [1001, 'Jansen', { date: serial('1980-12-31') }, '7512 bm', 12, 1, 1234.56, { date: serial('2026-09-01') }, true],
      ['R2', 'Smit', '31-12-1980', '7512BM', '12 A', null, '€ 1.234,56', '01-09-2026', 'N'],
      ['R3', 'Kaya', serial('1980-12-31'), '7512BM', 12, 'A', 0.1 + 0.2, 20260901, null],
    ]);
    const common = { birthDate: '1980-12-31', arrearsSince: '2026-09-01' };
    expect(signals(await readAll(file, xlsx))).toMatchObject([
      { ...common, reference: '1001', amountCents: 123456, crisis: true, address: { postcode: '7512BM', houseNumber: 12, addition: '1' } },
      { ...common, reference: 'R2', amountCents: 123456, crisis: false, address: { addition: 'A' } },
      { ...common, reference: 'R3', amountCents: 30, crisis: false, address: { addition: 'A' } },
    ]);
  });

  test('names the rows of the sheet and passes over blank ones', async () => {
    const row = (reference: string) => [reference, 'Jansen', null, '7512BM', 12, null, -5, '01-09-2026'];
    const file = workbook([header, row('R1'), null, ['', null], row('R2')]);
    expect(refusals(await readAll(file, xlsx))).toEqual(['2 amount:notPositive', '5 amount:notPositive']);
  });

  test('whose cells Excel turned into dates is told so instead of misread', async () => {
    const file = workbook([header, ['R1', 'Jansen', null, '7512BM', { date: serial('2026-01-02') }, { date: serial('2026-02-01') }, 5, '01-09-2026']]);
    expect(refusals(await readAll(file, xlsx))).toEqual(['2 houseNumber:turnedIntoDate addition:turnedIntoDate']);
  });

  test.each([
    ['empty', '', 'empty'], ['no workbook', 'hello', 'not-xlsx'], ['another zip', zip({ 'a.txt': 'x' }), 'not-xlsx'],
    ['larger than 10 MB', Buffer.alloc(10 * 1024 * 1024 + 1), 'too-large'],
    ['without the needed columns', workbook([['Naam'], ['Jansen']]), 'missing-columns'],
    ['without a row', workbook([]), 'empty'],
  ])('that is %s is refused', async (_name, file, code) => {
    expect(await refusalOf(file, xlsx)).toMatchObject({ code });
  });
});
