/** Words that can be found back in whatever they end up in, however they are dressed up or encoded on the way. */
import { randomBytes } from 'node:crypto';

/** How a word is written: as people and attackers do. */
const dresses: ((mark: string) => string)[] = [
  (mark) => mark,
  (mark) => `${'lang verhaal '.repeat(10)}${mark}`,
  (mark) => `<b onmouseover="x">${mark}</b><script>alert(1)</script>`,
  (mark) => `regel\r\nSubject: ${mark}\r\n\r\n.\r\n${mark}`,
  (mark) => mark.replace(/./g, '$&\u200d'),
  (mark) => mark.replace(/./g, '$&\u0301'),
  (mark) => mark.replace(/[a-z0-9]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
  (mark) => `\u202e${mark}\u202c`,
  (mark) => mark.toUpperCase(),
  (mark) => `=HYPERLINK("https://x.test/${mark}")`,
  (mark) => `"; drop table cases; -- ${mark} \u{1f480}`,
];

export class Marks {
  readonly made = new Map<string, string>();
  #next = 0;

  /** A text for a field that takes so many characters; `what` names it when it is found. */
  text(what: string, longest = 2_000): string {
    const mark = `q${randomBytes(6).toString('hex')}z`;
    this.made.set(mark, what);
    const dressed = dresses[this.#next++ % dresses.length]?.(mark) ?? mark;
    return dressed.length <= longest ? dressed : mark;
  }

  /** Which of them stand in a text, plain or encoded. */
  foundIn(text: string): string[] {
    const seen = [text, ...decodings(text)].map(plain).join('\n');
    return [...this.made].filter(([mark]) => seen.includes(mark)).map(([, what]) => what);
  }
}

/** Without what the eye does not see or takes for the same letter. */
const plain = (text: string): string => text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '').toLowerCase();

function decodings(text: string): string[] {
  const softened = text.replace(/=\r?\n/g, '').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const unquoted = Buffer.from(softened, 'latin1').toString();
  const ofEntities = unquoted.replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, digits: string) => String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(digits, hex === '' ? 10 : 16) || 0)));
  const ofUrl = text.replace(/(%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());
  const escaped = text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const base64 = [...text.replace(/\r?\n/g, '').matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)].flatMap(([run]) => [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64').toString()));
  return [unquoted, ofEntities, ofUrl, escaped, ...base64];
}
