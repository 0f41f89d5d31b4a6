/** Lives in which something was done by mistake, and stands as if it had not been. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, FEEDBACK, mailed, noon, PLAN, planned, RENT, said, saidAt, visit, type Lives } from '../life.ts';

export const undoing: Lives = {
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

  'feedback can be undone for ten minutes; its mail waits that long, and the day of the act decides whether it was in time': async (life) => {
    await planned(life);
    // The last day of the feedback's term is 16 April.
    await life.until('2040-04-16T21:55:00Z');
    await life.act('send-feedback', { feedbackId: FEEDBACK, undoable: true });
    expect(await life.state()).toMatchObject({ phase: 'feedback', feedbackId: null });
    expect(mailed(life).filter((mail) => mail.startsWith('feedback'))).toEqual([]);
    await expect(life.act('send-feedback', { feedbackId: PLAN })).rejects.toMatchObject({ detail: { refusal: { rule: 'held' } } });
    await expect(life.act('record-problematic-debts', { urgent: false })).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
    await life.act('undo-feedback', {});
    expect(deadline(await life.state(), 'feedback').state).toBe('open');
    await life.act('send-feedback', { feedbackId: PLAN, undoable: true });
    // On the engine a command takes a moment.
    await life.until('2040-04-16T22:06:00Z');
    expect(await life.state()).toMatchObject({ phase: 'monitoring', feedbackId: PLAN });
    expect(deadline(await life.state(), 'feedback').state).toBe('met');
    expect(mailed(life).filter((mail) => mail.startsWith('feedback'))).toEqual([`feedback → ${RENT}`, `feedback → ${ENERGY}`]);
    expect(saidAt(life, 'feedback-sent')).toEqual([expect.stringMatching(/^feedback-sent 2040-04-16T22:05:/)]);
    await expect(life.act('undo-feedback', {})).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
  },

  'feedback that stands ready for each creditor apart is undone as a whole': async (life) => {
    await planned(life);
    await life.act('send-feedback', { feedbackId: FEEDBACK, creditorIds: [RENT], undoable: true });
    await life.act('send-feedback', { feedbackId: PLAN, creditorIds: [ENERGY], undoable: true });
    expect(deadline(await life.state(), 'feedback').state).toBe('met');
    await life.act('undo-feedback', {});
    expect(deadline(await life.state(), 'feedback').state).toBe('open');
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    expect((await life.state()).signals.map(({ told }) => told)).toEqual([FEEDBACK, FEEDBACK]);
  },

  'who calls back while feedback stands ready is helped, and creditors hear nothing of it': async (life) => {
    await planned(life);
    await life.act('send-feedback', { feedbackId: FEEDBACK, undoable: true });
    await life.act('record-callback', { date: '2040-03-26' });
    await life.until(noon('2040-03-27'));
    expect(await life.state()).toMatchObject({ phase: 'planning', feedbackId: null });
    expect(said(life)).toContain('feedback-undone');
    expect(mailed(life).filter((mail) => mail.startsWith('feedback'))).toEqual([]);
  },

  'a wrong feedback is corrected for those who got it, and changes nothing else': async (life) => {
    const right = '00000000-0000-4000-8000-000000000003';
    await planned(life);
    await expect(life.act('correct-feedback', { feedbackId: right })).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
    await life.act('send-feedback', { feedbackId: FEEDBACK, creditorIds: [RENT] });
    await life.act('send-feedback', { feedbackId: PLAN, creditorIds: [ENERGY] });
    const before = await life.state();
    await expect(life.act('correct-feedback', { feedbackId: right, corrects: FEEDBACK, creditorIds: [ENERGY] })).rejects.toMatchObject({ detail: { refusal: { rule: 'had' } } });
    await life.act('correct-feedback', { feedbackId: right, corrects: FEEDBACK });
    const after = await life.state();
    expect(after.signals.map(({ told }) => told)).toEqual([right, PLAN]);
    expect([after.phase, after.deadlines]).toEqual([before.phase, before.deadlines]);
    expect(life.records().at(-1)?.mails).toEqual([{ template: 'feedback-corrected', to: { kind: 'creditor', id: RENT }, data: { feedbackId: right, corrects: FEEDBACK } }]);
    await expect(life.act('correct-feedback', { feedbackId: right, corrects: FEEDBACK })).rejects.toMatchObject({ detail: { refusal: { rule: 'exists' } } });
    await life.act('correct-feedback', { feedbackId: FEEDBACK, undoable: true });
    await life.act('undo-feedback', {});
    expect((await life.state()).signals.map(({ told }) => told)).toEqual([right, PLAN]);
  },
};
