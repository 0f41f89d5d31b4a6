import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressKey } from '../../src/domain/matching/address.ts';
import { delimiters } from '../../src/delivery/mapping.ts';
import { october, readAll, signals, windows1252 } from './support.ts';

/** A signal as its creditor knows it, before it is written down in any style. */
const signal = fc.record({
  reference: fc.stringMatching(/^[A-Z]{2}[0-9]{6}$/),
  // Letters that both encodings have, and what a writer must quote; no quote, tab or line end at the edges.
  lastName: fc.stringMatching(/^[a-zé]([a-zéü ',;|"-]{0,10}[a-zü])?$/).map((name) => name.replace(/ +/g, ' ')),
  amountCents: fc.integer({ min: 1, max: 1_000_000_00 }),
  arrearsSince: fc.date({ min: new Date('1990-01-01'), max: new Date(october.cutOffOn), noInvalidDate: true }).map(iso),
  birthDate: fc.date({ min: new Date('1926-10-21'), max: new Date(october.receivedOn), noInvalidDate: true }).map(iso),
  houseNumber: fc.integer({ min: 1, max: 99_999 }),
  letter: fc.constantFrom('', 'a', 'B'),
  addition: fc.constantFrom('', '1', 'bis', 'HS'),
  crisis: fc.boolean(),
});
type Signal = typeof signal extends fc.Arbitrary<infer T> ? T : never;

function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}

const dateStyles: ((day: string) => string)[] = [
  (day) => day,
  (day) => day.replaceAll('-', ''),
  (day) => day.split('-').reverse().join('-'),
  (day) => day.split('-').reverse().map(Number).join('.'),
  // Slashes need a row that proves what stands first: tests/reading-files/kinds.test.ts.
  (day) => day.split('-').reverse().map(Number).join('-'),
];
/** Two digits tell an arrears year only within the century before the cut-off, which all generated days are. */
const shortYear = (day: string) => day.slice(2).split('-').reverse().join('-');

const grouped = (cents: number, group: string) => String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, group);
const decimals = (cents: number) => String(cents % 100).padStart(2, '0');
const amountStyles: ((cents: number) => string)[] = [
  (cents) => `${grouped(cents, '.')},${decimals(cents)}`,
  (cents) => `€ ${grouped(cents, '')},${decimals(cents)}`,
  (cents) => `${grouped(cents, '')}.${decimals(cents)}`,
  (cents) => `${grouped(cents, ',')}.${decimals(cents)}`,
];

const style = fc.record({
  delimiter: fc.constantFrom(...delimiters),
  end: fc.constantFrom('\n', '\r\n'),
  bytes: fc.constantFrom(
    (text: string) => Buffer.from(text),
    (text: string) => Buffer.from(`\ufeff${text}`),
    windows1252,
  ),
  date: fc.constantFrom(...dateStyles, shortYear),
  amount: fc.constantFrom(...amountStyles),
  yes: fc.constantFrom(['J', 'N'] as const, ['ja', 'nee'] as const, ['1', '0'] as const, ['true', 'false'] as const),
  split: fc.boolean(),
  chunkBytes: fc.integer({ min: 1, max: 300 }),
});
type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

function write(rows: readonly Signal[], { delimiter, end, bytes, date, amount, yes, split }: Style): Uint8Array {
  const field = (text: string) => (/["\t|;,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (fields: string[]) => fields.map(field).join(delimiter);
  const header = ['Klantnummer', 'Naam', 'Geb.datum', 'Postcode', 'Nr', 'Ltr', 'Toev', 'Bedrag', 'Ontstaansdatum', 'Crisis'];
  const lines = rows.map((row) => {
    const number = String(row.houseNumber);
    const address = split ? [number, row.letter, row.addition] : [`${number} ${row.letter}${row.addition}`, '', ''];
    return [row.reference, row.lastName, date(row.birthDate), '7512BM', ...address, amount(row.amountCents), date(row.arrearsSince), yes[row.crisis ? 0 : 1]];
  });
  return bytes([header, ...lines].map(line).join(end));
}

describe('a valid file', () => {
  test('reads back the same in any encoding, delimiter, date, amount and address style', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(signal, { minLength: 1, maxLength: 5 }), style, async (rows, given) => {
        const read = signals(await readAll(write(rows, given), {}, given.chunkBytes));
        expect(read.map(({ address, ...rest }) => ({ ...rest, address: addressKey(address) }))).toMatchObject(
          rows.map(({ letter, addition, houseNumber, ...rest }) => {
            const joined = (letter + addition).toUpperCase();
            return { ...rest, address: `7512BM-${houseNumber}${joined === '' ? '' : `-${joined}`}` };
          }),
        );
      }),
      { numRuns: 300 },
    );
  });
});
