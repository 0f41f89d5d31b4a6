import type { ColumnReader, Layout } from '../columns.ts';
import type { Cell, RawRow } from '../raw-row.ts';
import { textOf } from '../cells/text.ts';

/** A title, a date and blank rows may stand above the headings; more than this is no table. */
export const MOST_ROWS_ABOVE = 20;

/** Which of the first rows holds the headings: the one of which most are understood. */
export function headingAmong(rows: readonly (readonly string[])[], columns: ColumnReader): number {
  const counts = rows.map((row) => columns.count(row));
  return Math.max(0, counts.indexOf(Math.max(...counts)));
}

/** Of each place; sheets leave out the cells where nothing stands. */
export const textsOf = (cells: readonly (Cell | undefined)[]): string[] => Array.from(cells, (cell) => textOf(cell ?? ''));

/** The rows of a table whose headings are known. */
export class Table {
  readonly layout: Layout;
  readonly #heading: string;
  /** Behind this place nothing is needed: rows may end there. */
  readonly #lastNeeded: number;

  /**
   * @param hint what to look at when a heading is missing
   * @throws UnreadableDelivery
   */
  constructor(headings: readonly Cell[], columns: ColumnReader, hint = '') {
    const header = textsOf(headings);
    this.layout = columns.read(header);
    columns.require(this.layout, hint);
    this.#heading = header.join('\n');
    const needed = ['reference', 'lastName', 'postcode', 'houseNumber', 'streetAndNumber', 'amount', 'amountCents', 'arrearsSince'] as const;
    this.#lastNeeded = Math.max(...needed.flatMap((column) => this.layout.places.get(column)?.[0] ?? []));
  }

  /** Undefined for a row that is blank, or the headings again as some programs write them on each page. */
  row(line: number, values: readonly Cell[]): RawRow | undefined {
    if (values.every((cell) => typeof cell === 'string' && textOf(cell) === '')) return undefined;
    const [first] = values;
    if (typeof first === 'string' && this.#heading.startsWith(textOf(first)) && textsOf(values).join('\n') === this.#heading) return undefined;
    return { line, layout: this.layout, values };
  }

  /** As `row`, of text in which each row should have as many fields as there are headings; blank ones at its end may be left out. */
  textRow(line: number, fields: readonly string[]): RawRow | undefined {
    const row = this.row(line, fields);
    const { length } = this.layout.header;
    const surplus = fields.slice(length).some((field) => field.trim() !== '');
    return row && (surplus || fields.length <= Math.min(this.#lastNeeded, length - 1)) ? { ...row, broken: 'columnCount' } : row;
  }
}
