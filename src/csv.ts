/**
 * Everything that leaves the system as CSV, for Excel: semicolons and a byte order mark. A spreadsheet runs a text that
 * looks like a formula, wherever it came from. So an apostrophe stands before a sign that begins a text, and before one
 * that would begin a cell where another separator is used: quotes protect no cell but the first of a line there. Numbers
 * stay numbers, negative ones too.
 */
import { Readable } from 'node:stream';

/** Null is an empty cell. */
export type CsvCell = string | number | null;

const BYTE_ORDER_MARK = '\ufeff';
const PIECE_CHARACTERS = 16 * 1024;

/**
 * Lines as a stream that takes no more of them than its reader asks for, and closes their iterator when the reader stops.
 * @param columns the first line
 */
export function csvOf(columns: readonly string[], lines: AsyncIterable<readonly CsvCell[]>): Readable {
  return Readable.from(piecesOf(columns, lines), { objectMode: false });
}

async function* piecesOf(columns: readonly string[], lines: AsyncIterable<readonly CsvCell[]>): AsyncGenerator<Buffer> {
  let piece = BYTE_ORDER_MARK + lineOf(columns);
  for await (const line of lines) {
    piece += lineOf(line);
    if (piece.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}

const lineOf = (cells: readonly CsvCell[]): string => `${cells.map(written).join(';')}\n`;

function written(cell: CsvCell): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return String(cell);
  return plain.test(cell) ? cell : `"${harmless(cell).replaceAll('"', '""')}"`;
}

const plain = /^[\p{L}\p{N}][\p{L}\p{N} ._()/-]*$/u;

/** A sign that starts a formula, full-width ones too, with the blanks and quotes before it that spreadsheets pass over. */
const formula = /(?<=^|[;,\t|\r\n])(?=[\s\p{Cc}\p{Cf}"]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212|%])|^(?=[\t\r\n])/gu;

const harmless = (text: string): string => text.replace(formula, "'");
