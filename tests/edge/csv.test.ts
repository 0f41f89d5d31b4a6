import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvOf, type CsvCell } from '../../src/csv.ts';
import { eventually } from '../../testkit/eventually.ts';
import { csvRecords } from './read-csv.ts';

async function* stream(lines: readonly (readonly CsvCell[])[]): AsyncGenerator<readonly CsvCell[]> {
  for (const line of lines) yield await Promise.resolve(line);
}
const written = async (lines: CsvCell[][], columns = ['a', 'b']) => (await buffer(csvOf(columns, stream(lines)))).toString();

const dangerous = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '\u00a0=1', '\ufeff=1', '\u200b-1', '＝1', '＋1', '－1', '＠A', '−1', '|calc', '%0A', '=cmd|"/c calc"!A1', 'x;=1', 'x,=1', 'x\t=1', 'x\n=1', 'x|=1', '";=1', '"\n=1+1;"', 'a,"=1', 'a;\u200b"@1'];

describe('what leaves as CSV', () => {
  test('has no text that a spreadsheet runs, under any separator', async () => {
    const anything = fc.oneof(fc.constantFrom(...dangerous), fc.string({ unit: 'binary' }), fc.tuple(fc.constantFrom(...dangerous), fc.string()).map((parts) => parts.join('')));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anything, anything), { maxLength: 4 }), async (lines) => {
        const csv = await written(lines);
        for (const separator of [';', ',', '\t', '|']) {
          const cells = csvRecords(csv, separator).flat();
          expect(cells.filter((cell) => /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠−|%]/u.test(cell))).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('comes back as it was, but for apostrophes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { maxLength: 4 }), async (lines) => {
        const [, ...records] = csvRecords(await written(lines), ';');
        const bare = (of: string[][]) => of.map((line) => line.map((cell) => cell.replaceAll("'", '')));
        expect(bare(records)).toEqual(bare(lines));
      }),
    );
  });

  test('keeps numbers numbers, the negative ones too', async () => {
    expect(await written([[-12.5, '-12.5'], [0, null]])).toBe('\ufeffa;b\n-12.5;"\'-12.5"\n0;\n');
  });

  test('is read no further than its reader asks, and released when the reader leaves', async () => {
    const made = { lines: 0, closed: false };
    async function* endless(): AsyncGenerator<CsvCell[]> {
      try {
        for (;;) yield await Promise.resolve([++made.lines, 'x'.repeat(1000)]);
      } finally {
        made.closed = true;
      }
    }
    for await (const piece of csvOf(['a', 'b'], endless())) if (String(piece).length > 0) break;
    await eventually(() => expect(made.closed).toBe(true));
    expect(made.lines).toBeLessThan(200);
  });

  test('fails as a whole when its source does', async () => {
    async function* broken(): AsyncGenerator<CsvCell[]> {
      yield await Promise.resolve(['one', 'two']);
      throw new Error('the source is gone');
    }
    await expect(buffer(csvOf(['a', 'b'], broken()))).rejects.toThrow('the source is gone');
  });
});
