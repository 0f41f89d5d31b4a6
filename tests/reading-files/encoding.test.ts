import { describe, expect, test } from '@jest/globals';
import { EncodingSniffer } from '../../src/delivery/formats/encoding.ts';
import { UnreadableDelivery } from '../../src/delivery/unreadable.ts';
import { chunksOf, csv, readAll, refusalOf, refusals, signals, windows1252 } from './support.ts';

const file = csv('R1;Ouédraogo;7512BM;12;;€ 100,00;2026-09-01');
const padding = csv(...Array.from({ length: 2000 }, (_, index) => `P${index};Jansen;7512BM;12;;100,00;2026-09-01`));
const names = async (bytes: Uint8Array, options = {}, chunkBytes = 1000) =>
  signals(await readAll(bytes, options, chunkBytes)).map(({ lastName }) => lastName);

async function sniff(bytes: Uint8Array, chunkBytes: number) {
  const sniffer = new EncodingSniffer();
  for await (const chunk of chunksOf(bytes, chunkBytes)) sniffer.push(chunk);
  return sniffer.result();
}

describe('the letters of a file', () => {
  test.each([
    ['UTF-8', Buffer.from(file)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${file}`)],
    ['Windows-1252', windows1252(file)],
  ])('in %s are read, also when a chunk ends inside one', async (_name, bytes) => {
    for (const chunkBytes of [1, 3, 1000]) expect(await names(bytes, {}, chunkBytes)).toEqual(['Ouédraogo']);
  });

  test('in Windows-1252 include those that Latin-1 does not have', async () => {
    const bytes = Buffer.concat([windows1252(csv()), Buffer.from('R1;\x8a\x92\x9f;7512BM;12;;\x80 5;2026-09-01', 'latin1')]);
    expect(await names(bytes)).toEqual(['Š’Ÿ']);
  });

  test('in Windows-1252 may be the very last byte', async () => {
    const bytes = windows1252('Klantnummer;Postcode;Huisnummer;Bedrag;Vervaldatum;Naam\nR1;7512BM;12;5;2026-09-01;André');
    expect(await names(bytes)).toEqual(['André']);
  });

  test('that come after 64 KB of plain ASCII are read in either encoding', async () => {
    const row = 'R1;Ouédraogo;7512BM;12;;100,00;2026-09-01\n';
    for (const last of [Buffer.from(row), windows1252(row)]) {
      expect((await names(Buffer.concat([Buffer.from(padding), last]))).at(-1)).toBe('Ouédraogo');
    }
  });

  test('in two encodings are refused rather than read wrongly', async () => {
    const mixed = Buffer.concat([Buffer.from(csv('R1;Ouédraogo;7512BM;12;;1;2026-09-01')), Buffer.from(padding), windows1252('é;\n')]);
    expect(await refusalOf(mixed)).toMatchObject({ code: 'encoding' });
    expect(await refusalOf(windows1252(file), { mapping: { encoding: 'utf-8' } })).toMatchObject({ code: 'encoding' });
  });

  test('are read as told by the caller, and the agreement goes before the caller', async () => {
    const bytes = Buffer.from(csv('R1;Ã©;7512BM;12;;1;2026-09-01'), 'latin1');
    expect(await names(bytes)).toEqual(['é']);
    expect(await refusalOf(bytes, { encoding: 'windows-1252' })).toMatchObject({ code: 'encoding' });
    expect(await names(bytes, { encoding: 'windows-1252', mapping: { encoding: 'utf-8' } })).toEqual(['é']);
    expect(refusals(await readAll(bytes, { mapping: { encoding: 'windows-1252' } }))).toEqual(['2 lastName:garbled']);
  });

  test.each([
    ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${file}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(file, 'utf16le')],
    ['a workbook sent as text', Buffer.from('PK\x03\x04\x14\x00\x00')],
  ])('in %s: the file is refused', async (_name, bytes) => {
    expect(await refusalOf(bytes)).toMatchObject({ code: 'utf16' });
    expect(() => {
      new EncodingSniffer().push(bytes);
    }).toThrow(UnreadableDelivery);
  });
});

describe('the sniffer', () => {
  test('judges the whole file: one byte at the end that is no UTF-8 makes it Windows-1252', async () => {
    const long = Buffer.concat([Buffer.from(padding), Buffer.from('é')]);
    // The first splits the letter that stands behind the padding.
    for (const chunkBytes of [padding.length + 1, 4096]) {
      expect(await sniff(long, chunkBytes)).toBe('utf-8');
      expect(await sniff(Buffer.concat([long, Buffer.from([0xe9])]), chunkBytes)).toBe('windows-1252');
      expect(await sniff(Buffer.concat([Buffer.from([0xe9]), long]), chunkBytes)).toBe('windows-1252');
    }
  });
});
