import type { Delimiter } from '../mapping.ts';
import { longestLine, type Line } from './lines.ts';

/*
 * Not a CSV library, because of two things that real exports do and that cost every later row there: a quote that
 * opens a field and is never closed ("t Hart), and line ends that differ within one file. Here both cost nothing.
 */

interface CsvRecord {
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
    const record = (fields: string[], lines = 1, tooLong = false) => ({ record: { line: first.number, fields, tooLong }, lines });
    if (first.text.length > longestLine) return record([], 1, true);

    const alone = splitFields(first.text, this.#delimiter);
    if (first.text.includes('\\"') && !this.#isWhole(alone.fields)) {
      const escaped = splitFields(first.text, this.#delimiter, { backslash: true });
      if (escaped.open === undefined && this.#isWhole(escaped.fields)) return record(escaped.fields);
    }
    if (alone.open === undefined) return record(alone.fields);
    const literal = splitFields(first.text, this.#delimiter, { literalFrom: alone.open.at }).fields;
    if (at + 1 >= this.#lines.length && !last) return undefined;
    if (this.#isWhole(literal) && this.#nextLineIsWhole(at + 1)) return record(literal);

    let length = first.text.length;
    let joined: Split = alone;
    for (let count = 2; count <= mostLines; count++) {
      const line = this.#lines[at + count - 1];
      if (!line) return last ? record(literal) : undefined;
      length += 1 + line.text.length;
      if (length > longestLine) break;
      joined = continued(joined, line.text, this.#delimiter);
      if (joined.open === undefined) return record(joined.fields, count);
    }
    return record(literal);
  }

  /** An open quote is a stray one when its line and the next are whole rows by themselves. */
  #nextLineIsWhole(at: number): boolean {
    const next = this.#lines[at];
    if (!next) return true;
    const { fields, open } = splitFields(next.text, this.#delimiter);
    return this.#isWhole(open === undefined ? fields : splitFields(next.text, this.#delimiter, { literalFrom: open.at }).fields);
  }

  #isWhole(fields: readonly string[]): boolean {
    return this.#columns !== undefined && this.#columns > 1 && fields.length === this.#columns;
  }
}

interface Split {
  fields: string[];
  /** A quote that was opened and not closed: where, and what stands behind it so far. */
  open?: { at: number; lines: string[] };
}

interface Options {
  /** From here on no quote opens a field. */
  literalFrom?: number;
  /** A quote behind a backslash is a letter, as MySQL writes it. */
  backslash?: boolean;
}

/**
 * The fields of a record. A quote opens a field only as its first character and closes it only before a delimiter or
 * the end (spaces around do not count); every other quote is a letter like any other.
 */
export function splitFields(text: string, delimiter: Delimiter, options: Options = {}): Split {
  if (!text.includes('"')) return { fields: text.split(delimiter) };
  return scan(text, 0, [], delimiter, options);
}

/** The record goes on with another line: only that line is looked at. */
function continued({ fields, open }: Split, line: string, delimiter: Delimiter): Split {
  const lines = open?.lines ?? [];
  const close = closingQuote(line, 0, delimiter, false);
  if (close === undefined) return { fields, open: { at: open?.at ?? 0, lines: [...lines, line] } };
  const field = unquoted([...lines, line.slice(0, close)].join('\n'));
  return behindQuote(line, close, [...fields, field], delimiter, {});
}

function scan(text: string, from: number, fields: string[], delimiter: Delimiter, { literalFrom = Infinity, backslash = false }: Options): Split {
  let start = from;
  for (;;) {
    const open = afterSpaces(text, start);
    let end: number;
    if (text[open] === '"' && open < literalFrom) {
      const close = closingQuote(text, open + 1, delimiter, backslash);
      if (close === undefined) return { fields, open: { at: open, lines: [text.slice(open + 1)] } };
      fields.push(unquoted(text.slice(open + 1, close)));
      end = afterSpaces(text, close + 1);
    } else {
      const next = text.indexOf(delimiter, start);
      end = next < 0 ? text.length : next;
      fields.push(text.slice(start, end).replaceAll('\\"', '"'));
    }
    if (end >= text.length) return { fields };
    start = end + 1;
  }
}

function behindQuote(text: string, close: number, fields: string[], delimiter: Delimiter, options: Options): Split {
  const end = afterSpaces(text, close + 1);
  return end >= text.length ? { fields } : scan(text, end + 1, fields, delimiter, options);
}

const unquoted = (text: string) => text.replaceAll('""', '"').replaceAll('\\"', '"');

function closingQuote(text: string, from: number, delimiter: Delimiter, backslash: boolean): number | undefined {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    if (backslash && text[at - 1] === '\\') continue;
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
