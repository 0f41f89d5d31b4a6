/** What the values of a column can be, by their form alone. */
import { readCents, readAmount, type AmountStyle } from '../cells/amounts.ts';
import { isNoDay, readDay } from '../cells/dates.ts';
import { columnText, isFailedFormula, textOf } from '../cells/text.ts';
import { legalFormIn } from '../judging/businesses.ts';
import type { ColumnName } from '../mapping.ts';
import type { Cell } from '../raw-row.ts';
import { addDays, yearOf, type LocalDate } from '../../domain/time/dates.ts';

const postcode = /^[1-9]\d{3}\s?[a-z]{2}$/i;
const email = /^[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+$/;
const iban = /^[a-z]{2}\d{2}\s?(?:[a-z0-9]{4}\s?){2,7}[a-z0-9]{0,4}$/i;
const name = /^(?=.*\p{L}{2})[\p{L}\p{M}'’`´.,&()/\s?-]+$/u;
const streetEnd = /(?:straat|weg|laan|plein|hof|dijk|pad|kade|singel|gracht|steeg|dreef|markt|park|plantsoen|wal|brink|es|str\.?|ln\.?)$/i;
const streetAndNumber = /^(?:\d+e )?\D+?[\s,]+\d{1,5}(?:[\s/-]?[a-z0-9]{1,6}){0,3}$/i;
const prefixWords = new Set(['van', 'de', 'den', 'der', 'het', "'t", '’t', 'ten', 'ter', 'te', 'op', 'in', 'aan', 'bij', 'uit', 'vd', 'v.d.', 'v/d', 'el', 'al', 'la', 'le', 'von', 'du', 'ben', 'd', "d'", "'s"]);
const yesNo = new Set(['j', 'n', 'ja', 'nee', 'y', 'yes', 'no', 'true', 'false', 'waar', 'onwaar', '0', '1', 'x']);
const anyAmount: AmountStyle = { fixed: undefined, seen: new Set([',', '.']), hasWhole: true };

/** On the first day of that year or later somebody was born who may have a contract, more or less. */
const YOUNGEST_YEARS = 15;
const OLDEST_ARREARS_YEARS = 12;

const isIban = (text: string): boolean => {
  const compact = text.replace(/\s/g, '').toUpperCase();
  if (!iban.test(text) || compact.length < 15) return false;
  const digits = (compact.slice(4) + compact.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
};

/** A citizen's number passes the test of eleven. */
const isCitizenNumber = (text: string): boolean => /^\d{9}$/.test(text) && Array.from(text).reduce((sum, digit, n) => sum + Number(digit) * (n === 8 ? -1 : 9 - n), 0) % 11 === 0 && text !== '000000000';

const isPhone = (text: string): boolean => /^\+?[\d\s()./-]{9,20}$/.test(text) && /^(?:0\d{9}|0031\d{9}|31\d{9}|6\d{8})$/.test(text.replace(/\D/g, '').replace(/^(31|0031)0/, '$1'));

/** The day in a value, if it can be one; which of its parts is the month does not matter here. */
function dayIn(cell: Cell, notAfter: LocalDate = '2100-12-31'): LocalDate | undefined {
  const isWritten = cell instanceof Date || (typeof cell === 'number' ? cell > 20_000 && cell < 60_000 : /\d/.test(textOf(cell)));
  if (!isWritten || isNoDay(cell)) return undefined;
  return readDay(cell, () => 'DMY', notAfter).day ?? readDay(cell, () => 'MDY', notAfter).day ?? readDay(cell, () => 'YMD', notAfter).day;
}

const isWhole = (text: string, most: number): boolean => /^\d{1,5}(?:[.,]0+)?$/.test(text) && Number(text.replace(/[.,]0+$/, '')) <= most;
const isNameLike = (text: string): boolean => name.test(text);
const isYesNo = (text: string): boolean => yesNo.has(text.toLowerCase());
const isShort = (text: string): boolean => /^[\p{L}\d][\p{L}\d\s./-]{0,9}$/u.test(text);

/** Whether a value can be of a field, on a day that the file is looked at. Loose where values are often wrong: a wrong postcode is meant as one. */
export type Fits = (cell: Cell, text: string, today: LocalDate) => boolean;

const isPast = (cell: Cell, today: LocalDate, from: number, to: number): boolean => {
  const day = dayIn(cell, today === '' ? undefined : addDays(today, 366));
  return day !== undefined && yearOf(day) >= yearOf(today) - from && yearOf(day) <= yearOf(today) - to;
};

const isArrearsDay: Fits = (cell, _, today) => isPast(cell, today, OLDEST_ARREARS_YEARS, -1);
const isComing: Fits = (cell, _, today) => {
  const day = dayIn(cell);
  return day !== undefined && day > addDays(today, -400) && day < addDays(today, 800);
};

export const fits: Record<ColumnName, Fits> = {
  reference: (cell, text) => /\d/.test(text) && text.length <= 64 && !/\s.*\s/.test(text) && dayInText(cell, text) === undefined,
  lastName: (_, text) => isNameLike(text),
  prefix: (_, text) => text.toLowerCase().split(/\s+/).every((word) => prefixWords.has(word)),
  initials: (_, text) => /^(?:\p{L}{1,2}\.?[\s-]?){1,8}$/u.test(text) || /^\p{L}[\p{L}'’ -]+$/u.test(text),
  birthDate: (cell, _, today) => isPast(cell, today, 115, YOUNGEST_YEARS),
  phone: (_, text) => isPhone(text),
  email: (_, text) => email.test(text),
  street: (_, text) => isNameLike(text) || /^(?:\d+e )?\p{L}/u.test(text),
  streetAndNumber: (_, text) => streetAndNumber.test(text),
  place: (_, text) => isNameLike(text),
  postcode: (_, text) => postcode.test(text),
  postcodeAndPlace: (_, text) => /^[1-9]\d{3}\s?[a-z]{2}[\s,]+\p{L}/iu.test(text),
  houseNumber: (cell, text) => dayInText(cell, text) === undefined && /^\d{1,5}(?:[.,]0+)?(?:[\s/-]?[a-z0-9]{1,6}){0,3}$/i.test(text),
  houseLetter: (_, text) => /^\p{L}$/u.test(text),
  addition: (_, text) => isShort(text),
  besideNumber: (_, text) => /^(?:t\/?o|by|bij|tegenover|nabij)\.?$/i.test(text),
  amount: (cell) => !(cell instanceof Date) && readAmount(cell, anyAmount) !== 'notAnAmount',
  amountCents: (cell) => !(cell instanceof Date) && typeof readCents(cell) === 'number',
  arrearsSince: isArrearsDay,
  ageDays: (_, text) => isWhole(text, 10_000),
  ageMonths: (_, text) => isWhole(text, 400),
  legalForm: (_, text) => legalFormIn(text) !== '' || /^(?:natuurlijk )?persoon|^particulier|^consument|^zakelijk|^vof$|^nv$|^bv$/i.test(text),
  companyName: (_, text) => text !== '',
  crisis: (_, text) => isYesNo(text),
  endsOn: isComing,
  evictionOn: isComing,
  supplyEndsOn: isComing,
  endOfSupply: (_, text) => isYesNo(text),
  signalKind: (_, text) => /\p{L}/u.test(text) || isYesNo(text),
  warm: (_, text) => isYesNo(text),
};

/** Digits alone may be a reference. */
const dayInText = (cell: Cell, text: string): LocalDate | undefined => (/^\d+$/.test(text) ? undefined : dayIn(cell));

/** What is of no use, and would be of a person. */
export const ofNoUse: readonly { reason: 'iban' | 'citizen-number'; test: (text: string) => boolean }[] = [
  { reason: 'iban', test: isIban },
  { reason: 'citizen-number', test: isCitizenNumber },
];

/** Whether a text is somebody's data more likely than the name of a column. */
export function looksLikeValue(text: string): boolean {
  const plain = textOf(text);
  if (!/[\d@]/.test(plain)) return false;
  return postcode.test(plain) || email.test(plain) || isIban(plain) || isPhone(plain) || /^\d{6,}$/.test(plain) || /^[€\s-]*\d+(?:\.\d{3})*[.,]\d{2}$/.test(plain) || (/\d.*\D.*\d/.test(plain) && dayIn(plain) !== undefined) || /^[1-9]\d{3}\s?[a-z]{2}[\s,]+\p{L}/iu.test(plain);
}

/** Of a column what its values say together. */
export interface Profile {
  filled: number;
  /** How many of a hundred values differ. */
  distinctPercent: number;
  share: (test: Fits) => number;
  /** Counts 1, 2, 3 down the file. */
  isCounting: boolean;
  hasDecimals: boolean;
  endsLikeStreet: number;
  isYesNo: boolean;
  longest: number;
  /** The same digits of the postcode have nearly always the same value here. */
  followsPostcode: boolean;
}

/** A place follows the digits of the postcode, and a name does not. */
function follows(cells: readonly Cell[], postcodes: readonly Cell[]): boolean {
  const places = new Map<string, Map<string, number>>();
  let compared = 0;
  for (const [row, cell] of cells.entries()) {
    const [digits, value] = [/^\d{4}/.exec(textOf(postcodes[row] ?? ''))?.[0], textOf(cell).toLowerCase()];
    if (digits === undefined || value === '') continue;
    const seen = places.get(digits) ?? new Map<string, number>();
    places.set(digits, seen.set(value, (seen.get(value) ?? 0) + 1));
    compared += 1;
  }
  const usual = [...places.values()].reduce((sum, seen) => sum + Math.max(...seen.values()), 0);
  return compared > places.size && usual / compared > 0.9;
}

/** @param postcodes of the same rows; empty where no column holds them */
export function profileOf(cells: readonly Cell[], today: LocalDate, postcodes: readonly Cell[] = []): Profile {
  const values = cells.map((cell) => ({ cell, text: columnText('reference', cell) })).filter(({ text }) => text !== '' && !isFailedFormula(text));
  const filled = values.length;
  const part = (count: number): number => (filled === 0 ? 0 : count / filled);
  const numbers = cells.map((cell) => Number(textOf(cell) || NaN));
  const distinct = new Set(values.map(({ text }) => text.toLowerCase()));
  return {
    filled,
    distinctPercent: Math.round(part(distinct.size) * 100),
    share: (test) => part(values.filter(({ cell, text }) => test(cell, text, today)).length),
    isCounting: cells.length > 1 && numbers.every((number, n) => number === n + (numbers[0] ?? 0)) && (numbers[0] === 0 || numbers[0] === 1),
    hasDecimals: part(values.filter(({ cell, text }) => (typeof cell === 'number' && !Number.isInteger(cell)) || /[€]|\d[.,]\d{2}\D*$/.test(text)).length) > 0.5,
    endsLikeStreet: part(values.filter(({ text }) => streetEnd.test(text)).length),
    isYesNo: filled > 0 && distinct.size <= 2 && values.every(({ text }) => isYesNo(text)),
    followsPostcode: postcodes.length > 0 && follows(cells, postcodes),
    longest: Math.max(0, ...values.map(({ text }) => text.length)),
  };
}
