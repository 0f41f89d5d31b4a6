import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calendarOf, decreeDays, systemCalendar, type Calendar, type ClosedDay } from '../../src/domain/time/calendar.ts';
import { addDays, startOfDay } from '../../src/domain/time/dates.ts';
import { extend, isBefore, meet, momentOf, pause, resume, passMoment, startDeadline, type Because, type Deadline } from '../../src/domain/deadlines/deadline.ts';
import { twentePolicy, type DeadlineKind } from '../../src/domain/planning/policy.ts';
import { effectOf, replanned } from '../../src/domain/planning/replan.ts';

const noon = (date: string) => `${date}T11:00:00Z`;
/** Monday 5 March 2040; nothing closed until Good Friday, the 30th. */
const BEGIN = noon('2040-03-05');
const closed = (...dates: string[]): Calendar => calendarOf([...decreeDays, ...dates.map((date) => ({ date, name: 'Sluitingsdag' }))]);
const because: Because = { because: 'closed-day-added', date: '2040-03-07', name: 'Sluitingsdag' };
const started = (kind: DeadlineKind, calendar = systemCalendar) => startDeadline({ id: 'd', kind, rule: twentePolicy.deadlines[kind], from: BEGIN, by: 'match' }, calendar);
const plan = (d: Deadline, calendar: Calendar, at: string, { rule = twentePolicy.deadlines[d.kind], pausedAt = null }: { rule?: typeof twentePolicy.deadlines.triage; pausedAt?: string | null } = {}) =>
  replanned(d, rule, calendar, { at, by: 'replan-1', because, pausedAt });

describe('a deadline that is planned anew', () => {
  test('moves by the day that was closed within its term, and says since when and why', () => {
    const d = started('triage');
    const next = plan(d, closed('2040-03-07'), noon('2040-03-06'));
    expect([d.dueOn, next.dueOn, next.dueBefore, next.state]).toEqual(['2040-03-12', '2040-03-13', '2040-03-13T23:00:00Z', 'open']);
    expect(next.changes).toEqual([{ kind: 're-planned', at: noon('2040-03-06'), by: 'replan-1', dueOn: '2040-03-13', because }]);
    expect(effectOf(d, next, noon('2040-03-06'))).toBe('later');
  });

  test('stays as it was when it has ended, and when the day lies outside its term', () => {
    const d = started('triage');
    expect(plan(d, closed('2040-03-20'), noon('2040-03-06'))).toEqual(d);
    meet(d, noon('2040-03-06'), 'go');
    expect(plan(d, closed('2040-03-07'), noon('2040-03-06'))).toBe(d);
  });

  test('keeps at a pause what remains by the new calendar, and runs on with that', () => {
    const d = started('triage');
    pause(d, noon('2040-03-08'), 'p', systemCalendar);
    const calendar = closed('2040-03-07');
    const next = plan(d, calendar, noon('2040-03-09'), { pausedAt: noon('2040-03-08') });
    expect([d.remaining, next.state, next.remaining]).toEqual([2, 'paused', 3]);
    resume(next, noon('2040-03-12'), 'r', calendar);
    expect(next.dueOn).toBe('2040-03-15');
  });

  test('after a pause derives the day on which it runs out again', () => {
    const d = started('triage');
    pause(d, noon('2040-03-08'), 'p', systemCalendar);
    resume(d, noon('2040-03-12'), 'r', systemCalendar);
    expect([d.dueOn, plan(d, closed('2040-03-13'), noon('2040-03-12')).dueOn]).toEqual(['2040-03-14', '2040-03-15']);
  });

  test('keeps the day that a person gave, unless its term now ends later', () => {
    const d = started('triage');
    extend(d, '2040-03-14', noon('2040-03-06'), 'e', systemCalendar);
    expect(plan(d, closed('2040-03-07'), noon('2040-03-06'))).toEqual(d);
    expect(plan(d, closed('2040-03-07', '2040-03-08', '2040-03-09'), noon('2040-03-06')).dueOn).toBe('2040-03-15');
  });

  test('takes the term, the warning and the owner of another policy', () => {
    const rule = { term: { unit: 'calendarDays', amount: 21 }, warnWorkingDays: 3, owner: 'caseworker' } as const;
    const next = plan(started('triage'), systemCalendar, noon('2040-03-06'), { rule });
    expect(next).toMatchObject({ dueOn: '2040-03-26', warnsAt: '2040-03-20T23:00:00Z', owner: 'caseworker', term: rule.term });
  });
});

describe('the warning of a deadline that is planned anew', () => {
  const warned = () => Object.assign(started('triage'), { warnsAt: null });

  test('is given again when its new moment is still to come', () => {
    expect(plan(warned(), closed('2040-03-08'), noon('2040-03-09')).warnsAt).toBe('2040-03-11T23:00:00Z');
  });

  test('is not given twice when its new moment has passed too', () => {
    const rule = { ...twentePolicy.deadlines.triage, warnWorkingDays: 2 };
    expect(plan(warned(), systemCalendar, noon('2040-03-09'), { rule }).warnsAt).toBeNull();
  });

  test('is given at once when it was not given and its new moment has passed', () => {
    const rule = { ...twentePolicy.deadlines.triage, warnWorkingDays: 4 };
    expect(plan(started('triage'), systemCalendar, noon('2040-03-07'), { rule }).warnsAt).toBe(noon('2040-03-07'));
  });
});

describe('a breach under another calendar', () => {
  const late = () => {
    const d = started('triage');
    passMoment({ deadline: d, kind: 'breach', at: d.dueBefore }, d.dueBefore);
    return d;
  };
  const atTwelve = noon('2040-03-13');

  test('stays on record, moot, when there is room again', () => {
    const d = late();
    const next = plan(d, closed('2040-03-07', '2040-03-08'), atTwelve);
    expect(next).toMatchObject({ state: 'open', dueOn: '2040-03-14', breachedAt: d.breachedAt, moot: true });
    expect(effectOf(d, next, atTwelve)).toBe('room');
  });

  test('stays a breach when the new day is over as well', () => {
    const next = plan(late(), closed('2040-03-07'), noon('2040-03-14'));
    expect(next).toMatchObject({ state: 'breached', dueOn: '2040-03-13', breachedAt: '2040-03-12T23:00:00Z' });
    expect(next.moot).toBeUndefined();
  });

  test('is the same breach again when the day turns out to be open', () => {
    const d = late();
    const back = plan(plan(d, closed('2040-03-07', '2040-03-08'), atTwelve), systemCalendar, noon('2040-03-13'));
    expect({ ...back, changes: [] }).toEqual(d);
    expect(back.changes).toHaveLength(2);
  });

  test('is not moot when only an extension by a person gave it room', () => {
    const d = late();
    extend(d, '2040-03-16', noon('2040-03-14'), 'e', systemCalendar);
    const next = plan(d, closed('2040-03-07'), noon('2040-03-15'));
    expect([next.state, next.dueOn, next.moot]).toEqual(['open', '2040-03-16', undefined]);
  });

  test('of a paused case keeps the room that it had at the pause', () => {
    const next = plan(late(), closed('2040-03-07', '2040-03-08'), noon('2040-03-20'), { pausedAt: atTwelve });
    expect(next).toMatchObject({ state: 'paused', remaining: 1, dueOn: '2040-03-14', moot: true });
  });

  test('that follows from the new calendar is recorded', () => {
    const next = plan(late(), closed('2040-03-07', '2040-03-08'), atTwelve);
    passMoment({ deadline: next, kind: 'breach', at: next.dueBefore }, next.dueBefore);
    expect([next.breachedAt, next.moot]).toEqual(['2040-03-14T23:00:00Z', undefined]);
  });
});

type Deed = { after: number; what: 'pause' | 'resume' | 'extend' };
const deeds = fc.array(fc.record({ after: fc.integer({ min: 0, max: 12 }), what: fc.constantFrom<Deed['what']>('pause', 'resume', 'extend') }), { maxLength: 6 });
const kinds = fc.constantFrom<DeadlineKind>('triage', 'first-visit', 'plan', 'feedback', 're-check-answer', 'revisit', 'avg-request');
const days = fc.array(fc.integer({ min: 0, max: 60 }).map((n) => addDays('2040-03-05', n)), { maxLength: 5 });

/** A deadline that people paused, resumed and extended, with every moment of its own having come; and the time after that. */
function lived(kind: DeadlineKind, history: Deed[], calendar: Calendar): { d: Deadline; at: string; pausedAt: string | null } {
  const d = started(kind, calendar);
  let day = '2040-03-05';
  let pausedAt: string | null = null;
  for (const { after, what } of history) {
    day = addDays(day, after);
    const at = noon(day);
    pass(d, at);
    if (what === 'pause' && pausedAt === null) pause(d, (pausedAt = at), 'p', calendar);
    if (what === 'resume' && pausedAt !== null) resume(d, at, 'r', calendar);
    if (what === 'resume') pausedAt = null;
    if (what === 'extend' && d.state !== 'breached') extend(d, addDays(d.dueOn, 3), at, 'e', calendar);
    pass(d, at);
  }
  return { d, at: noon(day), pausedAt };
}

function pass(d: Deadline, until: string): void {
  for (let moment = momentOf(d); moment !== null && !isBefore(until, moment.at); moment = momentOf(d)) passMoment(moment, moment.at);
}

const asDays = (dates: string[]): ClosedDay[] => dates.map((date) => ({ date, name: 'Sluitingsdag' }));

describe('whatever happened to a deadline before', () => {
  test('planning it anew by the same calendar and policy changes nothing', () => {
    fc.assert(
      fc.property(kinds, deeds, days, (kind, history, dates) => {
        const calendar = calendarOf(asDays(dates));
        const { d, at, pausedAt } = lived(kind, history, calendar);
        expect(plan(d, calendar, at, { pausedAt })).toEqual(d);
      }),
    );
  });

  test('a closed day never makes it due earlier, and never takes from what remains', () => {
    fc.assert(
      fc.property(kinds, deeds, days, fc.integer({ min: 0, max: 60 }), (kind, history, dates, n) => {
        const { d, at, pausedAt } = lived(kind, history, calendarOf(asDays(dates)));
        const next = plan(d, calendarOf(asDays([...dates, addDays('2040-03-05', n)])), at, { pausedAt });
        expect(next.dueOn >= d.dueOn).toBe(true);
        if (d.remaining !== null) expect(next.remaining).toBeGreaterThanOrEqual(d.remaining);
      }),
      { numRuns: 500 },
    );
  });

  test('a closed day that is added and withdrawn leaves it where it was', () => {
    fc.assert(
      fc.property(kinds, deeds, days, fc.integer({ min: 0, max: 60 }), (kind, history, dates, n) => {
        const calendar = calendarOf(asDays(dates));
        const { d, at, pausedAt } = lived(kind, history, calendar);
        const there = plan(d, calendarOf(asDays([...dates, addDays('2040-03-05', n)])), at, { pausedAt });
        const back = plan(there, calendar, at, { pausedAt });
        expect([back.dueOn, back.dueBefore, back.state, back.remaining, back.breachedAt, back.moot]).toEqual([d.dueOn, d.dueBefore, d.state, d.remaining, d.breachedAt, d.moot]);
      }),
      { numRuns: 500 },
    );
  });

  test('a warning is never set in the past, and a breached deadline has none', () => {
    fc.assert(
      fc.property(kinds, deeds, days, (kind, history, dates) => {
        const { d, at, pausedAt } = lived(kind, history, systemCalendar);
        const { warnsAt, state } = plan(d, calendarOf(asDays(dates)), at, { pausedAt });
        if (warnsAt !== null && state === 'open') expect(isBefore(warnsAt, at)).toBe(false);
        if (state === 'breached') expect(warnsAt).toBeNull();
      }),
    );
  });
});

test('the first instant of a day is that of Amsterdam, also after a re-plan over the clock change', () => {
  const next = plan(started('feedback'), closed('2040-03-26'), noon('2040-03-06'));
  expect(next.dueBefore).toBe(startOfDay(addDays(next.dueOn, 1)));
});
