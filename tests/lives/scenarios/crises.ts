/** A crisis comes, in whatever phase. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, mailed, matched, noon, planned, RENT, type Lives } from '../life.ts';
import { HEALTH, monitored } from './steps.ts';

export const crises: Lives = {
  'unsafe stays known when a crisis comes': async (life) => {
    await planned(life);
    await life.act('record-attempt', { kind: 'phone', outcome: 'unsafe', date: '2040-03-26' });
    await life.signal({ signalId: 's9', creditorId: HEALTH, verdict: 'in-case', reason: 'crisis', crisis: true });
    expect(await life.state()).toMatchObject({ phase: 'triage', visitsStopped: true });
  },

  'a crisis after the feedback opens the work anew, on receipt': async (life) => {
    await monitored(life);
    await life.until(noon('2040-05-07'));
    await life.signal({ signalId: 's3', creditorId: ENERGY, verdict: 'in-case', reason: 'other', crisis: true, receivedAt: '2040-05-04T21:50:00Z' });
    const state = await life.state();
    expect(state).toMatchObject({ phase: 'triage', cycle: 1 });
    expect(deadline(state, 're-check').state).toBe('cancelled');
    // Received on Friday 4 May at 23:50: five working days from then; Ascension (10 May) does not count.
    expect(deadline(state, 'triage', 1).dueOn).toBe('2040-05-14');
    expect(deadline(state, 'feedback', 1).state).toBe('open');
  },

  'a crisis waits for no pause and for no no-go that can be undone: team and desk hear of it at once': async (life) => {
    const crisis = { verdict: 'in-case', reason: 'crisis', crisis: true } as const;
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('pause', {});
    await life.signal({ signalId: 's3', creditorId: RENT, ...crisis });
    expect((await life.state()).pausedAt).toBeNull();
    expect(life.records().at(-1)?.events).toContainEqual(expect.objectContaining({ type: 'resumed', data: { because: 'crisis' } }));
    expect(mailed(life).slice(-3)).toEqual([`go → ${RENT}`, 'crisis → desk', 'crisis → team']);
    expect((await life.state()).deadlines.every(({ state }) => state !== 'paused')).toBe(true);
  },

  'a crisis in triage undoes a no-go that can still be undone': async (life) => {
    await matched(life);
    await life.act('no-go', { undoable: true, because: 'other' }, 'desk');
    await life.signal({ signalId: 's3', creditorId: RENT, verdict: 'in-case', reason: 'crisis', crisis: true });
    await life.until(noon('2040-03-06'));
    expect(await life.state()).toMatchObject({ phase: 'triage', held: null });
    expect(deadline(await life.state(), 'triage').state).toBe('open');
    expect(mailed(life)).toEqual(['crisis → desk', 'crisis → team']);
  },

  'a crisis while feedback is owed has the team visit again, and what debt services were called in for goes on': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'offered' });
    await life.signal({ signalId: 's3', creditorId: ENERGY, verdict: 'in-case', reason: 'other', crisis: true });
    expect(await life.state()).toMatchObject({ phase: 'triage', cycle: 1, problematicDebts: true });
    await life.act('refer', {});
    await life.act('record-first-talk', { date: '2040-03-26' });
    await life.act('confirm-hand-over', {});
    const state = await life.state();
    expect(['referral', 'first-talk', 'hand-over'].map((kind) => deadline(state, kind as 'plan').state)).toEqual(['met', 'met', 'met']);
  },

  'a crisis goes to triage on receipt, a later signal joins it': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT, verdict: 'in-case', reason: 'crisis' });
    expect((await life.state()).phase).toBe('triage');
    await life.signal({ signalId: 's2', creditorId: ENERGY });
    await life.match({ decisions: [{ signalId: 's2', creditorId: ENERGY, outcome: 'in-case', reason: 'other' }] });
    expect((await life.state()).signals.map((s) => s.state)).toEqual(['in-case', 'in-case']);
    expect((await life.state()).deadlines).toHaveLength(3);
  },
};
