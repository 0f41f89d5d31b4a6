/**
 * Files as programs that make spreadsheets write them, a folder for each kind of fault: what each must be read as, or which row and
 * which column is refused and by which rule, stands in expected.json; how they were made, in the README beside it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { readDelivery } from '../../src/delivery/read.ts';
import { chunksOf, outcomeOf, refusalOf } from './support.ts';

const november = { receivedOn: '2026-11-20', cutOffOn: '2026-11-25' };
const folder = new URL('../fixtures/writers/', import.meta.url);
const outcomes = z.array(z.strictObject({ files: z.array(z.string()).min(1), rows: z.array(z.string()) }));
const expected = outcomes.parse(JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')));
const cases = expected.flatMap(({ files, rows }) => files.map((name) => [name, rows] as const));
const bytesOf = (name: string) => readFileSync(new URL(name, folder));

describe('a file of a program that makes spreadsheets', () => {
  test.each(cases)('%s is read as it was meant, or refused where nobody can tell', async (name, rows) => {
    expect(await outcomeOf(new URL(name, folder), november)).toEqual(rows);
  });

  test('has an expectation, each of them', () => {
    const kinds = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const files = kinds.flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`));
    expect(cases.map(([name]) => name).sort()).toEqual(files.sort());
  });
});

describe('the receipt', () => {
  const tableOf = async (name: string) => (await readDelivery(() => chunksOf(bytesOf(name), 1000), { type: 'xlsx', context: november })).table;

  test('names the columns that are not used and the other sheets that people see', async () => {
    expect(await tableOf('headings-beside/openpyxl.xlsx')).toMatchObject({ unusedColumns: ['Geslacht', 'Maandhuur', 'Correspondentieadres', 'Regio'] });
    expect(await tableOf('sheets-several/openpyxl.xlsx')).toMatchObject({ unreadSheets: ['Oktober'] });
    expect(await tableOf('sheets-hidden/openpyxl-hidden.xlsx')).toMatchObject({ unreadSheets: [] });
  });

  test.each([
    ['other-files/password.xlsx', 'wachtwoord'], ['other-files/xlwt.xls', 'sla het op als xlsx'], ['sheets-cover-first/openpyxl.xlsx', 'zet het blad met de signalen vooraan'],
    ['csv-encodings/utf-16.csv', 'CSV UTF-8'], ['headings-twice/openpyxl.xlsx', '"Postcode"'], ['headings-unknown/openpyxl.xlsx', '"Verdieping"'],
  ])('of %s says what to do: %s', async (name, words) => {
    const { message, advice } = await refusalOf(bytesOf(name), { type: name.endsWith('.csv') ? 'csv' : 'xlsx' });
    expect(`${message} ${advice}`).toContain(words);
  });
});
