import { describe, expect, test } from '@jest/globals';
import { readDelivery } from '../../src/delivery/read.ts';
import { csv, october, stream } from './support.ts';

const rowsPerChunk = 100;
const row = (number: number) => `R${number};Jansen;7512BM;12;;100,00;2026-09-01\n`;
const object = (number: number) => JSON.stringify({ reference: `R${number}`, lastName: 'Jansen', postcode: '7512BM', houseNumber: 12, amount: 100, arrearsSince: '2026-09-01' });

/** Rows, a hundred a chunk, that count how far they were asked for. */
function source(rows: number, start: string, rowOf: (number: number) => string, end: string) {
  const progress = { made: 0, closed: false, times: 0 };
  function* make(): Generator<Uint8Array> {
    Object.assign(progress, { made: 0, closed: false, times: progress.times + 1 });
    try {
      yield Buffer.from(start);
      while (progress.made < rows) {
        let text = '';
        for (let index = 0; index < rowsPerChunk; index++) text += rowOf(progress.made++);
        yield Buffer.from(text);
      }
      yield Buffer.from(end);
    } finally {
      progress.closed = true;
    }
  }
  return { bytes: () => stream(make()), progress };
}

const forms = [
  ['CSV', 'csv', 60_000, (rows: number) => source(rows, csv(), row, '')],
  ['JSON', 'json', 20_000, (rows: number) => source(rows, '[', (number) => (number === 0 ? '' : ',') + object(number), ']')],
  ['JSON under signals', 'json', 20_000, (rows: number) => source(rows, '{"signals":[\n', (number) => (number === 0 ? '' : ',') + object(number), ']}')],
  ['NDJSON', 'json', 20_000, (rows: number) => source(rows, '', (number) => `${object(number)}\n`, '')],
] as const;

describe.each(forms)('a long %s file', (_name, type, rows, make) => {
  test('is never read more than a bounded number of rows ahead', async () => {
    const { bytes, progress } = make(rows);
    let read = 0;
    let furthestAhead = 0;
    const delivery = await readDelivery(bytes, { type, context: october });
    expect(progress).toMatchObject({ times: 1, closed: true });
    for await (const { ok } of delivery.rows) {
      if (ok) read += 1;
      furthestAhead = Math.max(furthestAhead, progress.made - read);
    }
    expect(read).toBe(rows);
    // The first 64 KB tell the encoding: some 1,500 rows of CSV.
    expect(furthestAhead).toBeLessThan(3000);
  });

  test('is closed when its reader stops', async () => {
    const { bytes, progress } = make(rows);
    const delivery = await readDelivery(bytes, { type, context: october });
    for await (const { line } of delivery.rows) if (line > 1000) break;
    expect(progress.closed).toBe(true);
    expect(progress.made).toBeLessThan(5000);
  });
});

test('a JSON value without end is given up long before the file ends', async () => {
  const { bytes, progress } = source(60_000, '["', () => 'x'.repeat(40), '"]');
  await expect(readDelivery(bytes, { type: 'json', context: october })).rejects.toMatchObject({ code: 'not-json' });
  expect(progress).toMatchObject({ closed: true });
  expect(progress.made).toBeLessThan(20_000);
});
