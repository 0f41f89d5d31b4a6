import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calendarOf, decreeDays, systemCalendar } from '../../src/domain/time/calendar.ts';
import { addDays, localDate, startOfDay } from '../../src/domain/time/dates.ts';
import { extend, pause, resume, startDeadline, type Because, type Deadline } from '../../src/domain/deadlines/deadline.ts';
import { closedDaysFor, derivationOf } from '../../src/domain/deadlines/derivation.ts';
import { twentePolicy, type DeadlineRule } from '../../src/domain/planning/policy.ts';
import { replanned } from '../../src/domain/planning/replan.ts';
import { basisOf } from '../../src/wording/sentences/basis.ts';
import { derivationSentence, startInWords, stepSentence } from '../../src/wording/sentences/derivation.ts';

const noon = (date: string) => `${date}T11:00:00Z`;

function started(kind: Deadline['kind'], from: string, rule: DeadlineRule = twentePolicy.deadlines[kind]): Deadline {
  return startDeadline({ id: 'd', kind, rule, from, by: 'match-r' }, systemCalendar);
}

const sentenceOf = (d: Deadline, eventType: string | null = null) =>
  derivationSentence(derivationOf(d, systemCalendar), { kind: d.kind, term: d.term, start: startInWords(d.kind, eventType) });

describe('the derivation of a deadline', () => {
  const terms = fc.record({
    unit: fc.constantFrom('workingDays' as const, 'calendarDays' as const, 'months' as const),
    amount: fc.integer({ min: 0, max: 40 }),
    extendToWorkingDay: fc.boolean(),
  });
  const changes = fc.array(fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'extend' as const, 're-plan' as const), afterDays: fc.integer({ min: 0, max: 12 }), by: fc.integer({ min: 1, max: 20 }) }), { maxLength: 12 });
  const starts = fc.date({ min: new Date('2020-01-01'), max: new Date('2045-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
  const closings = fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 8 });

  test('ends on the day of the deadline after any pauses, resumptions, extensions and re-plannings', () => {
    fc.assert(
      fc.property(starts, terms, changes, closings, (from, term, steps, closed) => {
        const closedDay = (n: number) => ({ date: addDays(localDate(from), n), name: 'Sluitingsdag' });
        let closedDays = [...decreeDays, ...closed.map(closedDay)];
        let calendar = calendarOf(closedDays);
        const rule: DeadlineRule = { term, warnWorkingDays: 3, owner: 'caseworker' };
        let d = startDeadline({ id: 'd', kind: 'feedback', rule, from, by: 'start' }, calendar);
        let at = from;
        let since = from;
        let pausedAt: string | null = null;
        for (const [n, { kind, afterDays, by }] of steps.entries()) {
          at = new Date(Date.parse(startOfDay(addDays(localDate(at), afterDays))) + n + 1).toISOString();
          if (kind === 'pause') pause(d, at, 'p', calendar);
          else if (kind === 'resume') resume(d, at, 'r', calendar, by % 2 === 0);
          else if (kind === 're-plan') {
            closedDays = [...closedDays, closedDay(by * 3)];
            calendar = calendarOf(closedDays);
            d = replanned(d, rule, calendar, { at, by: 'replan', because: { because: 'closed-day-added', ...closedDay(by * 3) }, pausedAt });
            since = at;
          } else extend(d, addDays(d.dueOn, by), at, 'e', calendar);
          if (d.state === 'paused') pausedAt ??= at;
          else pausedAt = null;
        }
        expect(derivationOf(d, calendar, since)).toMatchObject({ agrees: true, dueOn: d.dueOn, dueBefore: d.dueBefore, remaining: d.remaining });
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['its last day', (d: Deadline) => void (d.dueOn = addDays(d.dueOn, 1))],
    ['the instant of its breach', (d: Deadline) => void (d.dueBefore = noon(d.dueOn))],
    ['the day that a change gave', (d: Deadline) => void d.changes.splice(0, 1, { kind: 'extended', at: noon('2040-03-06'), by: 'x', dueOn: '2040-05-01' })],
  ])('disagrees with a deadline when %s is another', (_, spoil) => {
    const d = started('feedback', noon('2040-03-05'));
    pause(d, noon('2040-03-12'), 'p', systemCalendar);
    resume(d, noon('2040-03-19'), 'r', systemCalendar);
    expect(derivationOf(d, systemCalendar).agrees).toBe(true);
    spoil(d);
    expect(derivationOf(d, systemCalendar).agrees).toBe(false);
  });

  test('disagrees when a calendar closed another day than the one it ran under', () => {
    const closed = calendarOf([...decreeDays, { date: '2040-03-07', name: 'Sluitingsdag' }]);
    expect(derivationOf(started('feedback', noon('2040-03-05')), closed)).toMatchObject({ agrees: false, dueOn: '2040-04-17' });
  });

  test('after a re-planning reckons by what holds since, and leaves what was recorded before as it was', () => {
    const d = started('feedback', noon('2040-03-05'));
    pause(d, noon('2040-03-12'), 'p', systemCalendar);
    resume(d, noon('2040-03-12'), 'r', systemCalendar);
    const because: Because = { because: 'closed-day-added', date: '2040-04-10', name: 'Sluitingsdag' };
    const closed = calendarOf([...decreeDays, because]);
    const next = replanned(d, twentePolicy.deadlines.feedback, closed, { at: noon('2040-03-20'), by: 'replan-1', because });
    expect(derivationOf(next, closed).agrees).toBe(false);
    const { agrees, steps, dueOn } = derivationOf(next, closed, noon('2040-03-20'));
    expect([agrees, dueOn]).toEqual([true, '2040-04-17']);
    expect(steps.find((step) => step.kind === 'resumed')?.dueOn).toBe('2040-04-16');
    const step = steps.find(({ kind }) => kind === 're-planned');
    expect(step === undefined ? '' : stepSentence(step, { kind: d.kind, term: d.term, start: '' })).toBe(
      'Op 20 maart 2040 herpland naar 17 april 2040, omdat 10 april 2040 (Sluitingsdag) een gesloten dag werd.',
    );
  });

  test('of what has ended reckons with the closed days of then', () => {
    const day = (date: string) => ({ date, name: 'Sluitingsdag' });
    const changes = [
      { at: noon('2040-03-01'), because: { because: 'closed-day-added' as const, ...day('2040-03-07') } },
      { at: noon('2040-04-01'), because: { because: 'closed-day-added' as const, ...day('2040-04-10') } },
      { at: noon('2040-04-02'), because: { because: 'closed-day-withdrawn' as const, ...day('2040-03-08') } },
    ];
    const current = [day('2040-03-07'), day('2040-04-10')];
    expect(closedDaysFor({ endedAt: null }, current, changes)).toEqual(current);
    expect(closedDaysFor({ endedAt: noon('2040-03-20') }, current, changes)).toEqual([day('2040-03-07'), day('2040-03-08')]);
  });

  test('says what remains while paused, and nothing of that once it has ended', () => {
    const d = started('feedback', noon('2040-03-05'));
    pause(d, noon('2040-03-12'), 'p', systemCalendar);
    expect(derivationOf(d, systemCalendar)).toMatchObject({ remaining: 23, agrees: true });
    expect(derivationOf({ ...d, state: 'cancelled', endedAt: noon('2040-03-13'), remaining: null }, systemCalendar)).toMatchObject({ remaining: null, agrees: true });
  });
});

describe('why a deadline falls on its day, as one sentence', () => {
  test('names holidays and counts weekends', () => {
    expect(sentenceOf(started('feedback', noon('2040-03-05')))).toBe(
      'Uiterlijk maandag 16 april 2040: 28 werkdagen na de sluiting van de ronde op 5 maart 2040, waarbij Goede Vrijdag, Tweede Paasdag en 12 weekenddagen niet meetellen.',
    );
  });

  test('tells each pause, resumption and extension', () => {
    const d = started('triage', noon('2040-03-05'));
    pause(d, noon('2040-03-07'), 'p', systemCalendar);
    resume(d, noon('2040-03-14'), 'r', systemCalendar);
    extend(d, '2040-03-23', noon('2040-03-15'), 'e', systemCalendar);
    expect(sentenceOf(d)).toBe(
      'Uiterlijk vrijdag 23 maart 2040: 5 werkdagen na de vaststelling van de match op 5 maart 2040, waarbij 2 weekenddagen niet meetellen; ' +
        'gepauzeerd op 7 maart 2040 met nog 3 werkdagen over; hervat op 14 maart 2040 en daarmee 19 maart 2040, waarbij 2 weekenddagen niet meetellen; ' +
        'op 15 maart 2040 verlengd tot en met 23 maart 2040.',
    );
  });

  test('of a paused one says what is left instead of a day to keep', () => {
    const d = started('re-check', noon('2040-03-28'));
    pause(d, noon('2040-09-27'), 'p', systemCalendar);
    expect(sentenceOf(d)).toBe(
      'Staat stil met nog 1 kalenderdag over, was uiterlijk vrijdag 28 september 2040: 6 maanden na de terugkoppeling op 28 maart 2040; gepauzeerd op 27 september 2040 met nog 1 kalenderdag over.',
    );
  });

  test('counts a term in calendar days through a weekend, and says so when it is extended past one', () => {
    const rule: DeadlineRule = { term: { unit: 'calendarDays', amount: 14, extendToWorkingDay: true }, warnWorkingDays: 2, owner: 'caseworker' };
    expect(sentenceOf(started('first-visit', noon('2040-03-03'), rule))).toBe(
      'Uiterlijk maandag 19 maart 2040: 14 kalenderdagen na de sluiting van de ronde op 3 maart 2040, doorgeschoven voorbij 2 weekenddagen naar de eerstvolgende werkdag.',
    );
  });

  test('names the event by what the timeline says of it', () => {
    expect(sentenceOf(started('plan', noon('2040-03-05')), 'callback')).toContain('10 werkdagen na het terugbellen van de inwoner op 5 maart 2040');
  });

  test('has a sentence for every step', () => {
    const d = started('triage', noon('2040-03-05'));
    const named = { kind: d.kind, term: d.term, start: startInWords(d.kind, null) };
    expect(derivationOf(d, systemCalendar).steps.map((step) => stepSentence(step, named))).toEqual([
      'De vaststelling van de match op 5 maart 2040; de termijn begint de dag erna.',
      '5 werkdagen later: maandag 12 maart 2040, waarbij 2 weekenddagen niet meetellen.',
      'Uiterlijk maandag 12 maart 2040, tot het einde van die dag; de waarschuwing is op 9 maart 2040.',
    ]);
  });
});

describe('what a deadline rests on', () => {
  const references = (d: Deadline) => {
    const skipped = derivationOf(d, systemCalendar).steps.flatMap((step) => ('skipped' in step ? step.skipped : []));
    return basisOf({ kind: d.kind, term: d.term, policyVersion: 'twente-1', skipped }).map(({ reference }) => reference);
  };

  test('is the policy version and the process, with the agreement or law behind it', () => {
    expect(references(started('feedback', noon('2040-06-05')))).toEqual(['twente-1', 'Terugkoppeling', 'Convenant met de schuldeisers']);
    expect(references(started('avg-request', noon('2040-06-05')))).toEqual(['twente-1', 'Rechten van de inwoner', 'AVG art. 12 lid 3']);
  });

  test('is the Algemene termijnenwet where a holiday or an equated day was passed over', () => {
    expect(references(started('feedback', noon('2040-03-05')))).toContain('Algemene termijnenwet art. 3');
    expect(references(started('triage', noon('2026-05-11')))).toContain('Algemene termijnenwet art. 3');
    expect(references(started('triage', noon('2040-03-05')))).not.toContain('Algemene termijnenwet art. 3');
  });
});
