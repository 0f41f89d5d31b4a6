/** Cases that were closed by mistake, and go on as they stood. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, FEEDBACK, mailed, matched, noon, PLAN, planned, RENT, visit, type Lives } from '../life.ts';
import { answer, joins, monitored } from './steps.ts';

const AS_IT_STOOD = { to: 'as-it-stood' } as const;

export const reopening: Lives = {
  'reopened as it stood, a case has its plan, its debts, its file and its hand-over, with the days that were left': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'offered' });
    await life.until(noon('2040-03-27'));
    await life.act('refer', {});
    await life.until(noon('2040-03-28'));
    await life.act('close', { because: 'paid' }, 'desk');
    expect((await life.state()).deadlines.every(({ endedAt }) => endedAt !== null)).toBe(true);
    await life.until(noon('2040-04-11'));
    await life.act('reopen', AS_IT_STOOD, 'desk');
    const state = await life.state();
    expect(state).toMatchObject({ phase: 'feedback', ending: null, closedAt: null, result: 'follow-up-financial', cycle: 0, planId: PLAN, problematicDebts: true });
    // 14 days were closed: the first talk was due on 24 April, the hand-over on 11 April, the feedback on 16 April.
    expect(deadline(state, 'first-talk')).toMatchObject({ state: 'open', dueOn: '2040-05-08' });
    expect(deadline(state, 'hand-over')).toMatchObject({ state: 'open', dueOn: '2040-04-23' });
    expect(deadline(state, 'feedback')).toMatchObject({ state: 'open', dueOn: '2040-04-26' });
    expect(mailed(life).slice(-2)).toEqual([`case-reopened → ${RENT}`, `case-reopened → ${ENERGY}`]);
    expect(life.records().at(-1)?.mails.map(({ data }) => data)).toEqual([{ told: 'case-closed', owed: true }, { told: 'case-closed', owed: true }]);
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    expect((await life.state()).phase).toBe('monitoring');
  },

  'closed while the re-check is awaited, it is asked as many days later as the case was closed': async (life) => {
    await monitored(life);
    await joins(life, RENT);
    await life.until(noon('2040-04-10'));
    await life.act('close', { because: 'moved' }, 'desk');
    await life.until(noon('2040-04-20'));
    await life.act('reopen', AS_IT_STOOD, 'desk');
    const state = await life.state();
    expect(state.phase).toBe('monitoring');
    expect(deadline(state, 're-check')).toMatchObject({ state: 'open', dueOn: '2040-10-08' });
    expect(state.signals.map(({ id, owed, late }) => [id, owed, late !== undefined])).toEqual([['s1', false, false], ['s2', false, false], ['s3', true, true]]);
    expect(life.records().at(-1)?.mails.map(({ to, data }) => [to, data['owed']])).toEqual([[{ kind: 'creditor', id: RENT }, true], [{ kind: 'creditor', id: ENERGY }, false]]);
    await life.until(noon('2040-10-08'));
    expect((await life.state()).phase).toBe('re-check');
  },

  'a re-check that a mistaken yes ended waits for that answer again': async (life) => {
    await monitored(life);
    await life.until(noon('2040-09-28'));
    await answer(life, RENT, true);
    await answer(life, ENERGY, true);
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'recovered' });
    await life.until(noon('2040-10-02'));
    await life.act('reopen', AS_IT_STOOD, 'desk');
    expect(await life.state()).toMatchObject({ phase: 're-check', answers: { [RENT]: 'paying', [ENERGY]: 'asked' } });
    expect(mailed(life).filter((mail) => mail.startsWith('case-reopened'))).toEqual([]);
    await answer(life, ENERGY, false);
    expect((await life.state()).phase).toBe('visiting');
  },

  'a no-go that took effect is decided anew in what was left of the triage': async (life) => {
    await matched(life);
    await life.act('no-go', { because: 'known', undoable: true }, 'desk');
    await life.until(noon('2040-03-06'));
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'no-go' });
    await life.act('reopen', AS_IT_STOOD, 'desk');
    const state = await life.state();
    expect(state).toMatchObject({ phase: 'triage', held: null });
    expect(deadline(state, 'triage')).toMatchObject({ state: 'open', dueOn: '2040-03-13' });
    expect(life.records().at(-1)?.mails.map(({ data }) => data['told'])).toEqual(['no-go', 'no-go']);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-06', 'nobody-home'));
    expect((await life.state()).attempts).toHaveLength(1);
  },

  'feedback that still waited when the case closed is owed again, and a pause goes on': async (life) => {
    await planned(life);
    await life.act('send-feedback', { feedbackId: FEEDBACK, undoable: true });
    await life.act('close', { because: 'paid' }, 'desk');
    await life.until(noon('2040-03-28'));
    await life.act('reopen', AS_IT_STOOD, 'desk');
    expect(deadline(await life.state(), 'feedback').state).toBe('open');
    expect(mailed(life).filter((mail) => mail.startsWith('feedback'))).toEqual([]);
    await life.act('pause', {});
    await life.act('close', { because: 'paid' }, 'desk');
    await life.act('reopen', AS_IT_STOOD, 'desk');
    expect((await life.state()).pausedAt).not.toBeNull();
    expect(deadline(await life.state(), 'feedback').state).toBe('paused');
  },

  'a signal that the closing took up before its match is in the case, and its creditor is owed work and feedback': async (life) => {
    await monitored(life);
    await life.signal({ signalId: 's3', creditorId: RENT, verdict: 'pending' });
    await life.act('close', { because: 'paid' }, 'desk');
    await life.act('reopen', AS_IT_STOOD, 'desk');
    const state = await life.state();
    expect(state.signals.find(({ id }) => id === 's3')).toMatchObject({ state: 'in-case', owed: true, late: {} });
    expect(state.deadlines.filter(({ creditorId, endedAt }) => creditorId === RENT && endedAt === null).map(({ kind }) => kind)).toEqual(['first-visit', 'feedback']);
    expect(mailed(life).slice(-3)).toEqual(['signal-joined → team', `case-reopened → ${RENT}`, `case-reopened → ${ENERGY}`]);
  },

  'a candidate did not stand anywhere yet: it is opened from a phase': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT });
    await life.act('close', { because: 'paid' }, 'desk');
    await expect(life.act('reopen', AS_IT_STOOD, 'desk')).rejects.toMatchObject({ detail: { refusal: { rule: 'candidate' } } });
    await life.act('reopen', { to: 'triage' }, 'desk');
    expect(mailed(life).at(-1)).toBe(`case-reopened → ${RENT}`);
  },
};
