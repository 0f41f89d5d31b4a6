import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readAll, refusalOf, signals } from '../reading-files/support.ts';
import { book, deflated, headerRow, nameCell, rowOf, zipOf } from './bombs.ts';

const MB = 1024 * 1024;
const xlsx = { type: 'xlsx' } as const;

/** How much more memory is in use at any moment of the work than before it. */
async function memoryFor(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
  await work().finally(() => clearInterval(watch));
  return Math.max(most, process.memoryUsage().rss) - before;
}

const zeros = (bytes: number) => deflateRawSync(Buffer.alloc(bytes), { level: 9 });
const gigabyte = zeros(1024 * MB);
const claimingLittle = { name: 'xl/media.xml', packed: gigabyte, bytes: 100, crc: 0 };

const bombs: [what: string, file: () => Buffer, code: string][] = [
  ['holds shared texts of a gigabyte that claim to be of 100 bytes', () => zipOf([...book({ sharedStrings: '' }).slice(0, -1), { ...claimingLittle, name: 'xl/sharedStrings.xml' }]), 'too-large'],
  ['holds a sheet of 140 MB of nothing', () => zipOf([...book().slice(0, 2), { ...deflated('xl/worksheets/sheet1.xml', ''), packed: zeros(140 * MB) }]), 'too-large'],
  ['holds tens of thousands of parts', () => zipOf([...book(), ...Array.from({ length: 40_000 }, (_, n) => deflated(`xl/${n}.bin`, ''))]), 'too-large'],
  ['holds a row beyond every sheet', () => zipOf(book({ rows: `${headerRow}<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>` })), 'too-large'],
  ['holds a column beyond every sheet', () => zipOf(book({ rows: `${headerRow}<row r="2"><c r="&#88;FE2"><v>1</v></c></row>` })), 'too-large'],
  ['defines entities that grow', () => zipOf(book({ prologue: entities(), rows: headerRow + rowOf(2, '<c r="B2" t="inlineStr"><is><t>&j;</t></is></c>') })), 'not-xlsx'],
  ['holds a part twice', () => zipOf([...book(), deflated('xl/worksheets/sheet1.xml', 'x')]), 'not-xlsx'],
  ['is encrypted', () => zipOf(book().map((part) => ({ ...part, encrypted: true as const }))), 'not-xlsx'],
  ['ends in the middle of a part', () => Buffer.concat([zipOf(book()).subarray(0, 300), zipOf([]).subarray(-22)]), 'not-xlsx'],
];

/** A thousand million times the same laugh. */
function entities(): string {
  const names = 'abcdefghij'.split('');
  const defined = names.map((name, n) => `<!ENTITY ${name} "${n === 0 ? 'lol' : `&${names[n - 1] ?? ''};`.repeat(10)}">`);
  return `<!DOCTYPE worksheet [${defined.join('')}]>`;
}

describe('a workbook', () => {
  test.each(bombs)('that %s is refused with what to do, in little memory', async (_what, make, code) => {
    const file = make();
    expect(file.length).toBeLessThan(5 * MB);
    const used = await memoryFor(async () => {
      const refusal = await refusalOf(file, xlsx, 64 * 1024);
      expect(refusal).toMatchObject({ code });
      expect(refusal.advice).toMatch(/CSV UTF-8/);
    });
    expect(used).toBeLessThan(350 * MB);
  });

  test.each([
    ['one cell at the far end of a sheet', () => book({ rows: `${headerRow}${rowOf(2, nameCell(2))}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>` })],
    ['parts that nobody reads, of gigabytes together', () => [...book(), claimingLittle, ...Array.from({ length: 400 }, (_, n) => ({ name: `xl/${n}.xml`, packed: zeros(MB - 1), bytes: 10, crc: 0 }))]],
  ])('with %s is read in little memory', async (_what, make) => {
    const file = zipOf(make());
    const used = await memoryFor(async () => expect((await readAll(file, xlsx)).filter(({ ok }) => ok)).toHaveLength(1));
    expect(used).toBeLessThan(350 * MB);
  });

  test('within a workbook is not opened, however deep it goes', async () => {
    const inner = (depth: number): Buffer => zipOf(depth === 0 ? [claimingLittle] : [...book(), deflated(`xl/${depth}.zip`, inner(depth - 1)), deflated(`xl/${depth}.xlsx`, inner(depth - 1))]);
    expect(signals(await readAll(inner(5), xlsx))).toMatchObject([{ reference: 'R2' }]);
  });

  test('whose every row shares one text of megabytes is told that it is too long', async () => {
    const rows = Array.from({ length: 2_000 }, (_, n) => rowOf(n + 2, `<c r="B${n + 2}" t="s"><v>0</v></c>`)).join('');
    const file = zipOf(book({ rows: headerRow + rows, sharedStrings: `<si><t>${randomBytes(3 * MB).toString('base64')}</t></si>` }));
    // Decoding the text anew for each row takes longer than a test may.
    const read = await readAll(file, xlsx);
    expect(read).toHaveLength(2_000);
    expect(read[0]).toMatchObject({ ok: false, problems: [{ field: 'lastName', rule: 'tooLong' }] });
  });

  test('of twenty thousand ordinary rows is read', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => rowOf(n + 2, nameCell(n + 2))).join('');
    expect((await readAll(zipOf(book({ rows: headerRow + rows })), xlsx)).filter(({ ok }) => ok)).toHaveLength(20_000);
  });
});
