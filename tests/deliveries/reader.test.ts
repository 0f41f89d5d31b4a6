/** The process that reads files: what it does when a file takes too much of it. */
import { describe, expect, test } from '@jest/globals';
import { Readers, readers } from '../../src/delivery/reader/readers.ts';
import { csv, october, stream } from '../reading-files/support.ts';

const row = (n: number) => `R${n};Jansen;7512BM;12;;100,00;2026-09-01`;
const job = { type: 'csv', context: october } as const;

async function rowsOf(source: () => AsyncIterable<Uint8Array>, bytes = 1_000, by = readers): Promise<number> {
  let rows = 0;
  for await (const part of by.read({ job, source, bytes })) if ('rows' in part) rows += part.rows.length;
  return rows;
}

describe('a reader', () => {
  test('reads several files at once, each in its own process, more than there are processes', async () => {
    const file = Buffer.from(csv(...Array.from({ length: 3_000 }, (_, n) => row(n))));
    expect(await Promise.all(Array.from({ length: 5 }, () => rowsOf(() => stream([file]), file.length)))).toEqual([3_000, 3_000, 3_000, 3_000, 3_000]);
  });

  test('that does not get its whole file is ended and tried three times, and then the file is refused as too much', async () => {
    let asked = 0;
    async function* silent(): AsyncGenerator<Uint8Array> {
      asked += 1;
      yield await new Promise<Uint8Array>(() => undefined);
    }
    await expect(rowsOf(silent, 0, new Readers({ patienceMs: 6_000 }))).rejects.toMatchObject({ code: 'too-much', advice: expect.stringMatching(/CSV UTF-8/) });
    expect(asked).toBe(3);
  });

  test('whose source breaks passes on the error of the source', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(csv(row(1))));
      throw new Error('the database is away');
    }
    await expect(rowsOf(broken)).rejects.toThrow('the database is away');
    expect(await rowsOf(() => stream([Buffer.from(csv(row(1)))]))).toBe(1);
  });

  test('passes over the rest of a file that it cannot read, and reads the next', async () => {
    const long = Array.from({ length: 40 }, () => Buffer.alloc(256 * 1024, 'Naam;Kleur\n'));
    await expect(rowsOf(() => stream(long))).rejects.toMatchObject({ code: 'missing-columns' });
    expect(await rowsOf(() => stream([Buffer.from(csv(row(1)))]))).toBe(1);
  });
});
