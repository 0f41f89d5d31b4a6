/** Terms that count back from a day on which something ends for a household. */
import { describe, expect, test } from '@jest/globals';
import { startDeadline } from '../../src/domain/deadlines/deadline.ts';
import { derivationOf } from '../../src/domain/deadlines/derivation.ts';
import { deadlineRuleOf, twentePolicy } from '../../src/domain/planning/policy.ts';
import { calendarOf } from '../../src/domain/time/calendar.ts';
import { dueBackFrom } from '../../src/domain/time/terms.ts';
import { derivationSentence } from '../../src/wording/sentences/derivation.ts';

const calendar = calendarOf([]);
const received = '2040-03-05T10:00:00Z';
const workingDays = (amount: number) => ({ unit: 'workingDays' as const, amount });

describe('counting back', () => {
  test.each([
    // Over Easter: Good Friday 30 March, Easter Monday 2 April.
    ['2040-04-09', workingDays(5), '2040-03-29'],
    ['2040-04-09', workingDays(0), '2040-04-09'],
    // None before a Sunday is the Friday before it.
    ['2040-03-18', workingDays(0), '2040-03-16'],
    ['2040-03-18', workingDays(1), '2040-03-16'],
    ['2040-04-11', { unit: 'calendarDays' as const, amount: 9 }, '2040-03-29'],
    ['2040-05-02', { unit: 'months' as const, amount: 1 }, '2040-03-29'],
    // Told too late for it: the first working day after, and never beyond the day.
    ['2040-03-08', workingDays(5), '2040-03-06'],
    ['2040-03-05', workingDays(5), '2040-03-05'],
  ])('from %s, %j: %s', (day, term, dueOn) => {
    expect(dueBackFrom(day, received, term, calendar).dueOn).toBe(dueOn);
  });

  const sentenceOf = (endsOn: string) => {
    const kind = 'before-eviction';
    const deadline = startDeadline({ id: 'd', kind, rule: twentePolicy.deadlines[kind], from: received, by: 'signal-s', endsOn }, calendar);
    const derivation = derivationOf(deadline, calendar);
    expect(derivation.agrees).toBe(true);
    return derivationSentence(derivation, { kind, term: deadline.term, start: 'de ontvangst van het signaal' });
  };

  test('is explained from the day, with what was passed over', () => {
    expect(sentenceOf('2040-04-09')).toBe('Uiterlijk donderdag 29 maart 2040: 5 werkdagen vóór de ontruiming op 9 april 2040, waarbij Goede Vrijdag, Tweede Paasdag en 4 weekenddagen niet meetellen.');
    expect(sentenceOf('2040-03-08')).toBe('Uiterlijk dinsdag 6 maart 2040: de eerste werkdag na de ontvangst van het signaal op 5 maart 2040, want 5 werkdagen vóór de ontruiming op 8 maart 2040 was toen al voorbij.');
  });

  test('a policy of before these terms has the defaults', () => {
    const before = Object.fromEntries(Object.entries(twentePolicy.deadlines).filter(([kind]) => !kind.startsWith('before-')));
    expect(deadlineRuleOf({ deadlines: before }, 'before-eviction').term).toEqual(workingDays(5));
    expect(deadlineRuleOf({ deadlines: before }, 'before-end-of-supply').term).toEqual(workingDays(10));
  });
});
