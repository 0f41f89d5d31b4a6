/** The lines of a plan: what they come to in a month, what follows from them, and what is still missing. */
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { allowanceKinds } from '../../src/domain/case/plan/allowances.ts';
import { budgetKinds, budgetPeriods, centsAMonth, totalsOf, type BudgetLine } from '../../src/domain/case/plan/budget.ts';
import { partsOfPlan, summaryOf } from '../../src/domain/case/plan/parts.ts';
import { followingFrom, planDraftSchema, planProblems, typedTotals, withSaid } from '../../src/domain/case/plan/plan.ts';

const line = fc.record<BudgetLine>({ kind: fc.constantFrom(...budgetKinds.map(({ code }) => code)), amountCents: fc.integer({ min: 0, max: 1_000_000 }), per: fc.constantFrom(...budgetPeriods.map(({ code }) => code)) });

describe('an amount in a month', () => {
  test.each<[number, BudgetLine['per'], number]>([
    [10_000, 'week', 43_333], // 433,333…
    [10_000, 'four-weeks', 10_833],
    [10_000, 'month', 10_000],
    [10_000, 'quarter', 3_333],
    [10_000, 'year', 833],
    [6, 'year', 1], // half a cent, upwards
    [5, 'year', 0],
    [6, 'week', 26],
  ])('%i cents per %s is %i', (amountCents, per, cents) => expect(centsAMonth({ amountCents, per })).toBe(cents));

  test('is never more than half a cent from a twelfth of what it is in a year', () => {
    const times = { week: 52, 'four-weeks': 13, month: 12, quarter: 4, year: 1 };
    fc.assert(fc.property(line, ({ amountCents, per }) => expect(Math.abs(centsAMonth({ amountCents, per }) * 12 - amountCents * times[per])).toBeLessThanOrEqual(6)), { seed: 1 });
  });
});

test('lines that are shown add up to the totals below them, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const totals = totalsOf(lines);
      const signed = lines.map((one) => (budgetKinds.find(({ code }) => code === one.kind)?.group === 'income' ? 1 : -1) * centsAMonth(one));
      expect(totals.leftCents).toBe(signed.reduce((sum, one) => sum + one, 0));
      expect(totals.incomeCents - totals.fixedCostsCents - totals.otherCostsCents).toBe(totals.leftCents);
      expect(totals.roomToRepayCents).toBe(Math.max(0, totals.leftCents));
      expect(totalsOf([...lines].reverse())).toEqual(totals);
    }),
    { seed: 1 },
  );
});

const rest = { causes: ['income-drop'], skills: [], currentPaymentsFrom: null, problematicDebts: false, helpWithArrangements: true, lifeAreas: [], directPayment: false, consentToShare: true, handOver: { service: 'x' } };
const budget = [{ kind: 'wages', amountCents: 200_000, per: 'month' }, { kind: 'rent', amountCents: 80_000, per: 'month' }, { kind: 'household', amountCents: 10_000, per: 'week' }];
const allowances = allowanceKinds.map(({ code }) => ({ kind: code, state: 'has' }));

describe('a plan', () => {
  test('of before, with totals that were typed, is whole as it is', () => {
    const old = { ...rest, incomeCents: 200_000, fixedCostsCents: 100_000, roomToRepayCents: 5_000, allowancesChecked: true };
    expect(planProblems(old)).toEqual([]);
    expect(partsOfPlan(old).flatMap(({ missing }) => missing)).toEqual([]);
    expect(summaryOf(old)).toEqual({ budget: null, debts: null });
  });

  test('with lines needs no totals, and refuses others beside them', () => {
    expect(planProblems({ ...rest, budget, allowances })).toEqual([]);
    expect(followingFrom(planDraftSchema.parse({ budget, allowances }))).toEqual({ incomeCents: 200_000, fixedCostsCents: 80_000, roomToRepayCents: 76_667, allowancesChecked: true });
    expect(typedTotals({ budget, incomeCents: 200_000 })).toEqual([]);
    expect(planProblems({ ...rest, budget, allowances, incomeCents: 1, allowancesChecked: false }).map(({ field, rule }) => [field, rule])).toEqual([['incomeCents', 'computed'], ['allowancesChecked', 'computed']]);
  });

  test('is not checked for allowances until each was looked at', () => {
    expect(followingFrom(planDraftSchema.parse({ allowances: allowances.slice(1) }))).toEqual({ allowancesChecked: false });
    const missing = partsOfPlan({ allowances: allowances.slice(1) }).find(({ part }) => part === 'allowances')?.missing;
    expect(missing).toEqual([{ field: 'allowances', label: 'Zorgtoeslag' }]);
    expect(planDraftSchema.safeParse({ allowances: [...allowances.slice(1), allowances[1]] }).error?.issues[0]).toMatchObject({ path: ['allowances', 6, 'kind'] });
  });

  test('says by part what is missing', () => {
    const missing = (body: object) => partsOfPlan({ ...body }).flatMap(({ part, missing: some }) => some.map(({ label }) => `${part}: ${label}`));
    expect(missing({ ...rest, allowances, budget: budget.slice(0, 2) })).toEqual(['income: Andere uitgaven']);
    expect(missing({ ...rest, allowances, budget, problematicDebts: true })).toEqual(['debts: Of wonen, energie of water in gevaar is']);
    expect(missing({}).length).toBeGreaterThan(15);
  });

  test('takes lines in place of what was typed before', () => {
    expect(withSaid({ incomeCents: 1, allowancesChecked: true, remarks: 'x' }, { budget, allowances })).toEqual({ remarks: 'x', budget, allowances });
  });

  test('knows how many debts there are without an amount', () => {
    const debts = [{ creditor: 'a', kind: 'other', amountCents: 1_250, arrangement: 'none' }, { creditor: 'b', kind: 'energy', amountCents: null, arrangement: 'bailiff' }];
    expect(summaryOf({ debts }).debts).toEqual({ totalCents: 1_250, unknown: 1 });
  });
});
