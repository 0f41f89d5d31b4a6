/**
 * Takes a zip file apart with its limits counted on what really comes out: what headers say of sizes is up to whoever
 * made the file. Zips within it are never opened.
 */
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

export interface ZipLimits {
  parts: number;
  /** Of all parts that are taken, together. */
  bytes: number;
  /** How many times its packed size a part may be; a megabyte is always allowed. */
  ratio: number;
}

export interface ZipPart {
  name: string;
  bytes: Buffer;
}

/** Thrown when more would come out than the limits allow, before it has. */
export class ZipTooLarge extends Error {
  override readonly name = 'ZipTooLarge';
}

/** Thrown for what is no zip file, a damaged one, or one that is encrypted or packed in a way we do not take. */
export class ZipUnreadable extends Error {
  override readonly name = 'ZipUnreadable';
}

const ALWAYS_ALLOWED_BYTES = 1024 * 1024;
const ENCRYPTED = 0x0001;
const STORED = 0;
const DEFLATED = 8;

/**
 * The parts that are asked for, one at a time.
 * @throws ZipTooLarge, ZipUnreadable
 */
export async function* zipParts(zip: Buffer, limits: ZipLimits, wanted: (name: string) => boolean): AsyncGenerator<ZipPart> {
  let left = limits.bytes;
  const seen = new Set<string>();
  for (const entry of entriesOf(zip, limits.parts)) {
    if (!wanted(entry.name)) continue;
    // Of two parts with one name each reader may take another.
    if (seen.has(entry.name)) throw new ZipUnreadable('a part comes twice');
    seen.add(entry.name);
    const packed = packedBytes(zip, entry);
    const most = Math.min(left, Math.max(ALWAYS_ALLOWED_BYTES, packed.length * limits.ratio));
    const bytes = await unpacked(packed, entry.method, most);
    left -= bytes.length;
    yield { name: entry.name, bytes };
  }
}

interface Entry {
  name: string;
  method: number;
  packedLength: number;
  /** Where its own header begins. */
  at: number;
}

const END = { signature: 0x06054b50, length: 22 };
const DIRECTORY = { signature: 0x02014b50, length: 46 };
const LOCAL = { signature: 0x04034b50, length: 30 };
const LONGEST_COMMENT = 0xffff;

function* entriesOf(zip: Buffer, most: number): Generator<Entry> {
  const end = endOfDirectory(zip);
  let at = zip.readUInt32LE(end + 16);
  for (let n = 0; at + DIRECTORY.length <= end && zip.readUInt32LE(at) === DIRECTORY.signature; n += 1) {
    if (n === most) throw new ZipTooLarge('too many parts');
    const [nameLength, extraLength, commentLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const name = zip.toString('utf8', at + DIRECTORY.length, at + DIRECTORY.length + nameLength);
    if ((zip.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw new ZipUnreadable('encrypted');
    const extra = zip.subarray(at + DIRECTORY.length + nameLength, at + DIRECTORY.length + nameLength + extraLength);
    yield { name, method: zip.readUInt16LE(at + 10), ...placeOf(zip, at, extra) };
    at += DIRECTORY.length + nameLength + extraLength + commentLength;
  }
}

function endOfDirectory(zip: Buffer): number {
  const first = Math.max(0, zip.length - END.length - LONGEST_COMMENT);
  for (let at = zip.length - END.length; at >= first; at -= 1) if (zip.readUInt32LE(at) === END.signature) return at;
  throw new ZipUnreadable('no directory');
}

const ELSEWHERE = 0xffffffff;
const ZIP64 = 0x0001;

/** Some programs write the 64-bit form for small files too: the fields that overflow stand in the extra part, in this order. */
function placeOf(zip: Buffer, at: number, extra: Buffer): Pick<Entry, 'packedLength' | 'at'> {
  const fields = [zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
  let long = fields.includes(ELSEWHERE) ? zip64(extra) : Buffer.alloc(0);
  const [, packedLength = 0, place = 0] = fields.map((field) => {
    if (field !== ELSEWHERE) return field;
    if (long.length < 8) throw new ZipUnreadable('a size is missing');
    const value = Number(long.readBigUInt64LE());
    long = long.subarray(8);
    return value;
  });
  return { packedLength, at: place };
}

function zip64(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === ZIP64) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  return Buffer.alloc(0);
}

function packedBytes(zip: Buffer, { at, packedLength }: Entry): Buffer {
  if (at + LOCAL.length > zip.length || zip.readUInt32LE(at) !== LOCAL.signature) throw new ZipUnreadable('a part is missing');
  const from = at + LOCAL.length + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  if (from + packedLength > zip.length) throw new ZipUnreadable('a part is cut short');
  return zip.subarray(from, from + packedLength);
}

async function unpacked(packed: Buffer, method: number, most: number): Promise<Buffer> {
  if (method !== STORED && method !== DEFLATED) throw new ZipUnreadable('packed in another way');
  if (most === 0 || (method === STORED && packed.length > most)) throw new ZipTooLarge('too large');
  if (method === STORED) return packed;
  try {
    return await inflate(packed, { maxOutputLength: most });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new ZipTooLarge('too large') : new ZipUnreadable('damaged');
  }
}
