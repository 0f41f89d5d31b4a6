/** Money is counted in whole cents; this is the only place that reads and writes euros. */

/** Which character stands before the cents. */
export type DecimalSign = ',' | '.';

const currency = /€|EUR(?:O)?\.?/giu;
const spaces = /[\s'’]/gu;

/**
 * What a single amount tells about its decimal sign: `1.234,56` and `12,5` say a comma, `1,234.56` and `12.5` a point;
 * `1234` and `1.234` say nothing, because what is followed by three digits may be a grouping sign.
 */
export function decimalSignOf(text: string): DecimalSign | undefined {
  const number = bare(text).replace(/^[-+]|[-+]$/g, '');
  const comma = number.lastIndexOf(',');
  const point = number.lastIndexOf('.');
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
  const sign = comma >= 0 ? ',' : '.';
  const [, decimals, ...more] = number.split(sign);
  if (decimals === undefined) return undefined;
  if (more.length > 0) return sign === ',' ? '.' : ',';
  return decimals.length === 3 ? undefined : sign;
}

/**
 * Euros as people and exports write them → cents, or undefined when it is no amount. Accepts a currency sign, grouping
 * by points, commas, spaces or apostrophes, a minus before or behind, one or two decimals, and `12,-`. What bookkeeping
 * writes for less than nothing is so too: `(12,50)`, `12,50 CR`; `DB` behind it is an amount owed.
 *
 * Without `sign` the amount's own form decides; `1.234` is then 1,234 euros, because no amount has three decimals.
 * With `sign` only that one may stand before the cents: `12.50` is no amount when the sign is a comma.
 */
export function parseEuros(text: string, sign?: DecimalSign): number | undefined {
  const compact = bare(text).replace(/[.,]-{1,2}$/, '');
  const match = /^([-+]?)([\d.,]+)([-+]?)$/.exec(compact);
  if (!match?.[2] || (match[1] !== '' && match[3] !== '')) return undefined;
  const decimalSign = sign ?? decimalSignOf(match[2]) ?? ',';
  const grouping = decimalSign === ',' ? '.' : ',';
  const cents = centsOf(match[2], decimalSign) ?? (sign === undefined ? centsOf(match[2], grouping) : undefined);
  if (cents === undefined) return undefined;
  return match[1] === '-' || match[3] === '-' ? 0 - cents : cents;
}

function centsOf(digits: string, decimalSign: DecimalSign): number | undefined {
  const form =
    decimalSign === ','
      ? /^(\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d{1,2}))?$/
      : /^(\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d{1,2}))?$/;
  const match = form.exec(digits);
  if (!match?.[1]) return undefined;
  const cents = Number(match[1].replace(/[.,]/g, '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(cents) ? cents : undefined;
}

function bare(text: string): string {
  const number = text.replace(currency, '').replace(spaces, '').replace(/[−–—‒]/g, '-').replace(/-\/-/, '-').replace(/(?:DB|DR|D|debet)\.?$/i, '');
  const negative = /^\((.*)\)$/.exec(number) ?? /^([\d.,]+)(?:CR|C|credit)\.?$/i.exec(number);
  return negative === null ? number : `-${negative[1] ?? ''}`;
}

/** Cents as a number of euros that a Dutch spreadsheet reads: 123456 → `1234,56`. */
export const eurosAsNumber = (cents: number): string => `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)},${String(Math.abs(cents) % 100).padStart(2, '0')}`;

/** Cents as Dutch euros: 123456 → `€ 1.234,56`, -50 → `-€ 0,50`. */
export function formatEuros(cents: number): string {
  const absolute = Math.abs(cents);
  const euros = String(Math.floor(absolute / 100)).replace(/\B(?=(\d{3})+$)/g, '.');
  return `${cents < 0 ? '-' : ''}€ ${euros},${String(absolute % 100).padStart(2, '0')}`;
}
