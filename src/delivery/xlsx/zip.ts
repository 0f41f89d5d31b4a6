/**
 * Takes a zip file apart with its limits counted on what really comes out: what headers say of sizes is up to whoever
 * made the file. Only the parts that are asked for are unpacked, piece by piece; zips within it are never opened.
 */
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { WorkbookTooLarge, WorkbookUnreadable } from './unreadable.ts';

const MOST_PARTS = 2_000;
/** Of all parts that are read, together. */
const MOST_BYTES = 150 * 1024 * 1024;
/** How many times its packed size a part may be; a megabyte is always allowed. */
const HIGHEST_RATIO = 250;
const ALWAYS_ALLOWED_BYTES = 1024 * 1024;
const PIECE_BYTES = 64 * 1024;
const ENCRYPTED = 0x0001;
const STORED = 0;
const DEFLATED = 8;

/** @throws WorkbookTooLarge, WorkbookUnreadable; so do its methods */
export class Zip {
  readonly #bytes: Buffer;
  readonly #entries = new Map<string, Entry>();
  #left = MOST_BYTES;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    for (const entry of entriesOf(bytes)) {
      const name = plain(entry.name);
      // Of two parts with one name each reader may take another.
      if (this.#entries.has(name)) throw new WorkbookUnreadable('a part comes twice');
      this.#entries.set(name, entry);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(plain(name));
  }

  /** The text of a part, in pieces. */
  async *text(name: string): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      for await (const piece of this.#unpacked(name)) yield decoder.decode(piece, { stream: true });
      yield decoder.decode();
    } catch (error) {
      throw (error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? new WorkbookUnreadable('letters in another encoding', { cause: error }) : error;
    }
  }

  async *#unpacked(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(plain(name));
    if (entry === undefined) throw new WorkbookUnreadable('a part is missing');
    const packed = packedBytes(this.#bytes, entry);
    let most = Math.max(ALWAYS_ALLOWED_BYTES, packed.length * HIGHEST_RATIO);
    for await (const piece of pieces(packed, entry.method)) {
      most -= piece.length;
      this.#left -= piece.length;
      if (most < 0 || this.#left < 0) throw new WorkbookTooLarge('unpacks too large');
      yield piece;
    }
  }
}

/** Names are compared as most programs do: some write capitals, or the slashes of Windows. */
const plain = (name: string) => name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();

async function* pieces(packed: Buffer, method: number): AsyncGenerator<Uint8Array> {
  if (method !== STORED && method !== DEFLATED) throw new WorkbookUnreadable('packed in another way');
  const slices = Array.from({ length: Math.ceil(packed.length / PIECE_BYTES) }, (_, n) => packed.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES));
  if (method === STORED) return yield* slices;
  const source = Readable.from(slices);
  const inflate = source.pipe(createInflateRaw({ chunkSize: PIECE_BYTES }));
  try {
    for await (const piece of inflate) yield piece as Buffer;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true ? new WorkbookUnreadable('damaged', { cause: error }) : error;
  } finally {
    source.destroy();
    inflate.destroy();
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

function* entriesOf(zip: Buffer): Generator<Entry> {
  const end = endOfDirectory(zip);
  let at = zip.readUInt32LE(end + 16);
  for (let n = 0; at + DIRECTORY.length <= end && zip.readUInt32LE(at) === DIRECTORY.signature; n += 1) {
    if (n === MOST_PARTS) throw new WorkbookTooLarge('too many parts');
    const [nameLength, extraLength, commentLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const name = zip.toString('utf8', at + DIRECTORY.length, at + DIRECTORY.length + nameLength);
    if ((zip.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw new WorkbookUnreadable('encrypted');
    const extra = zip.subarray(at + DIRECTORY.length + nameLength, at + DIRECTORY.length + nameLength + extraLength);
    yield { name, method: zip.readUInt16LE(at + 10), ...placeOf(zip, at, extra) };
    at += DIRECTORY.length + nameLength + extraLength + commentLength;
  }
}

function endOfDirectory(zip: Buffer): number {
  const first = Math.max(0, zip.length - END.length - LONGEST_COMMENT);
  for (let at = zip.length - END.length; at >= first; at -= 1) if (zip.readUInt32LE(at) === END.signature) return at;
  throw new WorkbookUnreadable('no directory');
}

const ELSEWHERE = 0xffffffff;
const ZIP64 = 0x0001;

/** Some programs write the 64-bit form for small files too: the fields that overflow stand in the extra part, in this order. */
function placeOf(zip: Buffer, at: number, extra: Buffer): Pick<Entry, 'packedLength' | 'at'> {
  const fields = [zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
  let long = fields.includes(ELSEWHERE) ? zip64(extra) : Buffer.alloc(0);
  const [, packedLength = 0, place = 0] = fields.map((field) => {
    if (field !== ELSEWHERE) return field;
    if (long.length < 8) throw new WorkbookUnreadable('a size is missing');
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
  if (at + LOCAL.length > zip.length || zip.readUInt32LE(at) !== LOCAL.signature) throw new WorkbookUnreadable('a part is missing');
  const from = at + LOCAL.length + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  if (from + packedLength > zip.length) throw new WorkbookUnreadable('a part is cut short');
  return zip.subarray(from, from + packedLength);
}
