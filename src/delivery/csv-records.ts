import type { Delimiter } from './mapping.ts';
import { longestLine, type Line } from './lines.ts';

/*
 * Not a CSV library, because of two things that real exports do and that cost every later row there: a quote that
 * opens a field and is never closed ("t Hart), and line ends that differ within one file. Here both cost nothing.
 */

export interface CsvRecord {
  /** The line where the record starts. */
  line: number;
  fields: string[];
  /** Cut off: its fields mean nothing. */
  tooLong: boolean;
}

const mostLines = 30; // of one record: a quoted field with line ends in it

/** Joins lines to records: a quoted field may run over several lines. */
export class CsvRecords {
  #lines: Line[] = [];
  #columns: number | undefined;
  readonly #delimiter: Delimiter;

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
  }

  /** The records that these lines complete; `last` says that no more lines come. */
  push(lines: readonly Line[], last: boolean): CsvRecord[] {
    this.#lines = this.#lines.concat(lines);
    const records: CsvRecord[] = [];
    let taken = 0;
    for (;;) {
      while (this.#lines[taken]?.text.trim() === '') taken += 1;
      const next = this.#next(taken, last);
      if (!next) break;
      taken += next.lines;
      records.push(next.record);
      this.#columns ??= next.record.fields.length;
    }
    this.#lines.splice(0, taken);
    return records;
  }

  #next(at: number, last: boolean): { record: CsvRecord; lines: number } | undefined {
    const first = this.#lines[at];
    if (!first) return undefined;
    const record = (fields: string[], tooLong = false) => ({ line: first.number, fields, tooLong });
    if (first.text.length > longestLine) return { record: record([], true), lines: 1 };

    const alone = splitFields(first.text, this.#delimiter);
    if (alone.openAt === undefined) return { record: record(alone.fields), lines: 1 };
    const literal = splitFields(first.text, this.#delimiter, alone.openAt).fields;
    if (at + 1 >= this.#lines.length && !last) return undefined;
    if (this.#isWhole(literal) && this.#nextLineIsWhole(at + 1)) return { record: record(literal), lines: 1 };

    let text = first.text;
    for (let count = 2; count <= mostLines; count++) {
      const line = this.#lines[at + count - 1];
      if (!line) return last ? { record: record(literal), lines: 1 } : undefined;
      text += `\n${line.text}`;
      if (text.length > longestLine) break;
      const joined = splitFields(text, this.#delimiter);
      if (joined.openAt === undefined) return { record: record(joined.fields), lines: count };
    }
    return { record: record(literal), lines: 1 };
  }

  /** An open quote is a stray one when its line and the next are whole rows by themselves. */
  #nextLineIsWhole(at: number): boolean {
    const next = this.#lines[at];
    if (!next) return true;
    const { fields, openAt } = splitFields(next.text, this.#delimiter);
    return this.#isWhole(openAt === undefined ? fields : splitFields(next.text, this.#delimiter, openAt).fields);
  }

  #isWhole(fields: readonly string[]): boolean {
    return this.#columns !== undefined && this.#columns > 1 && fields.length === this.#columns;
  }
}

/**
 * The fields of a record. A quote opens a field only as its first character and closes it only before a delimiter or
 * the end (spaces around do not count); every other quote is a letter like any other. `openAt` is where a quote was
 * opened and never closed; from `literalFrom` on no quote opens a field.
 */
export function splitFields(text: string, delimiter: Delimiter, literalFrom = Infinity): { fields: string[]; openAt?: number } {
  if (!text.includes('"')) return { fields: text.split(delimiter) };
  const fields: string[] = [];
  let start = 0;
  for (;;) {
    const open = afterSpaces(text, start);
    let end: number;
    if (text[open] === '"' && open < literalFrom) {
      const close = closingQuote(text, open, delimiter);
      if (close === undefined) return { fields, openAt: open };
      fields.push(text.slice(open + 1, close).replaceAll('""', '"'));
      end = afterSpaces(text, close + 1);
    } else {
      const next = text.indexOf(delimiter, start);
      end = next < 0 ? text.length : next;
      fields.push(text.slice(start, end));
    }
    if (end >= text.length) return { fields };
    start = end + 1;
  }
}

function closingQuote(text: string, open: number, delimiter: Delimiter): number | undefined {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') {
      at += 1;
      continue;
    }
    const after = text[afterSpaces(text, at + 1)];
    if (after === undefined || after === delimiter) return at;
  }
  return undefined;
}

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return at;
}
