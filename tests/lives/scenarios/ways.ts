/** Whole ways through the life of a case. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, FEEDBACK, mailed, matched, noon, PLAN, planned, Refused, RENT, said, saidAt, visit, type Lives } from '../life.ts';
import { answer, monitored } from './steps.ts';

export const ways: Lives = {
  'straight through: two signals, three visits, plan, feedback, re-check, recovered': async (life) => {
    await monitored(life);
    expect(await life.state()).toMatchObject({ phase: 'monitoring', result: 'advice' });
    await life.until('2040-09-27T21:58:00Z');
    expect((await life.state()).phase).toBe('monitoring');
    await life.until('2040-09-27T22:00:00Z');
    expect((await life.state()).phase).toBe('re-check');
    await life.until(noon('2040-10-01'));
    await answer(life, RENT, true);
    await answer(life, ENERGY, true);
    const end = life.records().at(-1)?.state;
    expect(end).toMatchObject({ phase: 'closed', ending: 'recovered', result: 'advice' });
    expect(end?.deadlines.map((d) => `${d.kind} ${d.state}`)).toEqual([
      'triage met',
      'first-visit met',
      'feedback met',
      'next-visit met',
      'next-visit met',
      'plan met',
      'hand-over met',
      're-check met',
      're-check-answer met',
      're-check-answer met',
    ]);
    expect(mailed(life)).toEqual([
      `go → ${RENT}`,
      `go → ${ENERGY}`,
      `feedback → ${RENT}`,
      `feedback → ${ENERGY}`,
      `re-check-question → ${RENT}`,
      `re-check-question → ${ENERGY}`,
    ]);
  },

  'three times not home: a flyer the first time, no fourth visit, fed back as never reached': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    for (const day of ['2040-03-14', '2040-03-20', '2040-03-22']) {
      await life.until(noon(day));
      await life.act('record-attempt', visit(day, 'nobody-home'));
    }
    expect(said(life).filter((type) => type === 'flyer-left')).toHaveLength(1);
    expect(await life.state()).toMatchObject({ phase: 'feedback', result: 'never-reached' });
    await expect(life.act('record-attempt', visit('2040-03-22', 'nobody-home', 'morning'))).rejects.toMatchObject({ detail: { refusal: { rule: 'max-visits' } } });
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    expect((await life.state()).phase).toBe('monitoring');
  },

  'a phone call does not count as a visit; calling back after the flyer leads to a plan': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', { kind: 'phone', outcome: 'nobody-home', date: '2040-03-05' });
    expect(deadline(await life.state(), 'first-visit').state).toBe('open');
    await life.act('record-attempt', visit('2040-03-05', 'nobody-home'));
    await life.act('record-callback', { date: '2040-03-05' });
    const state = await life.state();
    expect(state.phase).toBe('planning');
    expect(deadline(state, 'next-visit').state).toBe('cancelled');
    expect(deadline(state, 'plan').dueOn).toBe('2040-03-19');
  },

  'no-go: the creditors hear it and the case closes': async (life) => {
    await matched(life);
    await life.act('no-go', { because: 'known' }, 'desk');
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'no-go', result: 'known-at-debt-services' });
    expect(mailed(life)).toEqual([`no-go → ${RENT}`, `no-go → ${ENERGY}`]);
    expect(life.records().at(-1)?.state.deadlines.map((d) => `${d.kind} ${d.state}`)).toEqual(['triage met', 'first-visit cancelled', 'feedback met']);
  },

  'a decision for many can be undone for ten minutes; its mail waits that long': async (life) => {
    await matched(life);
    await life.act('no-go', { because: 'other', undoable: true }, 'desk');
    expect(mailed(life)).toEqual([]);
    await life.until('2040-03-05T09:09:30Z');
    await life.act('undo-triage', {}, 'desk');
    expect(deadline(await life.state(), 'triage').state).toBe('open');
    await life.act('go', { undoable: true }, 'desk');
    await expect(life.act('go', {}, 'desk')).rejects.toBeInstanceOf(Refused);
    await life.until('2040-03-05T09:18:00Z');
    expect((await life.state()).phase).toBe('triage');
    await life.until('2040-03-05T09:20:30Z');
    expect((await life.state()).phase).toBe('visiting');
    expect(mailed(life)).toEqual([`go → ${RENT}`, `go → ${ENERGY}`]);
  },

  'refused at the door: no further visit, fed back, and still a re-check': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-05', 'refused'));
    expect(await life.state()).toMatchObject({ phase: 'feedback', result: 'wants-no-help' });
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    expect(deadline(await life.state(), 're-check').dueOn).toBe('2040-09-05');
  },

  'moved or deceased: fed back, no re-check': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-05', 'deceased'));
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'fed-back', result: 'deceased' });
  },

  'moved within the municipality is not moved away: the desk takes it on, creditors hear no more than "another reason", no re-check': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-05', 'moved-within'));
    expect(await life.state()).toMatchObject({ phase: 'feedback', result: 'not-taken-up-other' });
    expect(mailed(life)).toContain('moved-within → desk');
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'fed-back', result: 'not-taken-up-other' });
  },

  'nobody acts: every deadline warns and is breached at its exact instant, once': async (life) => {
    await matched(life);
    await life.until(noon('2040-03-13'));
    expect(saidAt(life, 'deadline-warned')).toEqual(['triage 2040-03-08T23:00:00Z']);
    expect(saidAt(life, 'deadline-breached')).toEqual(['triage 2040-03-12T23:00:00Z']);
    await life.act('go', {}, 'desk');
    expect(deadline(await life.state(), 'triage').state).toBe('met-late');
    await life.until(noon('2040-03-20'));
    await life.act('record-attempt', visit('2040-03-20', 'nobody-home'));
    await life.until(noon('2040-03-28'));
    await life.act('record-attempt', visit('2040-03-28', 'reached'));
    await life.until(noon('2040-04-18'));
    await life.act('complete-plan', { planId: PLAN, problematicDebts: true, handOver: 'offered' });
    await life.until(noon('2040-04-20'));
    await life.act('refer', {});
    await life.until(noon('2040-06-01'));
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.until(noon('2041-01-10'));
    expect(saidAt(life, 'deadline-warned').slice(1)).toEqual([
      'first-visit 2040-03-14T23:00:00Z',
      'next-visit 2040-03-25T22:00:00Z',
      'feedback 2040-04-08T22:00:00Z',
      'plan 2040-04-10T22:00:00Z',
      'referral 2040-04-18T22:00:00Z',
      'hand-over 2040-04-30T22:00:00Z',
      'first-talk 2040-05-10T22:00:00Z',
      're-check-answer 2040-12-11T23:00:00Z',
      're-check-answer 2040-12-11T23:00:00Z',
      're-check-decision 2040-12-30T23:00:00Z',
    ]);
    expect(saidAt(life, 'deadline-breached').slice(1)).toEqual([
      'first-visit 2040-03-19T23:00:00Z',
      'next-visit 2040-03-27T22:00:00Z',
      'plan 2040-04-13T22:00:00Z',
      'feedback 2040-04-16T22:00:00Z',
      'referral 2040-04-19T22:00:00Z',
      'hand-over 2040-05-03T22:00:00Z',
      'first-talk 2040-05-18T22:00:00Z',
      're-check-answer 2040-12-14T23:00:00Z',
      're-check-answer 2040-12-14T23:00:00Z',
      're-check-reminder 2040-12-21T23:00:00Z',
      're-check-reminder 2040-12-21T23:00:00Z',
      're-check-decision 2041-01-02T23:00:00Z',
    ]);
    expect(mailed(life)).toContain('deadline-warning → team');
    expect(mailed(life)).toContain('deadline-breach → project-leader');
    expect(mailed(life)).toContain(`deadline-warning → ${RENT}`);
  },

  'a decision that can still be undone is not paused': async (life) => {
    await matched(life);
    await life.act('go', { undoable: true }, 'desk');
    await expect(life.act('pause', {})).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
  },

  'opened again, a case starts anew with its visits, its debts and its feedback': async (life) => {
    await planned(life, { problematicDebts: true, handOver: 'offered' });
    await life.act('close', { because: 'paid' }, 'desk');
    await life.until(noon('2040-04-04'));
    await life.act('reopen', { to: 'visiting' }, 'desk');
    let state = await life.state();
    expect(state).toMatchObject({ phase: 'visiting', ending: null, cycle: 1, revisits: 0, planId: null, problematicDebts: false });
    expect(deadline(state, 'revisit').dueOn).toBe('2040-04-18');
    await life.act('record-attempt', visit('2040-04-04', 'nobody-home'));
    expect((await life.state()).phase).toBe('visiting');
    await life.act('record-attempt', visit('2040-04-04', 'reached', 'evening'));
    await life.act('complete-plan', { planId: PLAN, problematicDebts: true, handOver: 'confirmed' });
    state = await life.state();
    expect(deadline(state, 'referral', 1).dueOn).toBe('2040-04-05');
    expect(deadline(state, 'feedback', 1).state).toBe('open');
  },

  'closing early stops everything and tells the creditors no more than a code': async (life) => {
    await planned(life);
    await life.act('close', { because: 'objection' }, 'project-leader');
    const end = life.records().at(-1)?.state;
    expect(end).toMatchObject({ phase: 'closed', ending: 'closed-early', result: 'not-taken-up-other' });
    expect(end?.deadlines.every((d) => d.endedAt !== null)).toBe(true);
    expect(life.records().at(-1)?.mails.map((m) => m.data)).toEqual([{ result: 'not-taken-up-other' }, { result: 'not-taken-up-other' }]);
  },

  'who decides on an older picture is told what was done since, where it matters; what time brings does not': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    const { seq } = await life.state();
    await life.until('2040-03-14T23:00:00Z');
    await life.act('reassign', { teamId: 'team-hengelo' }, 'desk', seq);
    await expect(life.act('take-on', {}, 'caseworker', seq)).rejects.toMatchObject({ detail: { refusal: { code: 'changed', reason: expect.stringContaining('een ander team') } } });
    await life.act('take-on', {}, 'caseworker', (await life.state()).seq);
    expect(await life.state()).toMatchObject({ teamId: 'team-hengelo', caseworkerId: life.records().at(-1)?.events[0]?.actor.id });
    await life.act('record-attempt', visit('2040-03-14', 'reached'), 'caseworker', seq);
    const changed = { detail: { refusal: { code: 'changed', reason: 'Intussen is bereikt vastgelegd. Bekijk de zaak opnieuw en beslis dan.' } } };
    await expect(life.act('close', { because: 'paid' }, 'desk', seq)).rejects.toMatchObject(changed);
    // Said rather than that the phase is another now: nobody could know that.
    await expect(life.act('record-attempt', visit('2040-03-14', 'nobody-home', 'evening'), 'caseworker', seq)).rejects.toMatchObject(changed);
    await life.act('extend-deadline', { deadlineId: deadline(await life.state(), 'plan').id, dueOn: '2040-04-20' }, 'desk', seq);
    await life.act('close', { because: 'paid' }, 'desk', (await life.state()).seq);
    expect(life.records().at(-1)?.state.ending).toBe('closed-early');
  },
};
