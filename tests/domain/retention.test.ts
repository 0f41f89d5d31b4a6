import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, daysBetween, endOfDay, localDate, startOfDay } from '../../src/domain/time/dates.ts';
import { policyAfter, policyPatchSchema } from '../../src/domain/planning/policy-change.ts';
import { policySchema, twentePolicy, type RetentionPolicy } from '../../src/domain/planning/policy.ts';
import { noCaseDueOn, retentionOf, shortestDays, type ClosedCase } from '../../src/domain/retention/retention.ts';

const policy: RetentionPolicy = { withHelpMonths: 60, withoutHelpMonths: 12, noCaseDays: 42, monthsByResult: {} };
const closedOn = (date: string, rest: Partial<ClosedCase> = {}): ClosedCase => ({ closedAt: startOfDay(date), matchedAt: '2020-01-01T00:00:00Z', ending: 'fed-back', result: 'advice', helped: true, ...rest });
const dueOn = (date: string, months: number, helped = true) => retentionOf(closedOn(date, { helped }), { ...policy, withHelpMonths: months, withoutHelpMonths: months }).dueOn;

describe('which term counts', () => {
  test.each([
    ['with help', {}, 'with-help', '2031-11-28'],
    ['without', { helped: false }, 'without-help', '2027-11-28'],
    ['a no-go', { ending: 'no-go', result: 'known-at-debt-services', helped: false }, 'without-help', '2027-11-28'],
    ['a drop-out', { ending: 'drop-out', matchedAt: null, result: null, helped: false }, 'no-case', '2027-01-09'],
    ['a case whose signals were all replaced', { ending: 'drop-out', result: null, helped: false }, 'no-case', '2027-01-09'],
    ['a candidate that was closed by hand', { ending: 'closed-early', matchedAt: null, helped: false }, 'no-case', '2027-01-09'],
  ] as const)('%s', (_what, rest, rule, due) => {
    expect(retentionOf(closedOn('2026-11-27', rest), policy)).toEqual({ rule, dueOn: due });
  });

  test('of a result with a term of its own, that term: with help and without, but not for signals that led to no case', () => {
    const own = { ...policy, monthsByResult: { deceased: 3 } };
    for (const helped of [true, false]) expect(retentionOf(closedOn('2026-11-27', { result: 'deceased', helped }), own)).toEqual({ rule: 'by-result', dueOn: '2027-02-28' });
    expect(retentionOf(closedOn('2026-11-27', { result: 'deceased', matchedAt: null }), own).rule).toBe('no-case');
    expect(retentionOf(closedOn('2026-11-27', { result: null }), own).rule).toBe('with-help');
  });
});

describe('the first day on which it may go', () => {
  test.each([
    // A term ends with its last day; it may go on the day after.
    ['2026-08-31', 6, '2027-03-01'],
    ['2027-08-31', 6, '2028-03-01'],
    ['2026-08-31', 12, '2027-09-01'],
    ['2028-02-29', 12, '2029-03-01'],
    ['2028-02-29', 48, '2032-03-01'],
    ['2028-02-29', 60, '2033-03-01'],
    ['2027-02-28', 12, '2028-02-29'],
    ['2026-12-31', 60, '2032-01-01'],
    ['2026-03-31', 1, '2026-05-01'],
  ])('closed on %s, %i months: %s', (date, months, due) => {
    expect([dueOn(date, months), dueOn(date, months, false)]).toEqual([due, due]);
  });

  test('counts from the day in Amsterdam, also when that is another one in UTC', () => {
    expect(noCaseDueOn('2026-07-01T21:59:59.999Z', policy)).toBe('2026-08-13');
    expect(noCaseDueOn('2026-07-01T22:00:00.000Z', policy)).toBe('2026-08-14');
    expect(retentionOf(closedOn('2026-01-01', { closedAt: '2026-12-31T23:00:00.000Z' }), policy).dueOn).toBe('2032-01-02');
  });

  const day = fc.integer({ min: 0, max: daysBetween('2000-01-01', '2079-12-31') }).map((n) => addDays('2000-01-01', n));

  test('is the day after so many months, at whatever time of day the case closed', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 240 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (date, months, part) => {
        const [start, end] = [Date.parse(startOfDay(date)), Date.parse(endOfDay(date))];
        const closedAt = new Date(Math.floor(start + (end - start) * part)).toISOString();
        const { dueOn: due } = retentionOf(closedOn(date, { closedAt }), { ...policy, withHelpMonths: months });
        expect(localDate(closedAt)).toBe(date);
        expect(addDays(due, -1)).toBe(addMonths(date, months));
      }),
    );
  });

  test('is never sooner than the shortest of the terms', () => {
    const terms = fc.record({ withHelpMonths: fc.nat(240), withoutHelpMonths: fc.nat(240), noCaseDays: fc.nat(730), monthsByResult: fc.record({ advice: fc.nat(240) }, { requiredKeys: [] }) });
    fc.assert(
      fc.property(day, terms, fc.boolean(), fc.boolean(), (date, some, helped, matched) => {
        const { dueOn: due } = retentionOf(closedOn(date, { helped, matchedAt: matched ? startOfDay(date) : null }), some);
        expect(daysBetween(date, due)).toBeGreaterThan(shortestDays([some, policy]));
      }),
    );
  });
});

describe('as policy', () => {
  test('a version of before has the terms of the plan', () => {
    expect(policySchema.parse({ ...twentePolicy, retention: undefined }).retention).toEqual(policy);
  });

  test('a new version changes what it names', () => {
    const patch = policyPatchSchema.parse({ retention: { withoutHelpMonths: 6, monthsByResult: { deceased: 3 } } });
    expect(policyAfter(twentePolicy, 'twente-2', patch)).toEqual({ ...twentePolicy, version: 'twente-2', retention: { ...policy, withoutHelpMonths: 6, monthsByResult: { deceased: 3 } } });
    expect(policyAfter(twentePolicy, 'twente-3', policyPatchSchema.parse({ maxVisits: 2 })).retention).toEqual(policy);
    expect(policyPatchSchema.safeParse({ retention: { noCaseDays: -1 } }).success).toBe(false);
    expect(policyPatchSchema.safeParse({ retention: { noCaseWeeks: 6 } }).success).toBe(false);
  });
});
