/** Lives in which something was done by mistake, and stands as if it had not been. */
import { expect } from '@jest/globals';
import { deadline, FEEDBACK, mailed, noon, planned, said, visit, type Life } from './life.ts';

export const undoing: Record<string, (life: Life) => Promise<void>> = {
  'problematic debts by mistake: what debt services were called in for ends, and who was told otherwise hears it': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'confirmed' });
    await life.act('refer', {});
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    expect(deadline(await life.state(), 'first-talk').state).toBe('open');
    await life.act('withdraw-problematic-debts', {});
    const state = await life.state();
    expect(state).toMatchObject({ phase: 'monitoring', problematicDebts: false, urgent: false, result: 'advice' });
    expect(deadline(state, 'first-talk').state).toBe('cancelled');
    expect(deadline(state, 're-check').state).toBe('open');
    expect(mailed(life).slice(-2)).toEqual(['debts-withdrawn → desk', 'debts-withdrawn → team']);
    await expect(life.act('withdraw-problematic-debts', {})).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
    await expect(life.act('record-first-talk', { date: '2040-03-26' })).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
  },

  'problematic debts by mistake before anybody was called in: nobody is told, and they can be recorded again': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'confirmed' });
    await life.act('withdraw-problematic-debts', { result: 'follow-up' });
    expect(await life.state()).toMatchObject({ phase: 'feedback', problematicDebts: false, result: 'follow-up' });
    expect(deadline(await life.state(), 'referral').state).toBe('cancelled');
    expect(mailed(life).filter((mail) => mail.startsWith('debts-withdrawn'))).toEqual([]);
    await life.act('record-problematic-debts', { urgent: true });
    expect(deadline(await life.state(), 'referral', 1).state).toBe('open');
    expect(said(life).slice(-2)).toEqual(['problematic-debts-withdrawn', 'problematic-debts']);
  },

  'problematic debts withdrawn while the team visits again do not come back with a corrected visit': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'confirmed' });
    await life.act('refer', {});
    await life.signal({ signalId: 's9', creditorId: 'zorgzeker', verdict: 'in-case', crisis: true, receivedAt: noon('2040-03-26') });
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-26', 'nobody-home', 'morning'));
    await life.act('withdraw-problematic-debts', {});
    await life.act('record-attempt', visit('2040-03-26', 'nobody-home', 'evening'));
    await life.act('take-back-attempt', { attemptId: (await life.state()).attempts.at(-2)?.id });
    const state = await life.state();
    expect(state).toMatchObject({ phase: 'visiting', problematicDebts: false });
    expect(state.deadlines.filter(({ kind, endedAt }) => endedAt === null && (kind === 'referral' || kind === 'first-talk'))).toEqual([]);
  },
};
