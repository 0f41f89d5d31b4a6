import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calendarOf, decreeDays, statutoryHolidays, systemCalendar } from '../../src/domain/time/calendar.ts';
import type { Calendar, ClosedDay } from '../../src/domain/time/calendar.ts';
import { addDays, daysBetween } from '../../src/domain/time/dates.ts';

const dateFrom = (first: string, last: string) =>
  fc.integer({ min: 0, max: daysBetween(first, last) }).map((n) => addDays(first, n));

const anyDate = dateFrom('1990-01-01', '2100-12-31');
const innerDate = dateFrom('2000-01-01', '2090-12-31');
const closedDays = fc.array(dateFrom('2020-01-01', '2032-12-31').map((date) => ({ date, name: 'brugdag' })), { maxLength: 30 });

/** Whether a day is a working day, from the definition: no arithmetic, no index. */
function worksByDefinition(closed: readonly ClosedDay[]): (date: string) => boolean {
  const shut = new Set(closed.map(({ date }) => date));
  for (let year = 1990; year <= 2100; year++) statutoryHolidays(year).forEach(({ date }) => shut.add(date));
  return (date) => {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !shut.has(date);
  };
}

/** The nth working day after (or before) a date, a day at a time. */
function stepByStep(works: (date: string) => boolean, from: string, n: number): string {
  let date = from;
  for (let left = Math.abs(n); left > 0; ) {
    date = addDays(date, Math.sign(n));
    if (works(date)) left--;
  }
  return date;
}

describe('working days', () => {
  const works = worksByDefinition(decreeDays);

  test('each day of 1990–2100 is a working day exactly when the definition says so', () => {
    const wrong: string[] = [];
    for (let date = '1990-01-01'; date < '2100-12-31'; date = addDays(date, 1)) {
      if (systemCalendar.isWorkingDay(date) !== works(date)) wrong.push(date);
    }
    expect(wrong).toEqual([]);
  });

  test('a day is closed for a reason exactly when it is no working day', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(systemCalendar.closure(date) === null).toBe(systemCalendar.isWorkingDay(date));
      }),
      { numRuns: 1000 },
    );
  });

  test('adding agrees with stepping a day at a time, forwards and back', () => {
    fc.assert(
      fc.property(innerDate, fc.integer({ min: -600, max: 600 }), (date, n) => {
        expect(systemCalendar.addWorkingDays(date, n)).toBe(stepByStep(works, date, n));
      }),
      { numRuns: 300 },
    );
  });

  test('adding agrees with stepping whatever extra days are closed', () => {
    fc.assert(
      fc.property(closedDays, dateFrom('2019-06-01', '2033-06-01'), fc.integer({ min: -80, max: 80 }), (closed, date, n) => {
        expect(calendarOf(closed).addWorkingDays(date, n)).toBe(stepByStep(worksByDefinition(closed), date, n));
      }),
      { numRuns: 300 },
    );
  });

  test('counting agrees with looking at each day', () => {
    fc.assert(
      fc.property(innerDate, fc.integer({ min: -30, max: 800 }), (date, span) => {
        const until = addDays(date, span);
        let expected = 0;
        for (let day = addDays(date, 1); day <= until; day = addDays(day, 1)) if (works(day)) expected++;
        expect(systemCalendar.workingDaysAfter(date, until)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('counting is the inverse of adding', () => {
    fc.assert(
      fc.property(innerDate, fc.nat({ max: 2000 }), (date, n) => {
        expect(systemCalendar.workingDaysAfter(date, systemCalendar.addWorkingDays(date, n))).toBe(n);
      }),
    );
  });

  test('adding m and then n is adding m + n', () => {
    fc.assert(
      fc.property(innerDate, fc.nat({ max: 1000 }), fc.nat({ max: 1000 }), (date, m, n) => {
        const halfway = systemCalendar.addWorkingDays(date, m);
        expect(systemCalendar.addWorkingDays(halfway, n)).toBe(systemCalendar.addWorkingDays(date, m + n));
      }),
    );
  });

  test('from a working day, going n on and n back arrives where it began', () => {
    fc.assert(
      fc.property(innerDate.filter((date) => systemCalendar.isWorkingDay(date)), fc.integer({ min: -1000, max: 1000 }), (date, n) => {
        expect(systemCalendar.addWorkingDays(systemCalendar.addWorkingDays(date, n), -n)).toBe(date);
      }),
    );
  });

  test('a later start or a longer way never arrives earlier', () => {
    fc.assert(
      fc.property(innerDate, fc.nat({ max: 400 }), fc.integer({ min: -500, max: 500 }), (date, later, n) => {
        const arrival = systemCalendar.addWorkingDays(date, n);
        expect(systemCalendar.addWorkingDays(addDays(date, later), n) >= arrival).toBe(true);
        expect(systemCalendar.addWorkingDays(date, n + 1) > arrival).toBe(true);
      }),
    );
  });

  test('closing one more day never brings a term forward', () => {
    fc.assert(
      fc.property(closedDays, dateFrom('2020-01-01', '2032-12-31'), fc.nat({ max: 100 }), (closed, date, n) => {
        const without = calendarOf(closed.slice(1)).addWorkingDays(date, n);
        expect(calendarOf(closed).addWorkingDays(date, n) >= without).toBe(true);
      }),
    );
  });

  test('no step stays on the date, working day or not', () => {
    expect(systemCalendar.addWorkingDays('2026-10-24', 0)).toBe('2026-10-24');
    expect(systemCalendar.addWorkingDays('2026-12-25', 0)).toBe('2026-12-25');
  });

  test('the edges of the supported years count, and nothing beyond them', () => {
    expect(systemCalendar.addWorkingDays('1990-01-01', 1)).toBe('1990-01-02');
    expect(systemCalendar.addWorkingDays('2100-12-30', 1)).toBe('2100-12-31');
    expect(systemCalendar.workingDaysAfter('1990-01-01', '2100-12-31')).toBe(
      Array.from({ length: daysBetween('1990-01-01', '2100-12-31') }, (_, n) => addDays('1990-01-02', n)).filter(works).length,
    );
    expect(() => systemCalendar.addWorkingDays('2100-12-31', 1)).toThrow(RangeError);
    expect(() => systemCalendar.addWorkingDays('1990-01-02', -1)).toThrow(RangeError);
  });

  test('half a working day is refused', () => {
    expect(() => systemCalendar.addWorkingDays('2026-10-26', 1.5)).toThrow(new RangeError('not a whole number: 1.5'));
  });
});

describe('why a day is closed', () => {
  test.each([
    ['2026-10-24', 'zaterdag'],
    ['2026-10-25', 'zondag'],
    ['2026-10-26', null],
    ['2026-12-25', 'Eerste Kerstdag'],
    ['2026-12-26', 'Tweede Kerstdag'],
    ['2026-05-05', 'Bevrijdingsdag'],
    ['2026-05-15', 'gelijkgestelde dag (KB)'],
    ['2016-05-05', 'Bevrijdingsdag en Hemelvaartsdag'],
  ])('%s: %s', (date, reason) => {
    expect(systemCalendar.closure(date)).toBe(reason);
  });
});

describe('closed days of one’s own', () => {
  const isOpen = (calendar: Calendar, date: string) => calendar.isWorkingDay(date);

  test('all decree days are closed in the system’s calendar', () => {
    expect(decreeDays.map(({ date }) => date).filter((date) => isOpen(systemCalendar, date))).toEqual([]);
    expect(decreeDays).toHaveLength(10);
  });

  test('a given list stands in for the decree days; the statutory holidays stay', () => {
    const given = calendarOf([{ date: '2026-10-26', name: 'stadhuis gesloten' }]);
    expect(given.closure('2026-10-26')).toBe('stadhuis gesloten');
    expect(isOpen(given, '2026-05-15')).toBe(true);
    expect(isOpen(given, '2026-05-14')).toBe(false);
  });

  test('an empty list is a given list', () => {
    expect(isOpen(calendarOf([]), '2026-05-15')).toBe(true);
    expect(isOpen(calendarOf(), '2026-05-15')).toBe(false);
  });

  test('a regional day is added beside the decree days', () => {
    const regional = calendarOf([...decreeDays, { date: '2026-10-26', name: 'stadhuis gesloten' }]);
    expect(isOpen(regional, '2026-10-26')).toBe(false);
    expect(isOpen(regional, '2026-05-15')).toBe(false);
    expect(regional.addWorkingDays('2026-10-23', 1)).toBe('2026-10-27');
  });

  test('one that was closed already, or is named twice, counts once', () => {
    const twice = ['2026-10-24', '2026-12-25', '2026-10-26', '2026-10-26'].map((date) => ({ date, name: 'dicht' }));
    expect(calendarOf(twice).workingDaysAfter('2026-10-18', '2026-12-31')).toBe(calendarOf([]).workingDaysAfter('2026-10-18', '2026-12-31') - 1);
  });

  test('one that does not exist is refused', () => {
    expect(() => calendarOf([{ date: '2026-02-30', name: 'dicht' }])).toThrow(new RangeError('not a date (YYYY-MM-DD): 2026-02-30'));
  });
});
