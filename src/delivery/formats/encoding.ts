import { TextDecoder } from 'node:util';
import type { Encoding } from '../mapping.ts';
import { UnreadableDelivery } from '../unreadable.ts';

/**
 * Finds out how a file spells its letters while its bytes pass by. Only the whole file can tell: text that is valid
 * UTF-8 to the last byte is UTF-8, all other text is Windows-1252, the encoding of Dutch Windows exports.
 */
export class EncodingSniffer {
  #decoder: TextDecoder | undefined = new TextDecoder('utf-8', { fatal: true });
  #first = true;

  /** @throws UnreadableDelivery `utf16` at a byte order mark of UTF-16, or the first zero byte: UTF-16, or no text at all. */
  push(chunk: Uint8Array): void {
    if (chunk.includes(0) || (this.#first && isMarkOfUtf16(chunk))) throw utf16();
    this.#first &&= chunk.length === 0;
    this.#decode(chunk);
  }

  /** The encoding of everything pushed. */
  result(): Encoding {
    this.#decode();
    return this.soFar();
  }

  /** The encoding of a beginning, which may end in the middle of a letter. */
  soFar(): Encoding {
    return this.#decoder ? 'utf-8' : 'windows-1252';
  }

  #decode(chunk?: Uint8Array): void {
    try {
      this.#decoder?.decode(chunk, { stream: chunk !== undefined });
    } catch {
      this.#decoder = undefined;
    }
  }
}

const isMarkOfUtf16 = ([a, b]: Uint8Array) => (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);

const sniffedBytes = 64 * 1024;
const pieceBytes = 64 * 1024;

/**
 * The text of a file, without its byte order mark, in pieces of at most 64 KB; the first is no smaller unless it is all,
 * so that a reader can tell from it what it has before it. Without `encoding` the first 64 KB decide;
 * should the first letter outside ASCII come later and be no UTF-8, the rest is read as Windows-1252.
 * @param onEnd hears what it was read as
 * @throws UnreadableDelivery `utf16`, or `encoding` when bytes are not in the encoding that the start of the file has.
 */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>, encoding?: Encoding, onEnd: (used: Encoding) => void = () => undefined): AsyncGenerator<string> {
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let decoder: Decoder | undefined;
  for await (const chunk of chunks) {
    if (decoder) {
      yield* decoder.pieces(chunk);
      continue;
    }
    head.push(chunk);
    headBytes += chunk.length;
    if (headBytes < sniffedBytes) continue;
    decoder = new Decoder(encodingOf(head, 'beginning', encoding), encoding === undefined);
    yield* decoder.pieces(Buffer.concat(head.splice(0)));
  }
  decoder ??= new Decoder(encodingOf(head, 'whole', encoding), encoding === undefined);
  yield* decoder.pieces(Buffer.concat(head));
  yield decoder.end();
  onEnd(decoder.encoding);
}

/** The given encoding, else the one of `head`; refuses UTF-16 either way. */
function encodingOf(head: readonly Uint8Array[], part: 'beginning' | 'whole', given: Encoding | undefined): Encoding {
  const sniffer = new EncodingSniffer();
  for (const chunk of head) sniffer.push(chunk);
  return given ?? (part === 'whole' ? sniffer.result() : sniffer.soFar());
}

class Decoder {
  /** Undefined when the text is Windows-1252, where every byte is a letter by itself. */
  #utf8: TextDecoder | undefined;
  /** Nothing but ASCII so far in a file whose encoding was guessed: it may still prove to be Windows-1252. */
  #undecided: boolean;

  constructor(encoding: Encoding, guessed: boolean) {
    this.#utf8 = encoding === 'utf-8' ? new TextDecoder('utf-8', { fatal: true }) : undefined;
    this.#undecided = guessed && encoding === 'utf-8';
  }

  get encoding(): Encoding {
    return this.#utf8 ? 'utf-8' : 'windows-1252';
  }

  *pieces(chunk: Uint8Array): Generator<string> {
    for (let start = 0; start < chunk.length; start += pieceBytes) yield this.#piece(chunk.subarray(start, start + pieceBytes));
  }

  #piece(bytes: Uint8Array): string {
    if (!this.#utf8) return fromWindows1252(bytes);
    try {
      const text = this.#utf8.decode(bytes, { stream: true });
      if (this.#undecided && bytes.some((byte) => byte > 0x7f)) this.#undecided = false;
      return text;
    } catch {
      if (!this.#undecided) throw mixedEncoding();
      this.#utf8 = undefined;
      return fromWindows1252(bytes);
    }
  }

  end(): string {
    try {
      return this.#utf8?.decode() ?? '';
    } catch {
      throw mixedEncoding();
    }
  }
}

/** What Windows-1252 has at 0x80–0x9F, where Latin-1 has control characters; elsewhere the two are the same. */
const from0x80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** By hand: several releases of Node decode 'windows-1252' as Latin-1 and lose the euro sign (nodejs/node#56542). */
function fromWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return latin1.replace(/[\x80-\x9f]/g, (letter) => from0x80[letter.charCodeAt(0) - 0x80] ?? letter);
}

const utf16 = () =>
  new UnreadableDelivery(
    'utf16',
    'Dit bestand is geen gewone tekst: het lijkt opgeslagen als Unicode (UTF-16) of is een ander soort bestand.',
    'Sla het op als "CSV UTF-8" en lever het opnieuw aan.',
  );

const mixedEncoding = () =>
  new UnreadableDelivery(
    'encoding',
    'In dit bestand staan letters in verschillende tekensets door elkaar.',
    'Sla het als geheel op als "CSV UTF-8" en lever het opnieuw aan.',
  );
