import type { LocalDate } from '../domain/time/dates.ts';
import { checkRow } from './judging/check-row.ts';
import { ColumnReader, type Layout } from './columns.ts';
import { csvRows } from './formats/csv.ts';
import { decodeText } from './formats/encoding.ts';
import { FileFacts } from './cells/facts.ts';
import { jsonRows } from './formats/json.ts';
import type { DeliveryMapping, Encoding } from './mapping.ts';
import type { RawRow } from './raw-row.ts';
import type { RowResult } from './judging/row.ts';
import { xlsxRows } from './xlsx/rows.ts';

/** The days that two-digit years are read against. */
export interface ReadContext {
  /** The day the delivery came in, Europe/Amsterdam: nobody is born later. */
  receivedOn: LocalDate;
  /** The day of the round's cut-off, Europe/Amsterdam: a two-digit arrears year is the nearest one not after it. */
  cutOffOn: LocalDate;
}

export interface ReadOptions {
  type: 'csv' | 'json' | 'xlsx';
  /** As found by `EncodingSniffer` over the whole file; when absent the start of the file decides. */
  encoding?: Encoding;
  /** What the creditor's agreement fixes; it goes before what is found. */
  mapping?: DeliveryMapping;
  context: ReadContext;
}

/** What the receipt says of a file beside its rows. Headings are no personal data, but of a file without them they may be. */
export interface TableFound {
  header: string[];
  /** What the creditor calls each column. */
  headings: Layout['headings'];
  unusedColumns: string[];
  /** The names of sheets that people see and that were not read. */
  unreadSheets: string[];
  /** Of the columns that the mapping names those that are not there, and what was read in their place. */
  goneColumns: { heading: string; instead: string | null }[];
  /** None of them is there: the file was read by its headings alone. */
  isOtherFile: boolean;
}

interface ReadDelivery {
  table: TableFound;
  /** For each row that is not blank, in the order of the file, the signal or all that is wrong with it. */
  rows: AsyncGenerator<RowResult>;
}

/**
 * Reads a creditor's delivery twice: first how the file as a whole is written (in what order its dates are, what its
 * decimal sign is), then row after row. Text is read as it is asked for, so memory does not grow with the file; the
 * source's iterator is closed when the reader stops early.
 * @param source gives the file's bytes from the start, each time it is called
 * @throws UnreadableDelivery when the file as a whole cannot be read, before there is a row
 */
export async function readDelivery(source: () => AsyncIterable<Uint8Array>, options: ReadOptions): Promise<ReadDelivery> {
  const found: TableFound = { header: [], headings: {}, unusedColumns: [], unreadSheets: [], goneColumns: [], isOtherFile: false };
  const facts = new FileFacts();
  const used: { encoding?: Encoding } = {};
  for await (const row of rawRows(source(), options, { onTable: (layout, sheets) => note(found, layout, sheets), onEnd: (encoding) => (used.encoding = encoding) })) facts.add(row);
  // How dates and amounts are written was agreed for another file.
  const agreed = found.isOtherFile ? { ...options.mapping, dateOrder: undefined, decimalSign: undefined } : options.mapping;
  const style = facts.style(agreed, used.encoding === 'windows-1252' && options.mapping?.encoding === undefined);
  const { countingColumn } = style;
  const mapping = countingColumn === undefined ? options.mapping : { ...options.mapping, columns: { ...options.mapping?.columns, [countingColumn]: 'ignored' as const } };
  if (countingColumn !== undefined) {
    const columns = new ColumnReader(mapping);
    const layout = columns.read(found.header);
    if (options.type !== 'json') columns.require(layout, ` De kolom "${countingColumn}" telt de regels en is geen huisnummer.`);
    found.unusedColumns.push(countingColumn);
  }
  return { table: found, rows: checked(rawRows(source(), { ...options, ...(mapping ? { mapping } : {}) }, {}), { ...options.context, style }) };
}

async function* checked(rows: AsyncGenerator<RawRow>, rules: Parameters<typeof checkRow>[1]): AsyncGenerator<RowResult> {
  for await (const row of rows) yield checkRow(row, rules);
}

function note(found: TableFound, layout: Layout, sheets: readonly string[]): void {
  if (found.header.length === 0) Object.assign(found, { header: [...layout.header], headings: layout.headings });
  found.goneColumns = layout.gone.map(({ heading, instead }) => ({ heading, instead })).slice(0, 100);
  found.isOtherFile = layout.isOtherFile;
  found.unusedColumns = [...new Set([...found.unusedColumns, ...layout.unused])].slice(0, 100);
  found.unreadSheets = sheets.slice(0, 20);
}

interface Hears {
  onTable?: (layout: Layout, otherSheets: readonly string[]) => void;
  onEnd?: (used: Encoding) => void;
}

export function rawRows(chunks: AsyncIterable<Uint8Array>, { type, encoding, mapping }: Omit<ReadOptions, 'context'>, { onTable = () => undefined, onEnd }: Hears, columns = new ColumnReader(mapping)): AsyncGenerator<RawRow> {
  const text = () => decodeText(chunks, mapping?.encoding ?? encoding, onEnd);
  switch (type) {
    case 'csv':
      return csvRows(text(), columns, mapping?.delimiter, ({ layout }) => onTable(layout, []));
    case 'json':
      // An object may leave out what is empty: nothing is gone.
      return jsonRows(text(), columns, (layout) => onTable({ ...layout, gone: [], isOtherFile: false }, []));
    case 'xlsx':
      return xlsxRows(chunks, columns, ({ layout }, otherSheets) => onTable(layout, otherSheets));
  }
}
