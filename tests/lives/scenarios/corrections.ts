/** Attempts that are corrected or taken back. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, FEEDBACK, matched, noon, PLAN, planned, said, visit, type Lives } from '../life.ts';

export const corrections: Lives = {
  'a wrong outcome is corrected: its consequences go, the right ones count from the day of the visit': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-14'));
    await life.act('record-attempt', visit('2040-03-14', 'reached'));
    await life.until(noon('2040-03-16'));
    await life.act('correct-attempt', visit('2040-03-14', 'nobody-home'));
    const state = await life.state();
    expect(state.phase).toBe('visiting');
    expect(deadline(state, 'plan').state).toBe('cancelled');
    expect(deadline(state, 'first-visit').state).toBe('met');
    expect(deadline(state, 'next-visit').dueOn).toBe('2040-03-21');
    expect(state.attempts).toHaveLength(1);
  },

  'once others have gone on from an outcome it stays; its date can be put right': async (life) => {
    await planned(life);
    await expect(life.act('correct-attempt', visit('2040-03-21', 'nobody-home'))).rejects.toMatchObject({ detail: { refusal: { rule: 'followed' } } });
    await life.act('correct-attempt', visit('2040-03-21', 'reached'));
    const state = await life.state();
    expect(state.phase).toBe('feedback');
    expect(state.attempts.at(-1)?.date).toBe('2040-03-21');
  },

  'an earlier visit that was none is taken back: the later ones did what it was thought to have done': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-14'));
    await life.act('record-attempt', visit('2040-03-14', 'nobody-home', 'morning'));
    await life.until(noon('2040-03-20'));
    await life.act('record-attempt', visit('2040-03-20', 'nobody-home', 'evening'));
    await life.act('take-back-attempt', { attemptId: 'command-2' });
    const state = await life.state();
    // The first visit was due on the 19th; the one of the 20th is the first now, and the next counts from it.
    expect(deadline(state, 'first-visit').state).toBe('met-late');
    expect(state.deadlines.filter((d) => d.kind === 'next-visit').map((d) => [d.state, d.dueOn])).toEqual([['cancelled', '2040-03-21'], ['cancelled', '2040-03-27'], ['open', '2040-03-27']]);
    expect(said(life).filter((type) => type === 'flyer-left')).toHaveLength(1);
    await life.act('record-attempt', visit('2040-03-20', 'nobody-home', 'morning'));
    await life.act('take-back-attempt', {});
    await life.act('take-back-attempt', {});
    expect(await life.state()).toMatchObject({ phase: 'visiting', attempts: [] });
    await expect(life.act('take-back-attempt', {})).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
  },

  'a visit that others have gone on from is not taken back; one before it is, and only what it did is undone': async (life) => {
    await planned(life);
    await expect(life.act('take-back-attempt', {})).rejects.toMatchObject({ detail: { refusal: { rule: 'followed' } } });
    await life.act('take-back-attempt', { attemptId: 'command-2' });
    const state = await life.state();
    expect(state).toMatchObject({ phase: 'feedback', planId: PLAN });
    expect(deadline(state, 'first-visit')).toMatchObject({ state: 'met', endedBy: 'command-3' });
    expect(state.attempts.map(({ id }) => id)).toEqual(['command-3', 'command-4']);
    await life.act('correct-attempt', { attemptId: 'command-3', ...visit('2040-03-20', 'nobody-home') });
    expect(deadline(await life.state(), 'first-visit').state).toBe('met-late');
  },

  'putting a part of the day right undoes nothing, and leaves the first talk of before': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'confirmed' });
    await life.act('refer', {});
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.signal({ signalId: 's3', creditorId: ENERGY, verdict: 'in-case', reason: 'other', crisis: true });
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-26', 'reached'));
    await life.act('correct-attempt', visit('2040-03-26', 'reached', 'evening'));
    expect(deadline(await life.state(), 'first-talk').state).toBe('open');
    expect((await life.state()).phase).toBe('planning');
    await life.act('correct-attempt', visit('2040-03-26', 'nobody-home', 'evening'));
    expect(await life.state()).toMatchObject({ phase: 'visiting', problematicDebts: true });
    expect(deadline(await life.state(), 'first-talk').state).toBe('open');
  },
};
