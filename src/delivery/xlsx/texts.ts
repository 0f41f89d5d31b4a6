import { WorkbookTooLarge } from './unreadable.ts';
import { readXml, type XmlEvents } from './xml.ts';
import type { Zip } from './zip.ts';

/** Far more than any field takes: one text of megabytes that a hundred thousand cells share would be read as often. */
export const LONGEST_TEXT = 2_000;
const MOST_TEXTS = 1_500_000;
const MOST_LETTERS = 40_000_000;

/** The texts that cells share, by their number, without how Japanese is to be pronounced. */
export async function sharedStringsOf(zip: Zip, part: string | undefined): Promise<readonly string[]> {
  const texts: string[] = [];
  if (part === undefined) return texts;
  let letters = 0;
  const collector = new TextCollector('si', (text) => {
    letters += text.length;
    if (texts.length === MOST_TEXTS || letters > MOST_LETTERS) throw new WorkbookTooLarge('too many texts');
    texts.push(ownCopy(text));
  });
  await readXml(zip.text(part), collector);
  return texts;
}

/** Collects the text of all `t` within an element, whether in one piece or in runs of several fonts. */
export class TextCollector implements XmlEvents {
  readonly #of: string;
  readonly #done: (text: string) => void;
  #text = '';
  #inside = false;
  #spoken = false;
  wantsText = false;

  constructor(of: string, done: (text: string) => void) {
    this.#of = of;
    this.#done = done;
  }

  open(name: string): void {
    if (name === this.#of) [this.#inside, this.#text] = [true, ''];
    else if (name === 'rPh') this.#spoken = true;
    else if (name === 't') this.wantsText = this.#inside && !this.#spoken;
  }

  text(text: string): void {
    if (this.#text.length <= LONGEST_TEXT) this.#text += text.slice(0, LONGEST_TEXT);
  }

  close(name: string): void {
    if (name === 't') this.wantsText = false;
    else if (name === 'rPh') this.#spoken = false;
    else if (name === this.#of) {
      this.#inside = false;
      this.#done(unescaped(this.#text.slice(0, LONGEST_TEXT)));
    }
  }
}

/** Letters that XML cannot hold stand as `_x000D_` (ISO/IEC 29500-1, 22.9.2.19). */
export const unescaped = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;

/** A piece of a string keeps the whole one in memory: this copy does not. */
const ownCopy = (text: string) => (text.length < 13 ? text : Buffer.from(text).toString());
