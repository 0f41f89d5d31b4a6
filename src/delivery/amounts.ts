import { decimalSignOf, parseEuros, type DecimalSign } from '../domain/money.ts';
import type { Cell, RawRow } from './raw-row.ts';
import type { RuleCode } from './row.ts';

const highestCents = 1_000_000_00;

/**
 * How a file writes amounts. An amount that shows its decimal sign (`1.234,56`, `12.50`) is read by its own form. Of
 * `1.234` the file decides: where other amounts have a decimal comma, or none shows a sign at all, it is 1,234 euros
 * (no amount has three decimals); where they have a decimal point it is refused, since it may mean either.
 */
export interface AmountStyle {
  /** Fixed by the creditor's agreement: no other sign is read. */
  fixed: DecimalSign | undefined;
  /** The signs that the first rows show. */
  seen: ReadonlySet<DecimalSign>;
}

export function amountStyle(rows: readonly RawRow[], fixed: DecimalSign | undefined): AmountStyle {
  const seen = new Set<DecimalSign>();
  for (const row of rows) {
    const amount = 'cells' in row ? row.cells.amount : undefined;
    const sign = typeof amount === 'string' && parseEuros(amount) !== undefined ? decimalSignOf(amount) : undefined;
    if (sign) seen.add(sign);
  }
  return { fixed, seen };
}

/** Cents from an amount in euros. */
export function readAmount(cell: Cell, style: AmountStyle): number | RuleCode {
  if (typeof cell === 'number') return judge(wholeCents(cell * 100));
  const text = String(cell).trim();
  if (text === '') return 'required';
  if (style.fixed) return judge(parseEuros(text, style.fixed));
  if (isAmbiguous(text, style.seen)) return 'ambiguousAmount';
  return judge(parseEuros(text));
}

/** Cents from a column that counts in cents. */
export function readCents(cell: Cell): number | RuleCode {
  const text = String(cell).trim();
  if (text === '') return 'required';
  return judge(/^[-+]?\d{1,12}$/.test(text) ? Number(text) : undefined);
}

function isAmbiguous(text: string, seen: ReadonlySet<DecimalSign>): boolean {
  if (decimalSignOf(text) !== undefined) return false;
  const possibleSign = /[.,]/.exec(text)?.[0];
  return (possibleSign === '.' || possibleSign === ',') && seen.has(possibleSign);
}

/** A typed number of euros times a hundred, rid of what binary fractions add to it. */
function wholeCents(cents: number): number | undefined {
  const rounded = Math.round(cents);
  return Math.abs(cents - rounded) < 1e-4 ? rounded : undefined;
}

function judge(cents: number | undefined): number | RuleCode {
  if (cents === undefined) return 'notAnAmount';
  if (cents <= 0) return 'notPositive';
  return cents > highestCents ? 'tooHigh' : cents;
}
