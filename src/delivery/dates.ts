import type { LocalDate } from '../domain/dates.ts';
import type { Cell } from './raw-row.ts';
import type { DateOrder } from './mapping.ts';

/**
 * The day in a cell, or undefined when there is no such day. Read are `31-12-2026`, `31/12/26`, `1.2.2026`,
 * `2026-12-31`, `20261231`, each also with midnight behind it, and a spreadsheet's days and serial numbers. A year of four
 * digits in front is a year; otherwise `order` tells the parts, day first when nothing is fixed.
 *
 * A year of two digits is the latest one that makes the day not later than `notAfter` (process: a birth year is never
 * after the delivery, an arrears date is the nearest one not after the cut-off).
 */
export function readDay(cell: Cell, order: DateOrder | undefined, notAfter: LocalDate): LocalDate | undefined {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : cell.toISOString().slice(0, 10);
  if (typeof cell === 'number' && cell < firstCompactDay) return dayOfSerial(cell);
  const text = String(cell).trim().replace(/[T ]0?0:00(:00([.,]0+)?)?$/, '');
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (parts) return dayIn(parts[1], parts[2], parts[3]);

  const [, a, b, c] = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(text) ?? [];
  const [year, month, day] = order === 'YMD' ? [a, b, c] : order === 'MDY' ? [c, a, b] : [c, b, a];
  return year?.length === 4 ? dayIn(year, month, day) : latestDay(year, month, day, notAfter);
}

const firstCompactDay = 1000_00_00; // a number from here on is a day written as YYYYMMDD
const serialZeroMs = Date.UTC(1899, 11, 30); // so that serial 60, a day that Excel invents, stays before all real ones

/** Spreadsheets count days from 1900; a fraction is the time of the day. */
function dayOfSerial(serial: number): LocalDate | undefined {
  if (serial < 1 || !Number.isFinite(serial)) return undefined;
  return new Date(serialZeroMs + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
}

function latestDay(year: string | undefined, month: string | undefined, day: string | undefined, notAfter: LocalDate) {
  if (year?.length !== 2) return undefined;
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
