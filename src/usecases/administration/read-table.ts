/** A small table as CSV, as a spreadsheet writes it: the reader of deliveries, for lists that an administrator sends. */
import { CsvRecords, splitFields } from '../../delivery/formats/csv-records.ts';
import { decodeText } from '../../delivery/formats/encoding.ts';
import { LineSplitter } from '../../delivery/formats/lines.ts';
import { delimiters } from '../../delivery/mapping.ts';
import { UnreadableDelivery } from '../../delivery/unreadable.ts';
import { invalidField } from './guards.ts';

/** Names of columns: our own, and what people call it. */
export type Columns<Column extends string> = Readonly<Record<Column, readonly string[]>>;

export interface TableRow<Column extends string> {
  /** In the file, where its first line is 1. */
  line: number;
  /** Empty cells are left out. */
  cells: Partial<Record<Column, string>>;
}

const MOST_ROWS = 5_000;
const plain = (heading: string): string => heading.replace(/^\ufeff/, '').trim().toLowerCase();

/**
 * @param needed columns that the file must have
 * @throws AppError invalid-input when it is no such table
 */
export async function readTable<Column extends string>(bytes: Uint8Array, columns: Columns<Column>, needed: readonly Column[], most = MOST_ROWS): Promise<TableRow<Column>[]> {
  const lines = (await linesOf(bytes)).filter(({ text }) => text.trim() !== '');
  const first = lines[0]?.text ?? '';
  const columnOf = (heading: string): Column | undefined => (Object.keys(columns) as Column[]).find((column) => plain(column) === plain(heading) || columns[column].includes(plain(heading)));
  const understood = (delimiter: (typeof delimiters)[number]): number => splitFields(first, delimiter).fields.filter((field) => columnOf(field) !== undefined).length;
  const delimiter = [...delimiters].sort((a, b) => understood(b) - understood(a))[0] ?? ';';
  const [header, ...records] = new CsvRecords(delimiter).push(lines, true);
  const places = (header?.fields ?? []).map(columnOf);
  const missing = needed.filter((column) => !places.includes(column));
  if (missing.length > 0) throw invalidField('header', 'columns', `Deze kolommen ontbreken in de eerste regel: ${missing.map((column) => columns[column][0] ?? column).join(', ')}.`);
  if (records.length > most) throw invalidField('rows', 'max', `Een bestand mag ${most} regels hebben; verdeel het over meer bestanden.`);
  return records.map(({ line, fields }) => ({ line, cells: cellsOf(places, fields) }));
}

async function linesOf(bytes: Uint8Array) {
  const splitter = new LineSplitter();
  const lines: ReturnType<LineSplitter['push']> = [];
  try {
    for await (const piece of decodeText(one(bytes))) lines.push(...splitter.push(piece));
  } catch (error) {
    if (error instanceof UnreadableDelivery) throw invalidField('file', 'text', 'Dit bestand is geen CSV-tekst. Bewaar het als CSV (UTF-8) en stuur het opnieuw.');
    throw error;
  }
  return [...lines, ...splitter.end()];
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

function cellsOf<Column extends string>(places: readonly (Column | undefined)[], fields: readonly string[]): Partial<Record<Column, string>> {
  const cells: Partial<Record<Column, string>> = {};
  for (const [n, column] of places.entries()) {
    const text = fields[n]?.trim() ?? '';
    if (column !== undefined && text !== '' && !text.includes('\0')) cells[column] ??= text;
  }
  return cells;
}
