import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { calendarOf, systemCalendar } from '../../src/domain/time/calendar.ts';
import { addDays, daysBetween, localDate, startOfDay } from '../../src/domain/time/dates.ts';
import { dueAfterPause, dueOf, dueOn, remainingAfterPause, skippedDays, termSchema, termUnits, warnAt } from '../../src/domain/time/terms.ts';
import type { Term } from '../../src/domain/time/terms.ts';

const date = fc.integer({ min: 0, max: daysBetween('1995-01-01', '2085-12-31') }).map((n) => addDays('1995-01-01', n));
const instant = fc
  .date({ min: new Date('1995-01-01T00:00:00Z'), max: new Date('2085-12-31T00:00:00Z'), noInvalidDate: true })
  .map((moment) => moment.toISOString());
const unit = fc.constantFrom(...termUnits);
const term: fc.Arbitrary<Term> = fc.record({ unit, amount: fc.nat({ max: 120 }), extendToWorkingDay: fc.boolean() });

const workingDays = (amount: number): Term => ({ unit: 'workingDays', amount });
const calendarDays = (amount: number): Term => ({ unit: 'calendarDays', amount });

describe('the cases of an independent program', () => {
  const fixture = z.array(
    z.strictObject({ from: z.string(), term: termSchema, closedDays: z.array(z.string()), dueOn: z.string(), dueBefore: z.string() }),
  );
  const cases = fixture.parse(JSON.parse(readFileSync(new URL('../fixtures/terms.json', import.meta.url), 'utf8')));

  // Three of them cross a decree day with an empty list and count it as a working day: an empty list is a given one.
  test('all 400 agree, an empty list of closed days being a given list', () => {
    const ours = cases.map((example) => {
      const calendar = calendarOf(example.closedDays.map((closed) => ({ date: closed, name: 'gesloten' })));
      return { ...example, ...dueOf(example.from, example.term, calendar) };
    });
    expect(ours).toEqual(cases);
    expect(cases).toHaveLength(400);
  });
});

describe('when a term ends', () => {
  test.each<[string, string, Term, string, string]>([
    ['the event’s own day does not count', '2026-10-26T08:00:00Z', workingDays(1), '2026-10-27', '2026-10-27T23:00:00Z'],
    ['an event just before local midnight is of that day', '2026-06-01T21:59:59Z', calendarDays(1), '2026-06-02', '2026-06-02T22:00:00Z'],
    ['an event at local midnight is of the new day', '2026-06-01T22:00:00Z', calendarDays(1), '2026-06-03', '2026-06-03T22:00:00Z'],
    ['the night the clock goes forward ends an hour earlier in UTC', '2026-03-28T12:00:00Z', calendarDays(1), '2026-03-29', '2026-03-29T22:00:00Z'],
    ['the night before it does not', '2026-03-27T12:00:00Z', calendarDays(1), '2026-03-28', '2026-03-28T23:00:00Z'],
    ['the night the clock goes back ends an hour later in UTC', '2026-10-24T12:00:00Z', calendarDays(1), '2026-10-25', '2026-10-25T23:00:00Z'],
    ['the night before it does not either', '2026-10-23T12:00:00Z', calendarDays(1), '2026-10-24', '2026-10-24T22:00:00Z'],
    ['a month that is too short ends on its last day', '2026-08-31T10:00:00Z', { unit: 'months', amount: 6 }, '2027-02-28', '2027-02-28T23:00:00Z'],
    ['28 working days from a close of the round', '2026-10-26T10:00:00Z', workingDays(28), '2026-12-03', '2026-12-03T23:00:00Z'],
    ['the last day there is still has an end', '2100-12-30T12:00:00Z', calendarDays(1), '2100-12-31', '2100-12-31T23:00:00Z'],
  ])('%s', (_, from, given, expectedOn, expectedBefore) => {
    expect(dueOf(from, given, systemCalendar)).toEqual({ dueOn: expectedOn, dueBefore: expectedBefore });
  });

  test('it is breached exactly at the first instant of the local day after the last', () => {
    fc.assert(
      fc.property(instant, term, (from, given) => {
        const due = dueOf(from, given, systemCalendar);
        expect(due.dueBefore).toBe(startOfDay(addDays(due.dueOn, 1)));
        expect(localDate(new Date(Date.parse(due.dueBefore) - 1).toISOString())).toBe(due.dueOn);
        expect(due.dueOn).toBe(dueOn(localDate(from), given, systemCalendar));
      }),
    );
  });

  test('a later event or a longer term never ends earlier', () => {
    fc.assert(
      fc.property(date, term, fc.nat({ max: 60 }), (from, given, more) => {
        const end = dueOn(from, given, systemCalendar);
        expect(dueOn(addDays(from, more), given, systemCalendar) >= end).toBe(true);
        expect(dueOn(from, { ...given, amount: given.amount + more }, systemCalendar) >= end).toBe(true);
      }),
    );
  });

  test('extending goes to the first working day on or after the end, and only when asked', () => {
    const overEaster: Term = { unit: 'calendarDays', amount: 14 };
    expect(dueOn('2026-03-20', overEaster, systemCalendar)).toBe('2026-04-03');
    expect(dueOn('2026-03-20', { ...overEaster, extendToWorkingDay: true }, systemCalendar)).toBe('2026-04-07');
    fc.assert(
      fc.property(date, term, (from, given) => {
        const plain = dueOn(from, { ...given, extendToWorkingDay: false }, systemCalendar);
        const extended = dueOn(from, { ...given, extendToWorkingDay: true }, systemCalendar);
        expect(systemCalendar.isWorkingDay(extended)).toBe(true);
        expect(extended === plain || systemCalendar.workingDaysAfter(plain, extended) === 1).toBe(true);
        expect(extended === plain).toBe(systemCalendar.isWorkingDay(plain));
      }),
    );
  });

  test('a term outside 1990–2100, negative or broken is refused', () => {
    expect(() => dueOn('2100-12-31', calendarDays(1), systemCalendar)).toThrow(RangeError);
    expect(() => dueOn('2026-10-26', workingDays(-1), systemCalendar)).toThrow(new RangeError('a term cannot be negative: -1'));
    expect(() => dueOn('2026-10-26', { unit: 'months', amount: 0.5 }, systemCalendar)).toThrow(new RangeError('not a whole number: 0.5'));
    expect(() => dueOf('2026-10-26', workingDays(1), systemCalendar)).toThrow(RangeError);
  });
});

describe('the warning', () => {
  test.each([
    ['2026-12-03', 5, '2026-11-25T23:00:00Z'],
    ['2026-12-03', 0, '2026-12-02T23:00:00Z'],
    ['2026-12-28', 1, '2026-12-23T23:00:00Z'],
    ['2026-10-26', 1, '2026-10-22T22:00:00Z'],
    ['2026-10-25', 0, '2026-10-24T22:00:00Z'],
    ['2026-10-25', 1, '2026-10-22T22:00:00Z'],
  ])('for a term to %s, %i working days before, comes at %s', (due, before, expected) => {
    expect(warnAt(due, before, systemCalendar)).toBe(expected);
  });

  test('comes at local midnight, never after the last day began, and leaves just so many working days', () => {
    fc.assert(
      fc.property(date, fc.nat({ max: 30 }), (due, before) => {
        const at = warnAt(due, before, systemCalendar);
        const day = localDate(at);
        expect(at).toBe(startOfDay(day));
        expect(day <= due).toBe(true);
        const daysLeft = systemCalendar.workingDaysAfter(day, due);
        const dueCounts = systemCalendar.isWorkingDay(due) || before === 0;
        expect(daysLeft).toBe(dueCounts ? before : before - 1);
      }),
    );
  });

  test('cannot be asked for after the term', () => {
    expect(() => warnAt('2026-12-03', -1, systemCalendar)).toThrow(RangeError);
  });
});

describe('the days passed over', () => {
  test('of a term in working days are all closed days on its way, with their names', () => {
    expect(skippedDays('2026-12-23T10:00:00Z', workingDays(3), systemCalendar)).toEqual([
      { date: '2026-12-25', name: 'Eerste Kerstdag' },
      { date: '2026-12-26', name: 'Tweede Kerstdag' },
      { date: '2026-12-27', name: 'zondag' },
    ]);
  });

  test('of an extension are those from the plain end to the day before the extended one', () => {
    const toGoodFriday: Term = { unit: 'calendarDays', amount: 14, extendToWorkingDay: true };
    expect(skippedDays('2026-03-20T10:00:00Z', toGoodFriday, systemCalendar)).toEqual([
      { date: '2026-04-03', name: 'Goede Vrijdag' },
      { date: '2026-04-04', name: 'zaterdag' },
      { date: '2026-04-05', name: 'zondag' },
      { date: '2026-04-06', name: 'Tweede Paasdag' },
    ]);
    expect(skippedDays('2026-03-20T10:00:00Z', calendarDays(14), systemCalendar)).toEqual([]);
    expect(skippedDays('2026-10-24T10:00:00Z', { ...workingDays(0), extendToWorkingDay: true }, systemCalendar)).toEqual([
      { date: '2026-10-24', name: 'zaterdag' },
      { date: '2026-10-25', name: 'zondag' },
    ]);
  });

  test('explain every day between the event and the end that was not counted', () => {
    fc.assert(
      fc.property(instant, term, (from, given) => {
        const skipped = skippedDays(from, given, systemCalendar).length;
        const plain: Term = given.unit === 'workingDays' ? calendarDays(given.amount) : { ...given, extendToWorkingDay: false };
        const counted = daysBetween(localDate(from), dueOn(localDate(from), plain, systemCalendar));
        expect(daysBetween(localDate(from), dueOn(localDate(from), given, systemCalendar))).toBe(counted + skipped);
      }),
    );
  });
});

describe('a pause', () => {
  test('keeps what remained and runs on from the day after resuming', () => {
    const left = remainingAfterPause('2026-10-28', '2026-11-02', 'workingDays', systemCalendar);
    expect(left).toBe(3);
    expect(dueAfterPause('2026-12-23', left, workingDays(5), systemCalendar)).toEqual({ dueOn: '2026-12-29', dueBefore: '2026-12-29T23:00:00Z' });
  });

  test.each(['calendarDays', 'months'] as const)('counts a term in %s in calendar days', (given) => {
    expect(remainingAfterPause('2026-10-28', '2026-11-02', given, systemCalendar)).toBe(5);
    expect(dueAfterPause('2026-12-23', 5, { unit: given, amount: 5 }, systemCalendar).dueOn).toBe('2026-12-28');
  });

  test('resumed on the day it began changes nothing', () => {
    fc.assert(
      fc.property(date, term, fc.nat({ max: 200 }), (from, given, later) => {
        // One of no days that starts on a closed day has ended there.
        fc.pre(given.unit !== 'workingDays' || given.amount > 0);
        const end = dueOn(from, given, systemCalendar);
        const pausedOn = addDays(from, Math.min(later, daysBetween(from, end)));
        const left = remainingAfterPause(pausedOn, end, given.unit, systemCalendar);
        expect(dueAfterPause(pausedOn, left, given, systemCalendar).dueOn).toBe(end);
      }),
    );
  });

  test('leaves no negative rest: after the last day the term ends on the day of resuming', () => {
    for (const given of termUnits) {
      expect(remainingAfterPause('2026-11-05', '2026-11-02', given, systemCalendar)).toBe(0);
      expect(remainingAfterPause('2026-11-02', '2026-11-02', given, systemCalendar)).toBe(0);
    }
    expect(dueAfterPause('2026-11-10', 0, workingDays(5), systemCalendar)).toEqual({ dueOn: '2026-11-10', dueBefore: '2026-11-10T23:00:00Z' });
  });

  test.each([
    ['a Saturday', '2026-12-05', '2026-12-07'],
    ['Christmas Day', '2026-12-25', '2026-12-28'],
    ['a working day', '2026-12-07', '2026-12-07'],
  ])('on the last day of a term in working days, resumed on %s, ends on a working day; before 0.3 it ended there', (_, resumedOn, end) => {
    expect(dueAfterPause(resumedOn, 0, workingDays(5), systemCalendar).dueOn).toBe(end);
    expect(dueAfterPause(resumedOn, 0, workingDays(5), systemCalendar, true).dueOn).toBe(resumedOn);
    expect(dueAfterPause(resumedOn, 0, calendarDays(5), systemCalendar).dueOn).toBe(resumedOn);
  });

  test('leaves art. 1 in force: what would end on Good Friday or in a weekend ends on the working day after', () => {
    for (const unit of ['calendarDays', 'months'] as const) {
      expect(dueAfterPause('2026-04-01', 2, { unit, amount: 2, extendToWorkingDay: true }, systemCalendar).dueOn).toBe('2026-04-07');
      expect(dueAfterPause('2026-04-01', 2, { unit, amount: 2, extendToWorkingDay: true }, systemCalendar, true).dueOn).toBe('2026-04-03');
      expect(dueAfterPause('2026-11-18', 3, { unit, amount: 2, extendToWorkingDay: true }, systemCalendar).dueOn).toBe('2026-11-23');
    }
  });

  test('gives every day of the pause back', () => {
    fc.assert(
      fc.property(date, unit, fc.integer({ min: 1, max: 60 }), fc.nat({ max: 90 }), (pausedOn, given, left, length) => {
        const resumedOn = addDays(pausedOn, length);
        const due = dueAfterPause(resumedOn, left, { unit: given, amount: left }, systemCalendar);
        expect(remainingAfterPause(resumedOn, due.dueOn, given, systemCalendar)).toBe(left);
      }),
    );
  });
});

describe('a term as data', () => {
  test.each([
    { unit: 'weeks', amount: 1 },
    { unit: 'months', amount: -1 },
    { unit: 'months', amount: 1.5 },
    { unit: 'months' },
    { unit: 'months', amount: 1, extend: true },
  ])('%j is refused', (given) => {
    expect(termSchema.safeParse(given).success).toBe(false);
  });

  test('the flag may be left out', () => {
    expect(termSchema.parse({ unit: 'months', amount: 6 })).toEqual({ unit: 'months', amount: 6 });
  });
});
