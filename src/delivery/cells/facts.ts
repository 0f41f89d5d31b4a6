import { AmountFacts, type AmountStyle } from './amounts.ts';
import { cellsOf } from './cells.ts';
import { uncertainHouseNumbers } from '../columns.ts';
import { DateFacts } from './date-facts.ts';
import type { OrderOf } from './dates.ts';
import { fold } from '../headings.ts';
import { LetterFacts } from './letters.ts';
import { dayColumns, type DayColumn, type DeliveryMapping } from '../mapping.ts';
import type { Cell, RawRow } from '../raw-row.ts';
import { textOf } from './text.ts';
import { UnreadableDelivery } from '../unreadable.ts';

/** What all rows of a file together say of how it is written. */
export interface FileStyle {
  amounts: AmountStyle;
  orderOf: Record<DayColumn, OrderOf>;
  /** Its references are numbers that a program wrote as `1001.0`. */
  floatReferences: boolean;
  /** Its references of more than fifteen digits all end in zeros: a spreadsheet shortened them. */
  shortenedReferences: boolean;
  /** A column that was taken for the house number and counts the rows. */
  countingColumn: string | undefined;
}

/** Gathers it, row after row. */
export class FileFacts {
  readonly #amounts = new AmountFacts();
  readonly #dates = new DateFacts();
  readonly #letters = new LetterFacts();
  readonly #counts = new CountFacts();
  readonly #references = { any: 0, floats: 0, long: 0, shortened: 0 };

  add(row: RawRow): void {
    if (row.broken) return;
    const cells = cellsOf(row);
    if (cells.amount !== undefined) this.#amounts.add(cells.amount);
    for (const column of dayColumns) if (cells[column] !== undefined) this.#dates.add(column, cells[column]);
    for (const text of [cells.lastName, cells.street, cells.place]) if (typeof text === 'string') this.#letters.add(text);
    const heading = row.layout.headings.houseNumber;
    if (heading !== undefined && uncertainHouseNumbers.has(fold(heading))) this.#counts.add(heading, cells.houseNumber ?? '');
    if (typeof cells.reference === 'string') this.#addReference(textOf(cells.reference));
  }

  /**
   * @param isGuessed the letters were read as Windows-1252 because they are no UTF-8: they may be of another encoding still
   * @throws UnreadableDelivery `encoding`
   */
  style(mapping: DeliveryMapping | undefined, isGuessed: boolean): FileStyle {
    if (isGuessed && this.#letters.isOtherEncoding) throw otherEncoding();
    const orderOf = (column: DayColumn) => this.#dates.orderOf(column, mapping?.dateOrder);
    const { any, floats, long, shortened } = this.#references;
    return {
      amounts: this.#amounts.style(mapping?.decimalSign),
      orderOf: { birthDate: orderOf('birthDate'), arrearsSince: orderOf('arrearsSince'), endsOn: orderOf('endsOn'), evictionOn: orderOf('evictionOn'), supplyEndsOn: orderOf('supplyEndsOn') },
      floatReferences: floats > 0 && floats === any,
      shortenedReferences: long > 1 && long === shortened,
      countingColumn: this.#counts.column,
    };
  }

  #addReference(text: string): void {
    if (text === '') return;
    this.#references.any += 1;
    if (/^\d+[.,]0+$/.test(text)) this.#references.floats += 1;
    if (!/^\d{16,}$/.test(text)) return;
    this.#references.long += 1;
    if (/^\d{15}0+$/.test(text)) this.#references.shortened += 1;
  }
}

/** Whether a column counts 1, 2, 3, or 0, 1, 2. */
class CountFacts {
  #heading: string | undefined;
  #next: number | undefined;
  #counting = true;
  #rows = 0;

  add(heading: string, cell: Cell): void {
    const number = Number(textOf(cell).replace(/[.,]0+$/, '').replace(/\.$/, '') || NaN);
    this.#rows += 1;
    this.#heading = heading;
    if (this.#next === undefined ? number !== 0 && number !== 1 : number !== this.#next) this.#counting = false;
    this.#next = number + 1;
  }

  /** One row counts nothing. */
  get column(): string | undefined {
    return this.#counting && this.#rows > 1 ? this.#heading : undefined;
  }
}

const otherEncoding = () =>
  new UnreadableDelivery(
    'encoding',
    'In dit bestand staan vreemde tekens midden in namen: het is in een andere tekenset opgeslagen dan wij lezen.',
    'Sla het op als "CSV UTF-8" en lever het opnieuw aan.',
  );
