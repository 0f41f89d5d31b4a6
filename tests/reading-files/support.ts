import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { addressKey } from '../../src/domain/matching/address.ts';
import { readDelivery, type ReadOptions } from '../../src/delivery/read.ts';
import type { RowResult } from '../../src/delivery/judging/row.ts';
import { UnreadableDelivery } from '../../src/delivery/unreadable.ts';

export const october = { receivedOn: '2026-10-20', cutOffOn: '2026-10-25' };

type Options = Partial<ReadOptions>;

export async function readAll(file: Uint8Array | string, options: Options = {}, chunkBytes = 1 << 20): Promise<RowResult[]> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const rows: RowResult[] = [];
  const read = await readDelivery(() => chunksOf(bytes, chunkBytes), { type: 'csv', context: october, ...options });
  for await (const row of read.rows) rows.push(row);
  return rows;
}

/** The refusal of a file as a whole; fails when it is readable. */
export async function refusalOf(file: Uint8Array | string, options: Options = {}, chunkBytes = 1000): Promise<UnreadableDelivery> {
  const outcome = await readAll(file, options, chunkBytes).catch((error: unknown) => error);
  if (outcome instanceof UnreadableDelivery) return outcome;
  throw new Error('the file was read after all', { cause: outcome });
}

/** What is wrong with each refused row, as `line field:rule …`. */
export function refusals(rows: readonly RowResult[]): string[] {
  return rows.flatMap((row) =>
    row.ok ? [] : [`${row.line} ${row.problems.map(({ field, rule }) => `${field}:${rule}`).join(' ')}`],
  );
}

/**
 * What comes out of a file, a line for each row: of an accepted one the reference, the name, the household, the cents and the day the
 * arrears began; of a refused one its place in the file and each column with its rule. Of a file that is refused: the code.
 */
export async function outcomeOf(file: URL, context: ReadOptions['context']): Promise<string[]> {
  try {
    return (await readAll(readFileSync(file), { type: file.pathname.endsWith('.csv') ? 'csv' : 'xlsx', context })).map(inShort);
  } catch (error) {
    if (error instanceof UnreadableDelivery) return [error.code];
    throw error;
  }
}

function inShort(row: RowResult): string {
  if (!row.ok) return `${row.line} ${row.problems.map(({ column, rule }) => `${column ?? ''}:${rule}`).join(' ')}`;
  const { reference, lastName, address, amountCents, arrearsSince, birthDate, crisis } = row.signal;
  return `${reference} ${lastName} ${addressKey(address)} ${amountCents} ${arrearsSince}${birthDate === null ? '' : ` born ${birthDate}`}${crisis ? ' crisis' : ''}`;
}

export function signals(rows: readonly RowResult[]) {
  return rows.map((row) => {
    if (!row.ok) throw new Error(`line ${row.line} was refused: ${row.problems.map(({ message }) => message).join(' ')}`);
    return row.signal;
  });
}

export function chunksOf(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) parts.push(bytes.subarray(start, start + size));
  return stream(parts);
}

/** Anything iterable as a stream. */
export async function* stream(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part);
}

const header = 'Contractnummer;Achternaam;Postcode;Huisnummer;Toevoeging;Achterstand;Achterstand sinds';

/** A small file: the usual header and these rows. */
export const csv = (...rows: string[]) => [header, ...rows, ''].join('\n');

/** Text as Windows-1252; only letters of Latin-1 and the euro sign. */
export const windows1252 = (text: string) => Buffer.from(text.replaceAll('€', '\x80'), 'latin1');

type XlsxCell = string | number | boolean | { date: number } | null;

/** A workbook with one sheet. `{ date }` is a serial number in a cell styled as a date. A row of null is left out. */
export function workbook(rows: readonly (readonly XlsxCell[] | null)[]): Buffer {
  const sheetRows = rows.map((row, index) => (row ? `<row r="${index + 1}">${row.map((cell, column) => xlsxCell(cell, column, index + 1)).join('')}</row>` : ''));
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${relations}"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet ${main}><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${main}><sheetData>${sheetRows.join('')}</sheetData></worksheet>`,
  });
}

function xlsxCell(cell: XlsxCell, column: number, row: number): string {
  const at = `r="${String.fromCharCode(65 + column)}${row}"`;
  if (cell === null) return '';
  if (typeof cell === 'string') return `<c ${at} t="inlineStr"><is><t>${cell}</t></is></c>`;
  if (typeof cell === 'boolean') return `<c ${at} t="b"><v>${cell ? 1 : 0}</v></c>`;
  return typeof cell === 'number' ? `<c ${at}><v>${cell}</v></c>` : `<c ${at} s="1"><v>${cell.date}</v></c>`;
}

/** A zip file whose parts are stored as they are. */
export function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const part = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name));
    parts.push(part);
    offset += part.length;
  }
  const end = Buffer.alloc(18);
  const listing = Buffer.concat(directory);
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listing, Buffer.from('PK\x05\x06'), end]);
}
