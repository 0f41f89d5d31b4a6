import { describe, expect, test } from '@jest/globals';
import { missingFeedback } from '../../src/domain/case/feedback/feedback-schema.ts';
import { feedbackSchema } from '../../src/domain/case/feedback/feedback-schema.ts';
import { signalStatusOf } from '../../src/domain/case/signals/signal-status.ts';
import { toldReasonCodes, toldReasonOf } from '../../src/wording/labels/labels.ts';
import { signalSentence, signalSentences } from '../../src/wording/sentences/signals.ts';
import { suspensionOf } from '../../src/domain/case/signals/suspension.ts';

const inTriage = { state: 'in-case', reason: null, phase: 'triage', ending: null, result: null, worked: false } as const;

describe('what became of a signal', () => {
  test('is not taken up yet until the go', () => {
    expect(signalStatusOf({ ...inTriage, state: 'pending' })).toBe('not-taken-up-yet');
    expect(signalStatusOf(inTriage)).toBe('not-taken-up-yet');
    expect(signalStatusOf({ ...inTriage, phase: 'visiting' })).toBe('taken-up');
  });

  test('after a no-go is its national code, and no more than "other" for what has none', () => {
    const noGo = (result: string) => signalStatusOf({ ...inTriage, phase: 'closed', ending: 'no-go', result });
    expect(noGo('known-at-debt-services')).toBe('known-at-debt-services');
    expect(noGo('in-other-programme')).toBe('not-taken-up-other');
    expect(noGo('not-taken-up-other')).toBe('not-taken-up-other');
  });

  test('stays taken up when the case ends after a visit', () => {
    expect(signalStatusOf({ ...inTriage, phase: 'closed', ending: 'fed-back', result: 'deceased', worked: true })).toBe('taken-up');
  });

  test('stays taken up when a case that was worked is closed early, and says why when nothing was done', () => {
    const closed = (worked: boolean) => signalStatusOf({ ...inTriage, phase: 'closed', ending: 'closed-early', result: 'not-taken-up-other', worked });
    expect([closed(true), closed(false)]).toEqual(['taken-up', 'not-taken-up-other']);
  });

  test('stays taken up when a crisis brings a worked case back to triage, also after a no-go there; what came with the crisis is not', () => {
    const noGo = { ...inTriage, phase: 'closed', ending: 'no-go', result: 'deceased', worked: true } as const;
    expect([signalStatusOf({ ...inTriage, worked: true, workedSince: true }), signalStatusOf({ ...noGo, workedSince: true })]).toEqual(['taken-up', 'taken-up']);
    expect([signalStatusOf({ ...inTriage, worked: true, workedSince: false }), signalStatusOf({ ...noGo, workedSince: false })]).toEqual(['not-taken-up-yet', 'deceased']);
  });

  test.each(['not-private', 'arrears-age', 'below-minimum'])('of a drop-out for %s is a wrong signal (DDAS)', (reason) => {
    expect(signalStatusOf({ ...inTriage, state: 'dropped', reason })).toBe('not-taken-up-wrong');
  });

  test.each(['objection', 'capacity'])('of a drop-out for %s is another reason, in each field', (reason) => {
    expect(signalStatusOf({ ...inTriage, state: 'dropped', reason })).toBe('not-taken-up-other');
    expect(toldReasonOf(reason)).toBe('other');
    expect(signalSentence({ status: 'not-taken-up-other', state: 'dropped', reason })).toBe('Niet opgepakt: andere reden.');
    expect([...signalSentences, ...toldReasonCodes].join(' ')).not.toMatch(/bezwaar|plaats meer|objection|capacity/i);
  });

  test('of a drop-out says when it was a repetition', () => {
    expect(signalStatusOf({ ...inTriage, state: 'dropped', reason: 'repeated' })).toBe('not-taken-up-repeated');
    expect(signalStatusOf({ ...inTriage, state: 'dropped', reason: 'no-match' })).toBe('not-taken-up-other');
  });
});

describe('suspension of collection', () => {
  const facts = { matchedAt: '2026-10-26T23:30:00Z', feedbackAt: null, closedAt: null, helpAccepted: false, suspensionDays: 30 };

  test('runs from the local day of the match until the feedback', () => {
    expect(suspensionOf({ ...facts, matchedAt: null })).toBeNull();
    expect(suspensionOf(facts)).toEqual({ from: '2026-10-27', until: null });
    expect(suspensionOf({ ...facts, feedbackAt: '2026-11-20T10:00:00Z' })).toEqual({ from: '2026-10-27', until: '2026-11-20' });
  });

  test('runs thirty days longer when help was accepted', () => {
    expect(suspensionOf({ ...facts, feedbackAt: '2026-11-20T10:00:00Z', helpAccepted: true })?.until).toBe('2026-12-20');
  });

  test('ends with a case that closes without feedback', () => {
    expect(suspensionOf({ ...facts, closedAt: '2026-11-02T09:00:00Z' })?.until).toBe('2026-11-02');
  });
});

describe('feedback to creditors', () => {
  test('needs cause, payments, outlook and approach once a plan was made', () => {
    expect(missingFeedback({ cause: 'income-drop' }, { planMade: true }).map(({ field }) => field)).toEqual(['currentPayments', 'outlook', 'approach']);
    expect(missingFeedback({}, { planMade: false })).toEqual([]);
  });

  test('holds no free text, and a date only where payments resume on one', () => {
    expect(feedbackSchema.safeParse({ remarks: 'ziek' }).success).toBe(false);
    expect(feedbackSchema.safeParse({ cause: 'ziek' }).success).toBe(false);
    expect(feedbackSchema.safeParse({ currentPayments: { state: 'resumes-on' } }).success).toBe(false);
    expect(feedbackSchema.safeParse({ currentPayments: { state: 'resumed', date: '2026-12-01' } }).success).toBe(false);
    expect(feedbackSchema.safeParse({ currentPayments: { state: 'resumes-on', date: '2026-12-01' } }).success).toBe(true);
  });
});
