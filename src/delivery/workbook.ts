/**
 * A workbook's parts, checked and packed anew for the reader of sheets: it unpacks without limits, believes the headers
 * of parts, and makes a cell for every place up to the furthest one that is named.
 */
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { zipParts, ZipTooLarge, ZipUnreadable, type ZipLimits, type ZipPart } from './unzip.ts';

const limits: ZipLimits = { parts: 2_000, bytes: 150 * 1024 * 1024, ratio: 250 };
const MOST_ROWS = 1_048_576;
const MOST_CELLS = 20_000_000;

const isXml = (name: string) => name.endsWith('.xml') || name.endsWith('.rels');

/** The same workbook as a zip file in which each part stands as it is. Ends in a ZipTooLarge or ZipUnreadable when it cannot be trusted. */
export const checkedWorkbook = (file: Buffer): Readable => Readable.from(packedAnew(checkedParts(file)), { objectMode: false });

async function* checkedParts(file: Buffer): AsyncGenerator<ZipPart> {
  for await (const part of zipParts(file, limits, isXml)) {
    check(part.bytes.toString('latin1'));
    yield part;
  }
}

/** The standard forbids a document type in a part (ISO/IEC 29500-2): it is where entities are defined that grow. */
function check(xml: string): void {
  if (xml.includes('<!DOCTYPE') || xml.includes('<!ENTITY')) throw new ZipUnreadable('a document type');
  const { rows, columns } = areaOf(xml);
  if (rows > MOST_ROWS || rows * columns > MOST_CELLS) throw new ZipTooLarge('a far cell');
}

/** How far the places go that rows and cells say they are at, read as the reader of sheets does. */
function areaOf(xml: string): { rows: number; columns: number } {
  const area = { rows: 0, columns: 0 };
  for (const [, double, single] of xml.matchAll(/(?:\s|(?<!xmlns):)r\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const place = double ?? single ?? '';
    if (place.includes('&')) throw new ZipUnreadable('a hidden place');
    const digits = place.search(/\d/);
    if (digits < 0) continue;
    const row = Number(place.slice(digits));
    if (row > area.rows) area.rows = row;
    area.columns = Math.max(area.columns, columnOf(place.slice(0, digits)));
  }
  return area;
}

/** 'A' is 1, 'AA' is 27. */
function columnOf(letters: string): number {
  let column = 0;
  for (let n = 0; n < letters.length; n += 1) column = column * 26 + letters.charCodeAt(n) - 64;
  return column;
}

async function* packedAnew(parts: AsyncIterable<ZipPart>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const { name, bytes } of parts) {
    const [common, encoded] = [commonHeader(name, bytes), Buffer.from(name)];
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), common, encoded]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, place, encoded);
    offset += header.length + bytes.length;
    yield header;
    yield bytes;
  }
  const listing = Buffer.concat(directory);
  yield listing;
  yield endHeader(directory.length / 4, listing.length, offset);
}

/** What a part's own header and its place in the directory have in common. */
function commonHeader(name: string, bytes: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt32LE(crc32(bytes), 10);
  header.writeUInt32LE(bytes.length, 14);
  header.writeUInt32LE(bytes.length, 18);
  header.writeUInt16LE(Buffer.byteLength(name), 22);
  return header;
}

function endHeader(parts: number, directoryLength: number, directoryAt: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts, 8);
  end.writeUInt16LE(parts, 10);
  end.writeUInt32LE(directoryLength, 12);
  end.writeUInt32LE(directoryAt, 16);
  return end;
}
