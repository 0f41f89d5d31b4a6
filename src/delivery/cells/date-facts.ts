import type { DateOrder } from '../mapping.ts';
import { KEPT, writtenDay, type OrderOf } from './dates.ts';
import type { Cell } from '../raw-row.ts';

/** What dates with one separator prove: that the day or the month stands first, since the other would be a 13th month. */
interface Proof {
  dayFirst: boolean;
  monthFirst: boolean;
  /** A.m. and p.m. behind them: so write those who put the month first. */
  american: boolean;
}

/** The days of a column that are kept as days, beside those that are text. */
interface Kept {
  /** After the first of their month, and up to the twelfth. */
  swappable: number;
  later: number;
  texts: number;
  dayFirstTexts: number;
}

/** So few may lie before the thirteenth by chance. */
const FEW = 3;

const none = (): Proof => ({ dayFirst: false, monthFirst: false, american: false });

/**
 * Gathers in what order a column's dates have their parts: one row proves it for all of them. A column that proves
 * nothing follows the other columns of its file; dashes and points are Dutch when nothing says otherwise, slashes are not.
 */
export class DateFacts {
  readonly #columns = new Map<string, Map<string, Proof>>();
  readonly #kept = new Map<string, Kept>();

  add(column: string, cell: Cell): void {
    const kept = this.#keptOf(column);
    if (cell instanceof Date) {
      if (cell.getUTCDate() > 12) kept.later += 1;
      else if (cell.getUTCDate() > 1) kept.swappable += 1;
    }
    if (typeof cell !== 'string') return;
    const written = writtenDay(cell);
    if ('day' in written || written.separator === 'name') return;
    const proof = this.#proof(column, written.separator);
    const [first, second] = [Number(written.parts[0]), Number(written.parts[1])];
    kept.texts += 1;
    if (first > 12 && second <= 12) kept.dayFirstTexts += 1;
    if (first > 12 && second <= 12) proof.dayFirst = true;
    if (second > 12 && first <= 12) proof.monthFirst = true;
    if (written.isAmerican) proof.american = true;
  }

  orderOf(column: string, fixed: DateOrder | undefined): OrderOf {
    return (separator) => {
      if (fixed !== undefined) return fixed;
      if (separator === KEPT) return this.#wereSwapped(column) ? 'unknown' : 'YMD';
      const own = this.#columns.get(column)?.get(separator) ?? none();
      return decided(own) ?? decided(this.#ofAll(separator)) ?? (separator === '/' ? 'unknown' : 'DMY');
    };
  }

  /**
   * A spreadsheet that puts the month first makes a day of 9/8/2026 (the eighth of September for it) and leaves 25/8/2026 as text:
   * then no day that it kept is after the twelfth, and every text is.
   */
  #wereSwapped(column: string): boolean {
    const { swappable, later, texts, dayFirstTexts } = this.#keptOf(column);
    return later === 0 && swappable >= FEW && texts > 0 && texts === dayFirstTexts;
  }

  #keptOf(column: string): Kept {
    const kept = this.#kept.get(column) ?? { swappable: 0, later: 0, texts: 0, dayFirstTexts: 0 };
    this.#kept.set(column, kept);
    return kept;
  }

  #proof(column: string, separator: string): Proof {
    const ofColumn = this.#columns.get(column) ?? new Map<string, Proof>();
    this.#columns.set(column, ofColumn);
    const proof = ofColumn.get(separator) ?? none();
    ofColumn.set(separator, proof);
    return proof;
  }

  #ofAll(separator: string): Proof {
    const proofs = [...this.#columns.values()].flatMap((column) => column.get(separator) ?? []);
    const isProved = (what: keyof Proof) => proofs.some((proof) => proof[what]);
    return { dayFirst: isProved('dayFirst'), monthFirst: isProved('monthFirst'), american: isProved('american') };
  }
}

function decided({ dayFirst, monthFirst, american }: Proof): DateOrder | 'unknown' | undefined {
  if (dayFirst && monthFirst) return 'unknown';
  if (dayFirst) return 'DMY';
  return monthFirst || american ? 'MDY' : undefined;
}
