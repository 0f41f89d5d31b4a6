import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import type { DateOrder } from '../mapping.ts';
import type { Cell } from '../raw-row.ts';
import { textOf } from './text.ts';

/** In place of a separator, for days that a spreadsheet keeps as days. */
export const KEPT = 'kept';

/** How dates stand in a file; see `DateFacts`. `unknown`: nothing tells whether the day or the month comes first. */
export type OrderOf = (separator: string) => DateOrder | 'unknown';

/** `day` is undefined when there is no such day; `isUnknown` says that its order cannot be told. */
type ReadDay = { day: LocalDate | undefined; isUnknown?: never } | { day?: never; isUnknown: true };

/** What a cell says, before the order of its parts is known. */
type WrittenDay =
  | { day: LocalDate | undefined }
  | { parts: readonly [string, string, string]; separator: string; isAmerican: boolean };

const months = [
  ['jan', 'january', 'januari'], ['feb', 'febr', 'february', 'februari'], ['mrt', 'mar', 'maa', 'march', 'maart'], ['apr', 'april'], ['mei', 'may'], ['jun', 'june', 'juni'],
  ['jul', 'july', 'juli'], ['aug', 'august', 'augustus'], ['sep', 'sept', 'september'], ['okt', 'oct', 'october', 'oktober'], ['nov', 'november'], ['dec', 'december'],
];
const monthNumbers = new Map(months.flatMap((names, index) => names.map((name) => [name, String(index + 1)] as const)));

const firstCompactDay = 1000_00_00; // a number from here on is a day written as YYYYMMDD
const serialZeroMs = Date.UTC(1899, 11, 30); // so that serial 60, a day that Excel invents, stays before all real ones

/**
 * Read are `31-12-2026`, `31/12/26`, `1.2.2026`, `2026-12-31`, `20261231`, `1-okt-26`, `15 maart 2026`, each also with a time
 * behind it, and a spreadsheet's days and serial numbers. A moment with its zone is the day that it is in Amsterdam.
 */
export function writtenDay(cell: Cell): WrittenDay {
  if (cell instanceof Date) return { day: Number.isNaN(cell.getTime()) ? undefined : cell.toISOString().slice(0, 10) };
  if (typeof cell === 'number' && cell < firstCompactDay) return { day: dayOfSerial(cell) };
  const whole = dayText(cell).replace(/^(\d{8})[.,]0+$/, '$1');
  const { text, zone, time, half } = withoutTime(whole);
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(text);
  if (parts) return { day: zone === '' ? dayIn(parts[1], parts[2], parts[3]) : dayInAmsterdam(dayIn(parts[1], parts[2], parts[3]), time, zone) };
  const named = /^(?:[a-z]{2,9},? )?(\d{1,2})[-/. ]*([a-z]{3,9})\.?[-/. ,]*(\d{4}|\d{2})$/i.exec(text) ?? swapped(/^(?:[a-z]{2,9},? )?([a-z]{3,9})\.?[-/. ](\d{1,2})(?:st|nd|rd|th)?[-/. ,]+(\d{4}|\d{2})$/i.exec(text));
  const month = monthNumbers.get(named?.[2]?.toLowerCase() ?? '');
  if (named && month !== undefined) return { parts: [named[1] ?? '', month, named[3] ?? ''], separator: 'name', isAmerican: false };
  const [, a, separator, b, c] = /^(\d{1,2})([-/. ])(\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(text) ?? [];
  if (a === undefined || b === undefined || c === undefined || separator === undefined) return { day: undefined };
  return { parts: [a, b, c], separator, isAmerican: half !== '' };
}

/** Without the apostrophe that a spreadsheet puts before what is text. */
const dayText = (cell: Cell): string => textOf(cell).replace(/^'(?=\S)/, '');

/** `sep 1, 2026` in the order of `1 sep 2026`. */
const swapped = (match: RegExpExecArray | null) => match && [match[0], match[2], match[1], match[3]];

function withoutTime(text: string): { text: string; time: string; half: string; zone: string } {
  const compact = /^(\d{8})(?:T?\d{4}(?:\d\d)?)(Z?)$/i.exec(text.replace(/(?<=^\d{8}) /, 'T'));
  if (compact) return { text: compact[1] ?? '', time: '', half: '', zone: '' };
  const [, day, time = '', half = '', zone = ''] = /^(.*?\d),?[T ](\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?) ?([ap]\.?m\.?)?(?: ?uur)? ?(Z|UTC|GMT|[-+]\d\d:?\d\d)?$/i.exec(text) ?? [];
  return day === undefined ? { text, time: '', half: '', zone: '' } : { text: day, time, half, zone };
}

function dayInAmsterdam(day: LocalDate | undefined, time: string, zone: string): LocalDate | undefined {
  if (day === undefined) return undefined;
  const [hours = '0', minutes = '0'] = time.split(/[:.]/);
  const offset = /^[-+]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
  const moment = new Date(`${day}T${hours.padStart(2, '0')}:${minutes}:00${offset}`);
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1990) return day;
  return localDate(moment.toISOString());
}

/**
 * The day in a cell.
 *
 * A year of two digits is the latest one that makes the day not later than `notAfter` (process: a birth year is never
 * after the delivery, an arrears date is the nearest one not after the cut-off).
 */
export function readDay(cell: Cell, orderOf: OrderOf, notAfter: LocalDate): ReadDay {
  const written = writtenDay(cell);
  if (cell instanceof Date && orderOf(KEPT) === 'unknown') return { isUnknown: true };
  if ('day' in written) return written;
  const [a, b, c] = written.parts;
  const order = written.separator === 'name' ? 'DMY' : orderOf(written.separator);
  if (order !== 'unknown') return { day: dayOf(a, b, c, order, notAfter) };
  const [dayFirst, monthFirst] = [dayOf(a, b, c, 'DMY', notAfter), dayOf(a, b, c, 'MDY', notAfter)];
  if (dayFirst === undefined || monthFirst === undefined || dayFirst === monthFirst) return { day: dayFirst ?? monthFirst };
  return { isUnknown: true };
}

function dayOf(a: string, b: string, c: string, order: DateOrder, notAfter: LocalDate): LocalDate | undefined {
  const [year, month, day] = order === 'YMD' ? [a, b, c] : order === 'MDY' ? [c, a, b] : [c, b, a];
  return year.length === 4 ? dayIn(year, month, day) : latestDay(year, month, day, notAfter);
}

/** Spreadsheets count days from 1900; a fraction is the time of the day. */
function dayOfSerial(serial: number): LocalDate | undefined {
  if (serial < 1 || !Number.isFinite(serial)) return undefined;
  return new Date(serialZeroMs + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
}

function latestDay(year: string, month: string, day: string, notAfter: LocalDate) {
  if (year.length !== 2) return undefined;
  const century = Number(notAfter.slice(0, 2));
  const inThisCentury = dayIn(`${String(century)}${year}`, month, day);
  if (inThisCentury !== undefined && inThisCentury <= notAfter) return inThisCentury;
  return dayIn(`${String(century - 1)}${year}`, month, day);
}

function dayIn(year = '', month = '', day = ''): LocalDate | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? text : undefined;
}

/** Days with which databases say that there is none: the first that they know, or the last. */
export function isNoDay(cell: Cell): boolean {
  if (typeof cell === 'number') return cell <= 2;
  if (cell instanceof Date) return cell.getTime() <= Date.UTC(1900, 0, 1) || cell.getUTCFullYear() >= 9000;
  const { text } = withoutTime(dayText(cell));
  return /^0+(?:[-/. ]0+){0,2}$/.test(text) || ['0001-01-01', '1900-01-01', '1900-01-00', '1899-12-30', '1899-12-31', '1753-01-01', '1800-01-01', '1799-12-31', '9999-12-31', '2999-12-31'].includes(yearFirst(text));
}

function yearFirst(text: string): string {
  const [, y, m, d] = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text) ?? swappedEnds(/^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text)) ?? [];
  return `${y ?? ''}-${m?.padStart(2, '0') ?? ''}-${d?.padStart(2, '0') ?? ''}`;
}

const swappedEnds = (match: RegExpExecArray | null) => match && [match[0], match[3], match[2], match[1]];
