/** Creditors are asked after six months. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, FEEDBACK, mailed, noon, PLAN, RENT, said, visit, type Lives } from '../life.ts';
import { answer, HEALTH, joins, monitored } from './steps.ts';

export const rechecks: Lives = {
  're-check no: the team visits again, at most twice; then the project leader decides': async (life) => {
    await monitored(life);
    await life.until(noon('2040-10-01'));
    await answer(life, RENT, true);
    await answer(life, ENERGY, false);
    let state = await life.state();
    expect(state).toMatchObject({ phase: 'visiting', cycle: 1 });
    expect(deadline(state, 'revisit').dueOn).toBe('2040-10-15');
    await life.act('record-attempt', visit('2040-10-01', 'wants-no-help'));
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.until(noon('2041-04-01'));
    await answer(life, RENT, false);
    await life.act('record-attempt', visit('2041-04-01', 'refused'));
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.until(noon('2041-10-01'));
    await answer(life, RENT, false);
    state = await life.state();
    expect(state).toMatchObject({ phase: 're-check', undecided: true, cycle: 2 });
    expect(mailed(life)).toContain('decision-needed → project-leader');
    await expect(life.act('decide-re-check', { decision: 'close' }, 'caseworker')).rejects.toMatchObject({ detail: { refusal: { code: 'wrong-role' } } });
    await life.act('decide-re-check', { decision: 'close' }, 'project-leader');
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'not-recovered' });
  },

  're-check silence: a reminder after ten working days, the project leader after five more': async (life) => {
    await monitored(life);
    // Asked on Friday 28 September 2040: ten working days end on 12 October, five more on 19 October.
    await life.until('2040-10-12T21:58:00Z');
    expect(said(life)).not.toContain('re-check-reminded');
    await life.until('2040-10-12T22:00:00Z');
    expect(mailed(life).filter((mail) => mail.startsWith('re-check-reminder'))).toEqual([`re-check-reminder → ${RENT}`, `re-check-reminder → ${ENERGY}`]);
    await life.until(noon('2040-10-15'));
    await answer(life, RENT, true);
    await life.until('2040-10-19T21:58:00Z');
    expect((await life.state()).undecided).toBe(false);
    await life.until('2040-10-19T22:00:00Z');
    expect(await life.state()).toMatchObject({ undecided: true, answers: { [RENT]: 'paying', [ENERGY]: 'silent' } });
    // The decision has a term of its own: five working days.
    expect(deadline(await life.state(), 're-check-decision')).toMatchObject({ state: 'open', owner: 'project-leader', dueOn: '2040-10-26' });
    await life.until('2040-10-26T22:00:00Z');
    expect(mailed(life).filter((mail) => mail.startsWith('deadline-breach'))).toEqual(['deadline-breach → project-leader']);
    await answer(life, ENERGY, true);
    expect(life.records().at(-1)?.state).toMatchObject({ ending: 'recovered' });
    expect(life.records().at(-1)?.state.deadlines.find(({ kind }) => kind === 're-check-decision')?.state).toBe('met-late');
    expect(life.records().at(-1)?.state.deadlines.filter((d) => d.creditorId === ENERGY).map((d) => d.state)).toEqual(['met-late', 'met-late']);
  },

  're-check: a mistaken no is taken back while nobody has acted on it, and all stands as it stood': async (life) => {
    await monitored(life);
    await life.until(noon('2040-10-01'));
    const before = await life.state();
    await answer(life, RENT, false);
    expect(await life.state()).toMatchObject({ phase: 'visiting', cycle: 1, planId: null });
    await life.until(noon('2040-10-03'));
    await expect(answer(life, ENERGY, true)).rejects.toMatchObject({ detail: { refusal: { rule: 'own-answer' } } });
    await expect(answer(life, RENT, false)).rejects.toMatchObject({ detail: { refusal: { rule: 'changed' } } });
    await life.act('pause', {});
    await life.act('resume', {});
    await answer(life, RENT, true);
    const after = await life.state();
    const { phase, cycle, revisits, planId, feedbackId, result, signals } = before;
    expect(after).toMatchObject({ phase, cycle, revisits, planId, feedbackId, result, signals, answers: { [RENT]: 'paying', [ENERGY]: 'asked' } });
    expect(after.takeableNo).toBeUndefined();
    expect(after.deadlines.filter(({ kind }) => kind === 'revisit' || kind === 'feedback').map(({ kind, state }) => `${kind} ${state}`)).toEqual(['feedback met', 'revisit cancelled', 'feedback cancelled']);
    expect(after.deadlines.filter(({ kind }) => kind === 're-check-answer').map(({ state, dueOn }) => `${state} ${dueOn}`)).toEqual(['met 2040-10-12', 'open 2040-10-12']);
    expect(said(life)).toContain('re-check-taken-back');
    await answer(life, ENERGY, true);
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'recovered' });
  },

  're-check: a no that is taken back leaves who joined later to a day of its own': async (life) => {
    await monitored(life);
    await life.until(noon('2040-05-01'));
    await joins(life, HEALTH);
    await life.act('mark-covered', { signalId: 's3' });
    await life.act('send-feedback', { feedbackId: PLAN });
    await life.until(noon('2040-10-01'));
    await answer(life, ENERGY, true);
    await answer(life, RENT, false);
    await answer(life, RENT, true);
    const state = await life.state();
    expect(state).toMatchObject({ phase: 'monitoring', answers: { [RENT]: 'paying', [ENERGY]: 'paying' } });
    expect(state.deadlines.filter(({ kind }) => kind === 're-check').map((d) => `${d.creditorId} ${d.state} ${d.dueOn}`)).toEqual(['null met 2040-09-28', `${HEALTH} open 2040-11-01`]);
  },

  're-check: a no that somebody acted on stays': async (life) => {
    await monitored(life);
    await life.until(noon('2040-10-01'));
    await answer(life, RENT, false);
    await life.act('record-attempt', { kind: 'phone', outcome: 'nobody-home', date: '2040-10-01' });
    await expect(answer(life, RENT, true)).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
  },

  're-check: an answer is taken while the case is paused; what a no starts stands still': async (life) => {
    await monitored(life);
    await life.until(noon('2040-10-01'));
    await life.act('pause', {});
    await answer(life, ENERGY, true);
    await answer(life, RENT, false);
    const paused = await life.state();
    expect(paused).toMatchObject({ phase: 'visiting', pausedAt: expect.any(String) });
    expect(deadline(paused, 'revisit')).toMatchObject({ state: 'paused', remaining: 14 });
    await life.until(noon('2040-11-01'));
    await life.act('resume', {});
    expect(deadline(await life.state(), 'revisit')).toMatchObject({ state: 'open', dueOn: '2040-11-15' });
  },

  're-check: contract ended, moved and deceased are answers, neither yes nor no': async (life) => {
    await monitored(life);
    await life.until(noon('2040-10-01'));
    await life.act('answer-re-check', { creditorId: RENT, answer: 'deceased' }, 'creditor');
    expect(await life.state()).toMatchObject({ phase: 're-check', answers: { [RENT]: 'deceased' } });
    await life.act('answer-re-check', { creditorId: ENERGY, answer: 'contract-ended' }, 'creditor');
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'fed-back' });
    expect(mailed(life).filter((mail) => mail.startsWith('decision-needed') || mail.startsWith('re-check-reminder'))).toEqual([]);
  },

  're-check: an answer must be one answer': async (life) => {
    await monitored(life);
    await life.until(noon('2040-10-01'));
    for (const said of [{}, { paying: true, answer: 'moved' as const }]) {
      await expect(life.act('answer-re-check', { creditorId: RENT, ...said }, 'creditor')).rejects.toMatchObject({ detail: { refusal: { field: 'answer' } } });
    }
  },

  'who calls back during the re-check is helped': async (life) => {
    await monitored(life);
    await life.until(noon('2040-10-01'));
    await life.act('record-callback', { date: '2040-10-01' });
    const state = await life.state();
    expect(state.phase).toBe('planning');
    expect(state.deadlines.filter((d) => d.kind === 're-check-answer').map((d) => d.state)).toEqual(['cancelled', 'cancelled']);
    expect(deadline(state, 'plan', 1).dueOn).toBe('2040-10-15');
  },
};
