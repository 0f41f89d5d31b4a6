/** What creditors hear does not contradict the plan. */
import { describe, expect, test } from '@jest/globals';
import { contradictions, proposedFeedback, type Help } from '../../src/domain/case/feedback/feedback-plan.ts';
import type { Feedback } from '../../src/domain/case/feedback/feedback-schema.ts';
import type { PlanCodes } from '../../src/domain/case/plan/plan.ts';

const plan: PlanCodes = { causes: ['income-drop', 'dispute'], lifeAreas: [], directPayment: false, helpWithArrangements: true, allowancesChecked: true, currentPaymentsFrom: '2040-04-01' };
const arrears: Help = { plan, problematicDebts: false, atDebtServices: false };
const debts: Help = { plan, problematicDebts: true, atDebtServices: true };
const bare: PlanCodes = { ...plan, helpWithArrangements: false, currentPaymentsFrom: null };

const refusedAt = (feedback: Feedback, help: Help, { today = '2040-03-20', isExplained = false, toAll = true } = {}) => contradictions(feedback, help, { today, isExplained, toAll }).map(({ field }) => field);

describe('the proposal of a plan', () => {
  test.each<[string, Help, Feedback]>([
    ['for arrears alone', arrears, { cause: 'income-drop', currentPayments: { state: 'resumes-on', date: '2040-04-01' }, outlook: 'arrears-only', approach: ['arrangement'] }],
    ['with problematic debts', debts, { cause: 'income-drop', currentPayments: { state: 'resumes-on', date: '2040-04-01' }, outlook: 'problematic-debts', approach: ['debt-services', 'arrangement'] }],
    ['in which nothing was agreed', { ...arrears, plan: bare }, { cause: 'income-drop', currentPayments: { state: 'not-agreed' }, outlook: 'arrears-only', approach: ['none'] }],
    ['that was never made', { ...arrears, plan: null }, {}],
    ['that was never made, with problematic debts', { ...debts, plan: null }, { outlook: 'problematic-debts', approach: ['debt-services'] }],
  ])('%s fills the form in, and contradicts nothing', (_, help, proposed) => {
    expect(proposedFeedback(help)).toEqual(proposed);
    expect(refusedAt(proposed, help)).toEqual([]);
  });
});

describe('refused, with or without a reason', () => {
  test.each<[string, Feedback, Help, string]>([
    ['arrears only while problematic debts stand', { outlook: 'arrears-only' }, debts, 'outlook'],
    ['an unknown outlook while the plan knows of problematic debts', { outlook: 'unknown' }, debts, 'outlook'],
    ['arrears only while problematic debts stand and no plan was made', { outlook: 'arrears-only' }, { ...debts, plan: null }, 'outlook'],
    ['problematic debts that nobody recorded', { outlook: 'problematic-debts' }, arrears, 'outlook'],
    ['problematic debts and no help with them', { approach: ['arrangement'] }, debts, 'approach'],
    ['debt services that were not called in', { approach: ['debt-services'] }, arrears, 'approach'],
    ['nothing, and something', { approach: ['none', 'paid'] }, arrears, 'approach'],
  ])('%s', (_, feedback, help, field) => {
    expect(refusedAt(feedback, help)).toContain(field);
    expect(refusedAt(feedback, help, { isExplained: true })).toContain(field);
  });
});

describe('refused without a reason', () => {
  test.each<[string, Feedback, Help, string]>([
    ['a cause that the plan has not', { cause: 'life-event' }, arrears, 'cause'],
    ['another day', { currentPayments: { state: 'resumes-on', date: '2040-05-01' } }, arrears, 'currentPayments'],
    ['payments that run before the day in the plan', { currentPayments: { state: 'resumed' } }, arrears, 'currentPayments'],
    ['nothing agreed where the plan has a day', { currentPayments: { state: 'not-agreed' } }, arrears, 'currentPayments'],
    ['a day where nothing was agreed', { currentPayments: { state: 'resumes-on', date: '2040-05-01' } }, { ...arrears, plan: bare }, 'currentPayments'],
    ['an arrangement where the plan has none', { approach: ['arrangement'] }, { ...arrears, plan: bare }, 'approach'],
    ['direct payment where the plan has none', { approach: ['direct-payment'] }, arrears, 'approach'],
    ['nothing, to all, where the plan has an arrangement', { approach: ['none'] }, arrears, 'approach'],
  ])('%s', (_, feedback, help, field) => {
    expect(refusedAt(feedback, help)).toEqual([field]);
    expect(refusedAt(feedback, help, { isExplained: true })).toEqual([]);
  });
});

describe('never a contradiction', () => {
  test.each<[string, Feedback, Help, Parameters<typeof refusedAt>[2]]>([
    ['an unknown cause: a resident may not want it told', { cause: 'unknown' }, arrears, {}],
    ['payments that run since the day in the plan', { currentPayments: { state: 'resumed' } }, arrears, { today: '2040-04-01' }],
    ['administration for problematic debts', { outlook: 'problematic-debts', approach: ['administration'] }, debts, {}],
    ['paid, at one creditor, where others have an arrangement', { approach: ['paid'] }, arrears, { toAll: false }],
    ['nothing, to one creditor, where others have an arrangement', { approach: ['none'] }, arrears, { toAll: false }],
    ['anything about a plan whose codes an earlier release did not keep', { cause: 'life-event', currentPayments: { state: 'resumed' }, approach: ['arrangement'] }, { ...arrears, plan: {} }, {}],
    ['debt services for which a file was opened before', { approach: ['debt-services'] }, { ...arrears, atDebtServices: true }, {}],
  ])('%s', (_, feedback, help, options) => {
    expect(refusedAt(feedback, help, options)).toEqual([]);
  });
});
