import { decimalSignOf, parseEuros, type DecimalSign } from '../../domain/money.ts';
import type { Cell } from '../raw-row.ts';
import type { RuleCode } from '../judging/row.ts';
import { isPercentage, textOf } from './text.ts';

const highestCents = 1_000_000_00;

/**
 * How a file writes amounts. An amount that shows its decimal sign (`1.234,56`, `12.50`) is read by its own form. Of
 * `1.234` the file decides: it is 1,234 euros where other amounts have a decimal comma, or are whole euros. Where
 * others have a decimal point, or all are so, it may mean either and is refused.
 */
export interface AmountStyle {
  /** Fixed by the creditor's agreement: no other sign is read. */
  fixed: DecimalSign | undefined;
  /** The signs that the file shows. */
  seen: ReadonlySet<DecimalSign>;
  /** It has amounts without any sign. */
  hasWhole: boolean;
}

/** Gathers what the amounts of a file show. */
export class AmountFacts {
  readonly #seen = new Set<DecimalSign>();
  #hasWhole = false;

  add(cell: Cell): void {
    if (typeof cell !== 'string') return;
    const text = textOf(cell);
    if (/^\d+$/.test(text)) this.#hasWhole = true;
    else if (this.#seen.size < 2 && readEuros(text) !== undefined) {
      const sign = decimalSignOf(text);
      if (sign) this.#seen.add(sign);
    }
  }

  style(fixed: DecimalSign | undefined): AmountStyle {
    return { fixed, seen: this.#seen, hasWhole: this.#hasWhole };
  }
}

/** Cents from an amount in euros. */
export function readAmount(cell: Cell, style: AmountStyle): number | RuleCode {
  if (typeof cell === 'number') return judge(wholeCents(cell * 100));
  const text = textOf(cell);
  if (text === '') return 'required';
  if (isPercentage(text)) return 'isPercentage';
  if (style.fixed === undefined && isAmbiguous(text, style)) return 'ambiguousAmount';
  return judge(readEuros(text, style.fixed));
}

/** Cents from a column that counts in cents. */
export function readCents(cell: Cell): number | RuleCode {
  const text = textOf(cell).replace(/^([-+]?\d+)[.,]0+$/, '$1');
  if (text === '') return 'required';
  return judge(/^[-+]?\d{1,12}$/.test(text) ? Number(text) : undefined);
}

/** Programs write more than two decimals too, where only the first two count: `12,5000`, `123.45000000000002`. */
function readEuros(text: string, fixed?: DecimalSign): number | 'notWholeCents' | undefined {
  const cents = parseEuros(text, fixed);
  if (cents !== undefined) return cents;
  const [, whole, sign, decimals = ''] = /^(-?\d+)([.,])(\d{3,})$/.exec(text) ?? [];
  if (whole === undefined || (fixed !== undefined && sign !== fixed)) return undefined;
  return wholeCents(Number(`${whole}.${decimals}`) * 100);
}

function isAmbiguous(text: string, { seen, hasWhole }: AmountStyle): boolean {
  if (decimalSignOf(text) !== undefined) return false;
  const possibleSign = /[.,]/.exec(text)?.[0];
  // In `1234.500` and `0.300` the sign groups nothing.
  if ((possibleSign !== '.' && possibleSign !== ',') || /^\D*(?:0|\d{4,})[.,]/.test(text)) return false;
  return seen.has(possibleSign) || (seen.size === 0 && !hasWhole);
}

/** A typed number of euros times a hundred, rid of what binary fractions add to it. */
function wholeCents(cents: number): number | 'notWholeCents' {
  const rounded = Math.round(cents);
  return Math.abs(cents - rounded) < 1e-4 ? rounded : 'notWholeCents';
}

function judge(cents: number | 'notWholeCents' | undefined): number | RuleCode {
  if (cents === undefined) return 'notAnAmount';
  if (cents === 'notWholeCents') return cents;
  if (Number.isNaN(cents)) return 'notAnAmount';
  if (cents <= 0) return 'notPositive';
  return cents > highestCents ? 'tooHigh' : cents;
}
