import { ColumnReader, requireColumns } from './columns.ts';
import { CsvRecords, splitFields, type CsvRecord } from './csv-records.ts';
import { LineSplitter, type Line } from './lines.ts';
import { delimiters, type ColumnName, type Delimiter, type DeliveryMapping } from './mapping.ts';
import { problem } from './problem.ts';
import type { RawRow } from './raw-row.ts';
import { emptyDelivery } from './unreadable.ts';

/**
 * The rows of a CSV file, read as its text arrives. The first line that is not blank is the header; blank rows are
 * passed over; `sep=;` as Excel writes it is obeyed.
 * @throws UnreadableDelivery when the header cannot be used.
 */
export async function* csvRows(text: AsyncIterable<string>, mapping: DeliveryMapping | undefined): AsyncGenerator<RawRow> {
  const splitter = new LineSplitter();
  const table = new CsvTable(mapping);
  for await (const piece of text) yield* table.push(splitter.push(piece), false);
  yield* table.push(splitter.end(), true);
  if (!table.hasHeader) throw emptyDelivery();
}

class CsvTable {
  readonly #columnReader: ColumnReader;
  #delimiter: Delimiter | undefined;
  #records: CsvRecords | undefined;
  #columns: (ColumnName | undefined)[] | undefined;

  constructor(mapping: DeliveryMapping | undefined) {
    this.#columnReader = new ColumnReader(mapping);
    this.#delimiter = mapping?.delimiter;
  }

  get hasHeader(): boolean {
    return this.#columns !== undefined;
  }

  *push(lines: Line[], last: boolean): Generator<RawRow> {
    const start = this.#records ? 0 : this.#findStart(lines);
    for (const record of this.#records?.push(start === 0 ? lines : lines.slice(start), last) ?? []) {
      if (!this.#columns) this.#readHeader(record);
      else if (record.tooLong || record.fields.some((field) => field.trim() !== '')) yield rowOf(record, this.#columns);
    }
  }

  /** Chooses the delimiter at the header; answers at which of these lines the records begin. */
  #findStart(lines: readonly Line[]): number {
    for (const [index, { text }] of lines.entries()) {
      const declared = /^"?sep=(.)"?\s*$/i.exec(text)?.[1];
      if (declared !== undefined) this.#delimiter ??= delimiters.find((delimiter) => delimiter === declared);
      else if (text.trim() !== '') {
        this.#records = new CsvRecords((this.#delimiter ??= this.#likeliestDelimiter(text)));
        return index;
      }
    }
    return lines.length;
  }

  /** The header tells best: under the right delimiter its names are understood. The number of columns breaks a tie. */
  #likeliestDelimiter(header: string): Delimiter {
    const score = (delimiter: Delimiter) => {
      const { fields } = splitFields(header, delimiter);
      return this.#columnReader.count(fields) * 1000 + fields.length;
    };
    return delimiters.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
  }

  #readHeader({ fields }: CsvRecord): void {
    const header = fields.map((field) => field.trim());
    const columns = this.#columnReader.read(header);
    requireColumns(columns, header);
    this.#columns = columns;
  }
}

function rowOf({ line, fields, tooLong }: CsvRecord, columns: readonly (ColumnName | undefined)[]): RawRow {
  if (tooLong) return { line, problem: problem('row', 'tooLong', '') };
  const surplus = fields.slice(columns.length);
  if (fields.length < columns.length || surplus.some((field) => field.trim() !== '')) {
    return { line, problem: problem('row', 'columnCount', fields.join(' | ')) };
  }
  const cells: Partial<Record<ColumnName, string>> = {};
  for (const [index, column] of columns.entries()) if (column) cells[column] = fields[index] ?? '';
  return { line, cells };
}
