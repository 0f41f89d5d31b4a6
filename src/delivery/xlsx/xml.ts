/**
 * Reads XML as its text arrives, in time that grows with its length alone: a tag may be so long, tags may be nested so
 * deep, and nothing else of it is kept. What could make it grow (a document type, entities of its own) is refused, as
 * the standard of workbooks does (ISO/IEC 29500-2).
 */
import { WorkbookTooLarge, WorkbookUnreadable } from './unreadable.ts';

const LONGEST_TAG = 64 * 1024;
const DEEPEST = 64;
const MOST_ATTRIBUTES = 200;

export interface XmlEvents {
  /** Names come without their prefix. `tag` is for `attributesOf`. */
  open(name: string, tag: string): void;
  close(name: string): void;
  /** A piece of text; asked for only while `wantsText`. */
  text(text: string): void;
  readonly wantsText: boolean;
}

/** Events that care for tags only. */
export function tags(open: XmlEvents['open']): XmlEvents {
  return { open, close: () => undefined, text: () => undefined, wantsText: false };
}

/** Reads a whole text. @throws WorkbookTooLarge, WorkbookUnreadable */
export async function readXml(text: AsyncIterable<string>, events: XmlEvents): Promise<void> {
  const xml = new XmlReader(events);
  for await (const piece of text) xml.push(piece);
  xml.end();
}

export class XmlReader {
  #rest = '';
  readonly #path: string[] = [];
  #elements = 0;
  readonly #events: XmlEvents;

  constructor(events: XmlEvents) {
    this.#events = events;
  }

  push(piece: string): void {
    const text = this.#rest + piece;
    let at = 0;
    while (at < text.length) {
      const next = text[at] === '<' ? this.#markup(text, at) : this.#text(text, at);
      if (next === undefined) break;
      at = next;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > LONGEST_TAG) throw new WorkbookTooLarge('a tag without end');
  }

  end(): void {
    if (this.#rest.trim() !== '' || this.#path.length > 0 || this.#elements === 0) throw new WorkbookUnreadable('cut short');
  }

  /** Up to the next tag; what may be half an entity waits for the rest. */
  #text(text: string, at: number): number | undefined {
    let end = text.indexOf('<', at);
    if (end < 0) {
      const half = text.lastIndexOf('&');
      end = half >= at && half > text.length - LONGEST_ENTITY && !text.includes(';', half) ? half : text.length;
      if (end === at) return undefined;
    }
    if (this.#events.wantsText) this.#events.text(decoded(text.slice(at, end)));
    return end;
  }

  #markup(text: string, at: number): number | undefined {
    if (text[at + 1] === undefined) return undefined;
    if (text[at + 1] === '?') return after(text, '?>', at + 2);
    if (text[at + 1] === '!') return this.#declaration(text, at);
    const end = endOfTag(text, at);
    if (end === undefined) return undefined;
    if (text[at + 1] === '/') this.#close(localName(text, at + 2));
    else this.#open(text.slice(at, end), text[end - 2] === '/');
    return end;
  }

  #declaration(text: string, at: number): number | undefined {
    if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
    if (text.startsWith(CDATA, at)) {
      const end = after(text, ']]>', at + CDATA.length);
      if (end !== undefined && this.#events.wantsText) this.#events.text(text.slice(at + CDATA.length, end - 3));
      return end;
    }
    const start = text.slice(at, at + CDATA.length);
    if (start.length < CDATA.length && ('<!--'.startsWith(start) || CDATA.startsWith(start))) return undefined;
    throw new WorkbookUnreadable('a document type');
  }

  #open(tag: string, closesItself: boolean): void {
    const name = localName(tag, 1);
    if (name === '') throw new WorkbookUnreadable('a tag without a name');
    if (this.#path.length >= DEEPEST) throw new WorkbookTooLarge('nested too deep');
    this.#elements += 1;
    this.#events.open(name, tag);
    if (closesItself) this.#events.close(name);
    else this.#path.push(name);
  }

  #close(name: string): void {
    if (this.#path.pop() !== name) throw new WorkbookUnreadable('tags that do not match');
    this.#events.close(name);
  }
}

const CDATA = '<![CDATA[';
const LONGEST_ENTITY = 12;

function after(text: string, end: string, from: number): number | undefined {
  const at = text.indexOf(end, from);
  return at < 0 ? undefined : at + end.length;
}

/** Behind the first `>` that stands outside quotes. */
function endOfTag(text: string, from: number): number | undefined {
  let at = text.indexOf('>', from);
  let quoteFrom = from;
  while (at >= 0) {
    const quote = firstQuote(text, quoteFrom, at);
    if (quote < 0) return at + 1;
    const closing = text.indexOf(text.charAt(quote), quote + 1);
    if (closing < 0) return undefined;
    quoteFrom = closing + 1;
    if (closing > at) at = text.indexOf('>', quoteFrom);
  }
  return undefined;
}

function firstQuote(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === 0x22 || letter === 0x27) return at;
  }
  return -1;
}

/** `x:row` is a row. */
function localName(text: string, from: number): string {
  let end = from;
  let start = from;
  for (; end < text.length; end += 1) {
    const letter = text.charCodeAt(end);
    if (letter === 0x3a) start = end + 1;
    else if (letter <= 0x20 || letter === 0x2f || letter === 0x3e) break;
  }
  return text.slice(start, end);
}

/** The attributes of a tag by their whole name, prefix included. */
export function attributesOf(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  const attribute = /\s+([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
  attribute.lastIndex = /^<[^\s/>]+/.exec(tag)?.[0].length ?? 0;
  for (let match = attribute.exec(tag); match; match = attribute.exec(tag)) {
    if (found.size === MOST_ATTRIBUTES) throw new WorkbookTooLarge('too many attributes');
    found.set(match[1] ?? '', decoded(match[2] ?? match[3] ?? ''));
  }
  return found;
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));|&/gi, (_, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined && named[name] !== undefined) return named[name];
    const code = hex !== undefined ? parseInt(hex, 16) : Number(decimal);
    if (!(code <= 0x10ffff)) throw new WorkbookUnreadable('an entity of its own');
    return String.fromCodePoint(code);
  });
}
