import type { ColumnReader } from '../columns.ts';
import { CsvRecords, splitFields } from './csv-records.ts';
import { LineSplitter, type Line } from './lines.ts';
import { delimiters, type Delimiter } from '../mapping.ts';
import type { RawRow } from '../raw-row.ts';
import { headingAmong, MOST_ROWS_ABOVE, Table } from './table.ts';
import { emptyDelivery } from '../unreadable.ts';

/**
 * The rows of a CSV file, read as its text arrives. The headings are the first row in which most names are understood;
 * blank rows are passed over; `sep=;` as Excel writes it is obeyed.
 * @param fixed the delimiter that the agreement names
 * @param onTable hears of the headings before the first row
 * @throws UnreadableDelivery when the headings cannot be used.
 */
export async function* csvRows(text: AsyncIterable<string>, columns: ColumnReader, fixed?: Delimiter, onTable: (table: Table) => void = () => undefined): AsyncGenerator<RawRow> {
  const splitter = new LineSplitter();
  const reader = new CsvReader(columns, fixed, onTable);
  for await (const piece of text) yield* reader.push(splitter.push(piece), false);
  yield* reader.push(splitter.end(), true);
  if (!reader.hasTable) throw emptyDelivery();
}

class CsvReader {
  readonly #columns: ColumnReader;
  readonly #fixed: Delimiter | undefined;
  readonly #onTable: (table: Table) => void;
  #declared: Delimiter | undefined;
  /** The first lines, until there are enough to tell where the headings are. */
  #waiting: Line[] = [];
  #records: CsvRecords | undefined;
  #table: Table | undefined;

  constructor(columns: ColumnReader, fixed: Delimiter | undefined, onTable: (table: Table) => void) {
    this.#columns = columns;
    this.#fixed = fixed;
    this.#onTable = onTable;
  }

  get hasTable(): boolean {
    return this.#table !== undefined;
  }

  *push(lines: readonly Line[], last: boolean): Generator<RawRow> {
    for (const { line, fields, tooLong } of this.#recordsOf(lines, last)) {
      if (this.#table === undefined) {
        this.#table = new Table(fields, this.#columns);
        this.#onTable(this.#table);
      } else if (tooLong) yield { line, layout: this.#table.layout, values: [], broken: 'tooLong' };
      else {
        const row = this.#table.textRow(line, fields);
        if (row) yield row;
      }
    }
  }

  #recordsOf(lines: readonly Line[], last: boolean) {
    if (this.#records) return this.#records.push(lines, last);
    this.#waiting = this.#waiting.concat(lines.filter(({ text }) => text.trim() !== '' && !this.#declares(text)));
    const filled = this.#waiting.slice(0, MOST_ROWS_ABOVE);
    if (filled.length === 0 || (filled.length < MOST_ROWS_ABOVE && !last)) return [];
    const { delimiter, heading } = this.#start(filled);
    this.#records = new CsvRecords(delimiter);
    return this.#records.push(this.#waiting.slice(this.#waiting.indexOf(heading)), last);
  }

  /** `sep=;`, also when a program that did not know it wrote the line anew. */
  #declares(text: string): boolean {
    const declared = /^\ufeff?"?sep=(\\t|.)"?[;,\t|"\s]*$/i.exec(text)?.[1];
    if (declared === undefined) return false;
    this.#declared ??= delimiters.find((delimiter) => delimiter === (declared === '\\t' ? '\t' : declared));
    return true;
  }

  /** Under the right delimiter the headings are understood; the declared one, then the number of columns, breaks a tie. */
  #start(lines: readonly Line[]): { delimiter: Delimiter; heading: Line } {
    const candidates = (this.#fixed ? [this.#fixed] : delimiters).map((delimiter) => {
      const rows = lines.map(({ text }) => splitFields(text, delimiter).fields);
      const at = headingAmong(rows, this.#columns);
      const row = rows[at] ?? [];
      return { delimiter, at, score: this.#columns.count(row) * 10_000 + (delimiter === this.#declared ? 5_000 : 0) + Math.min(row.length, 4_999) };
    });
    const [first, ...others] = candidates;
    const best = others.reduce((a, b) => (b.score > a.score ? b : a), first ?? { delimiter: ';' as const, at: 0, score: 0 });
    const heading = lines[best.at];
    if (heading === undefined) throw emptyDelivery();
    return { delimiter: best.delimiter, heading };
  }
}
