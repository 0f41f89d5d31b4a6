import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { addDays, addMonths, dateOfDay, dayNumber, daysBetween, endOfDay, localDate, monthsBetween, startOfDay, ZONE } from '../../src/domain/time/dates.ts';

const FIRST = '1990-01-01';
const LAST = '2100-12-31';
const days = daysBetween(FIRST, LAST) + 1;

const anyDate = fc.integer({ min: 0, max: days - 1 }).map((n) => addDays(FIRST, n));

describe('local days', () => {
  test('every date of 1990–2100 has the number, start and end that luxon gives it', () => {
    const wrong: string[] = [];
    for (let day = 0; day < days; day++) {
      const date = dateOfDay(day);
      const expected = DateTime.fromISO(date, { zone: ZONE });
      const isNextDay = day === 0 || expected.minus({ days: 1 }).toISODate() === dateOfDay(day - 1);
      const startsThen = Date.parse(startOfDay(date)) === expected.toMillis();
      const endsPrevious = day === 0 || endOfDay(dateOfDay(day - 1)) === startOfDay(date);
      if (!isNextDay || dayNumber(date) !== day || !startsThen || !endsPrevious) wrong.push(date);
    }
    expect(wrong).toEqual([]);
    expect(days).toBe(40_542);
  });

  test('a moment falls on the local date that luxon gives it', () => {
    const moments = fc.date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2100-12-31T22:59:59Z'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (moment) => {
        expect(localDate(moment.toISOString())).toBe(DateTime.fromJSDate(moment, { zone: ZONE }).toISODate());
      }),
    );
  });

  test('a day starts at its own first instant: a second earlier is still the day before', () => {
    fc.assert(
      fc.property(anyDate.filter((date) => date > FIRST), (date) => {
        const start = Date.parse(startOfDay(date));
        expect(localDate(new Date(start).toISOString())).toBe(date);
        expect(localDate(new Date(start - 1000).toISOString())).toBe(addDays(date, -1));
      }),
    );
  });

  test.each([
    ['2026-03-28', '2026-03-27T23:00:00Z', '2026-03-28T23:00:00Z'],
    ['2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['2026-10-26', '2026-10-25T23:00:00Z', '2026-10-26T23:00:00Z'],
  ])('%s lasts from %s to %s, whatever the clock does that night', (date, start, end) => {
    expect([startOfDay(date), endOfDay(date)]).toEqual([start, end]);
  });

  test('adding days and counting days between are each other’s inverse', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(addDays(a, daysBetween(a, b))).toBe(b);
      }),
    );
  });

  test.each([
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2100-01-31', 1, '2100-02-28'],
  ])('%s and %i months is %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected);
  });

  test('months agree with luxon’s', () => {
    fc.assert(
      fc.property(anyDate.filter((date) => date < '2090'), fc.nat({ max: 120 }), (date, months) => {
        expect(addMonths(date, months)).toBe(DateTime.fromISO(date, { zone: 'utc' }).plus({ months }).toISODate());
      }),
    );
  });
});

describe('what is refused, by name', () => {
  test.each(['', '2026', '2026-2-1', '2026-02-30', '2026-13-01', '2026-00-10', '2026-01-00', '2100-02-29', '26-10-2026', '2026-10-26T00:00:00Z'])(
    '"%s" is no date',
    (date) => {
      for (const use of [() => startOfDay(date), () => addDays(date, 1), () => addMonths(date, 1), () => daysBetween(FIRST, date)]) {
        expect(use).toThrow(new RangeError(`not a date (YYYY-MM-DD): ${date}`));
      }
    },
  );

  test.each(['1989-12-31', '2101-01-01', '0001-01-01', '0099-06-01'])('%s is outside the supported years', (date) => {
    expect(() => startOfDay(date)).toThrow(new RangeError(`outside 1990–2100: ${date}`));
  });

  test.each([
    '2026-10-26', '2026-10-26T10:00:00', '2026-10-26T10:00:00+01:00', '2026-10-26T24:00:00Z', '2026-02-30T10:00:00Z', 'yesterday', '',
  ])('"%s" is no instant in UTC', (at) => {
    expect(() => localDate(at)).toThrow(new RangeError(`not an instant in UTC (YYYY-MM-DDTHH:MM:SSZ): ${at}`));
  });

  test('the supported years are local years: their first and last second count, the ones beside them do not', () => {
    expect(localDate('1989-12-31T23:00:00Z')).toBe(FIRST);
    expect(localDate('2100-12-31T22:59:59Z')).toBe(LAST);
    expect(() => localDate('1989-12-31T22:59:59Z')).toThrow(RangeError);
    expect(() => localDate('2100-12-31T23:00:00Z')).toThrow(RangeError);
  });

  test.each([0.5, NaN, Infinity])('%d is no number of days or months', (n) => {
    expect(() => addDays('2026-10-26', n)).toThrow(new RangeError(`not a whole number: ${n}`));
    expect(() => addMonths('2026-10-26', n)).toThrow(new RangeError(`not a whole number: ${n}`));
  });

  test('a sum that leaves the supported years', () => {
    expect(() => addDays(LAST, 1)).toThrow(RangeError);
    expect(() => addDays(FIRST, -1)).toThrow(RangeError);
    expect(() => addMonths('2100-12-01', 1)).toThrow(RangeError);
    expect(() => addMonths('1990-01-31', -1)).toThrow(RangeError);
    expect(() => addMonths('1990-01-31', -23_880)).toThrow(RangeError);
  });
});

test.each([
  ['2026-01-15', '2026-03-14', 1],
  ['2026-01-15', '2026-03-15', 2],
  ['2025-12-31', '2026-01-01', 0],
  ['1950-05-05', '2026-05-05', 912],
  ['2026-03-01', '2026-02-01', 0],
])('from %s to %s are %i whole months', (from, to, months) => {
  expect(monthsBetween(from, to)).toBe(months);
});
