/** The postcodes of a municipality, as ranges of their four digits. */
import type { FieldError } from '../field-error.ts';

export interface PostcodeRange {
  /** 1000 to 9999. */
  first: number;
  last: number;
  place: string;
}

const meet = (one: PostcodeRange, other: PostcodeRange): boolean => one.first <= other.last && other.first <= one.last;
const inWords = ({ first, last }: PostcodeRange): string => (first === last ? String(first) : `${first} tot en met ${last}`);

/**
 * A postcode belongs to one municipality, once.
 * @param others the ranges of other municipalities, with their names
 */
export function postcodeProblems(ranges: readonly PostcodeRange[], others: readonly (PostcodeRange & { municipality: string })[]): FieldError[] {
  return ranges.flatMap((range, n): FieldError[] => {
    const field = `postcodes.${n}.first`;
    if (range.last < range.first) return [{ field: `postcodes.${n}.last`, rule: 'order', message: `De laatste postcode ligt voor de eerste; wissel ze om.` }];
    const before = ranges.slice(0, n).find((other) => meet(range, other));
    if (before !== undefined) return [{ field, rule: 'overlap', message: `${inWords(range)} overlapt met ${inWords(before)} uit dezelfde lijst; noem elke postcode één keer.` }];
    const other = others.find((one) => meet(range, one));
    return other === undefined ? [] : [{ field, rule: 'overlap', message: `${inWords(range)} overlapt met ${inWords(other)} van ${other.municipality}; een postcode hoort bij één gemeente. Pas eerst die gemeente aan.` }];
  });
}
