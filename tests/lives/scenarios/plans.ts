/** Problematic debts, and what follows the plan. */
import { expect } from '@jest/globals';
import { deadline, FEEDBACK, matched, noon, PLAN, planned, saidAt, visit, type Lives } from '../life.ts';

export const plans: Lives = {
  'problematic debts: debt services in at once, each step under its own deadline': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'offered' });
    expect(await life.state()).toMatchObject({ phase: 'feedback', result: 'follow-up-financial' });
    expect(deadline(await life.state(), 'referral').dueOn).toBe('2040-03-27');
    await life.until('2040-03-26T22:00:00Z');
    expect(saidAt(life, 'deadline-warned')).toContain('referral 2040-03-26T22:00:00Z');
    await life.until(noon('2040-03-27'));
    await life.act('refer', {});
    expect(deadline(await life.state(), 'first-talk')).toMatchObject({ dueOn: '2040-04-24', owner: 'desk' });
    await expect(life.act('offer-hand-over', { handOverId: PLAN })).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
    // Offered on 26 March; Good Friday and Easter Monday do not count.
    expect(deadline(await life.state(), 'hand-over').dueOn).toBe('2040-04-11');
    await life.until(noon('2040-04-03'));
    await life.act('record-first-talk', { date: '2040-04-03' });
    await life.act('confirm-hand-over', {});
    const state = await life.state();
    expect([deadline(state, 'referral').state, deadline(state, 'first-talk').state, deadline(state, 'hand-over').state]).toEqual(['met', 'met', 'met']);
  },

  'problematic debts with the home at stake: the first talk within three working days': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-05', 'reached'));
    await life.act('record-problematic-debts', { urgent: true });
    await life.act('refer', {});
    expect(deadline(await life.state(), 'first-talk-urgent').dueOn).toBe('2040-03-08');
  },

  'urgency that shows later hastens the first talk': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'confirmed' });
    await life.act('refer', {});
    await life.act('record-problematic-debts', { urgent: true });
    const state = await life.state();
    expect(deadline(state, 'first-talk').state).toBe('cancelled');
    expect(deadline(state, 'first-talk-urgent')).toMatchObject({ state: 'open', dueOn: '2040-03-29' });
    await expect(life.act('record-problematic-debts', { urgent: true })).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
  },

  'the day of the act decides whether a first talk and a hand-over were in time': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'offered' });
    await life.act('refer', { date: '2040-03-26' });
    await life.until(noon('2040-04-20'));
    const { dueOn } = deadline(await life.state(), 'hand-over');
    const talk = deadline(await life.state(), 'first-talk');
    await life.until(noon('2040-05-05'));
    expect([deadline(await life.state(), 'hand-over').state, deadline(await life.state(), 'first-talk').state]).toEqual(['breached', 'breached']);
    await expect(life.act('confirm-hand-over', { date: '2040-05-06' })).rejects.toMatchObject({ detail: { refusal: { rule: 'not-future' } } });
    await life.act('confirm-hand-over', { date: dueOn });
    await life.act('record-first-talk', { date: talk.dueOn });
    expect([deadline(await life.state(), 'hand-over').state, deadline(await life.state(), 'first-talk').state]).toEqual(['met', 'met']);
  },

  'debts that were found and a hand-over that was offered on another day count from that day': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-05', 'reached'));
    await life.until(noon('2040-04-12'));
    await expect(life.act('record-problematic-debts', { urgent: false, date: '2040-04-13' })).rejects.toMatchObject({ detail: { refusal: { field: 'date', rule: 'not-future' } } });
    await expect(life.act('record-problematic-debts', { urgent: false, date: '2040-03-06' })).rejects.toMatchObject({ detail: { refusal: { field: 'date', rule: 'not-too-old' } } });
    await life.act('record-problematic-debts', { urgent: false, date: '2040-03-19' });
    const file = deadline(await life.state(), 'referral');
    // It should have been done in March, and is late from when anybody could know.
    expect(file).toMatchObject({ startedAt: '2040-03-18T23:00:00Z', dueOn: '2040-03-20', knownAt: life.records().at(-1)?.at });
    await expect(life.act('offer-hand-over', { handOverId: PLAN, date: '2040-04-13' })).rejects.toMatchObject({ detail: { refusal: { rule: 'not-future' } } });
    await life.act('offer-hand-over', { handOverId: PLAN, date: '2040-04-05' });
    expect(deadline(await life.state(), 'hand-over')).toMatchObject({ startedAt: '2040-04-04T22:00:00Z', dueOn: '2040-04-19' });
    await life.act('refer', { date: '2040-03-20' });
    expect(deadline(await life.state(), 'referral').state).toBe('met');
    // Urgent since 10 April, told on the 12th: the three working days count from the 10th.
    await life.act('record-problematic-debts', { urgent: true, date: '2040-04-10' });
    expect(deadline(await life.state(), 'first-talk-urgent').dueOn).toBe('2040-04-13');
  },

  'debts of an earlier day that were recorded in a talk which never was go with it': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-09'));
    await life.act('record-attempt', visit('2040-03-09', 'reached'));
    await life.act('record-problematic-debts', { urgent: false, date: '2040-03-08' });
    expect(deadline(await life.state(), 'referral').state).toBe('open');
    await life.act('take-back-attempt', {});
    expect(deadline(await life.state(), 'referral').state).toBe('cancelled');
    expect(await life.state()).toMatchObject({ phase: 'visiting', problematicDebts: false });
  },

  'who calls back after the plan keeps it, and a hand-over that nobody confirmed is not met by the next plan': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'offered' });
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.until(noon('2040-03-28'));
    await life.act('record-callback', { date: '2040-03-28' });
    expect(await life.state()).toMatchObject({ phase: 'planning', planId: PLAN, problematicDebts: true });
    await life.act('complete-plan', { planId: FEEDBACK, problematicDebts: true, handOver: 'confirmed' });
    const state = await life.state();
    expect([deadline(state, 'hand-over').state, deadline(state, 'hand-over', 1).state]).toEqual(['cancelled', 'met']);
    expect([state.planId, state.deadlines.filter(({ kind }) => kind === 'referral').length]).toEqual([FEEDBACK, 1]);
  },

  'after the talk people meet again: a second talk and a call are recorded, and the case stays where it is': async (life) => {
    await planned(life);
    await life.act('record-attempt', { kind: 'appointment', outcome: 'reached', date: '2040-03-26', partOfDay: 'morning' });
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.act('record-attempt', { kind: 'phone', outcome: 'reached', date: '2040-03-26' });
    await life.act('correct-attempt', { kind: 'phone', outcome: 'unsafe', date: '2040-03-26' });
    expect(await life.state()).toMatchObject({ phase: 'monitoring', planId: PLAN, visitsStopped: true });
    await life.act('resume-visits', {}, 'desk');
    const state = await life.state();
    expect([state.phase, state.attempts.length, state.deadlines.filter(({ kind }) => kind === 'next-visit').length]).toEqual(['monitoring', 5, 2]);
  },
};
