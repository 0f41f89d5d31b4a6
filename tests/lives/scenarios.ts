/** Whole lives, each with what it guarantees. They run on the pure steps and on the engine alike. */
import type { StepEventType } from '../../src/domain/case/events.ts';
import { expect } from '@jest/globals';
import { deadline, ENERGY, FEEDBACK, mailed, matched, noon, PLAN, planned, policy, Refused, RENT, said, saidAt, visit, type Life } from './life.ts';
import { threats } from './threats.ts';
import { undoing } from './undoing.ts';

/** Feedback on 28 March 2040; six months later, on 28 September, creditors are asked. */
async function monitored(life: Life): Promise<void> {
  await planned(life);
  await life.until(noon('2040-03-28'));
  await life.act('send-feedback', { feedbackId: FEEDBACK });
}

const HEALTH = 'zorgzeker';

/** Arrears of a later round, at the address of a case that runs. */
async function joins(life: Life, creditorId: string): Promise<void> {
  await life.signal({ signalId: 's3', creditorId });
  await life.match({ roundId: 'twente-2040-04', decisions: [{ signalId: 's3', creditorId, outcome: 'in-case', reason: 'other' }] });
}

const answer = (life: Life, creditorId: string, paying: boolean) => life.act('answer-re-check', { creditorId, paying }, 'creditor');

/** When the last of this type was said. */
const sentAt = (life: Life, type: StepEventType): string => saidAt(life, type).at(-1)?.split(' ').at(-1) ?? '';

export const scenarios: Record<string, (life: Life) => Promise<void>> = {
  ...undoing,
  ...threats,

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

  'unsafe: visits stop until the desk decides': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-05', 'unsafe'));
    await expect(life.act('record-attempt', visit('2040-03-05', 'reached', 'evening'))).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
    expect(mailed(life)).toContain('visits-stopped → desk');
    await life.act('resume-visits', {}, 'desk');
    expect(deadline(await life.state(), 'next-visit').dueOn).toBe('2040-03-12');
    await life.act('record-attempt', visit('2040-03-05', 'unsafe', 'evening'));
    await life.act('end-visits', {}, 'desk');
    expect(await life.state()).toMatchObject({ phase: 'feedback', result: 'never-reached', visitsStopped: true });
  },

  'unsafe stays known at a callback and a revisit until the desk lifts it; the team meets elsewhere, only the desk plans at the door': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-05', 'unsafe'));
    await life.act('record-callback', { date: '2040-03-05' });
    expect(await life.state()).toMatchObject({ phase: 'planning', visitsStopped: true });
    const at = (place: 'door' | 'town-hall') => ({ date: '2040-03-06', time: '14:30', place, caseworkerId: 'ans' });
    await expect(life.act('plan-appointment', at('door'))).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
    await expect(life.act('record-attempt', visit('2040-03-05', 'reached', 'evening'))).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
    await life.act('plan-appointment', at('town-hall'));
    await life.act('plan-appointment', at('door'), 'desk');
    await life.act('end-planning', { because: 'no-response' });
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.until(noon('2040-09-06'));
    await answer(life, RENT, false);
    expect(await life.state()).toMatchObject({ phase: 'visiting', visitsStopped: true });
    expect(mailed(life).filter((mail) => mail === 'visits-stopped → desk')).toHaveLength(2);
    await life.act('resume-visits', {}, 'desk');
    await life.act('record-attempt', visit('2040-09-06', 'nobody-home'));
    expect(await life.state()).toMatchObject({ visitsStopped: false });
  },

  'unsafe stays known when a crisis comes': async (life) => {
    await planned(life);
    await life.act('record-attempt', { kind: 'phone', outcome: 'unsafe', date: '2040-03-26' });
    await life.signal({ signalId: 's9', creditorId: HEALTH, verdict: 'in-case', reason: 'crisis', crisis: true });
    expect(await life.state()).toMatchObject({ phase: 'triage', visitsStopped: true });
  },

  'an appointment has a time, a place and a person, and one after the last day for the visit says so': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await expect(life.act('plan-appointment', { date: '2040-03-20', place: 'town-hall' })).rejects.toMatchObject({ detail: { refusal: { field: 'time', rule: 'required' } } });
    await expect(life.act('plan-appointment', { date: '2040-03-20', time: '14:30', place: 'town-hall' }, 'desk')).rejects.toMatchObject({ detail: { refusal: { field: 'caseworkerId', rule: 'required' } } });
    await life.act('plan-appointment', { date: '2040-03-19', time: '09:30', place: 'town-hall' });
    await life.act('plan-appointment', { date: '2040-03-20', time: '14:30', place: 'town-hall', caseworkerId: 'ans' }, 'desk');
    const made = life.records().flatMap(({ events }) => events.filter(({ type }) => type === 'appointment').map(({ data }) => data));
    expect(made).toMatchObject([{ time: '09:30', partOfDay: 'morning', caseworkerId: 'caseworker' }, { time: '14:30', partOfDay: 'afternoon', place: 'town-hall', caseworkerId: 'ans', afterDueOn: '2040-03-19' }]);
    expect(made[0]).not.toHaveProperty('afterDueOn');
  },

  'who does not come to the town hall is left no flyer; the first time at the door is': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('plan-appointment', { date: '2040-03-05', time: '14:30', place: 'town-hall' });
    await life.act('record-attempt', { kind: 'appointment', outcome: 'nobody-home', date: '2040-03-05', partOfDay: 'afternoon' });
    expect(said(life)).not.toContain('flyer-left');
    expect((await life.state()).attempts).toMatchObject([{ place: 'town-hall' }]);
    await life.act('record-attempt', visit('2040-03-05', 'nobody-home', 'evening'));
    expect(said(life).filter((type) => type === 'flyer-left')).toHaveLength(1);
  },

  'the team is that of the highest arrears, as the match tells': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT, teamId: 'team-rent' });
    await life.signal({ signalId: 's2', creditorId: ENERGY, teamId: 'team-energy' });
    await life.match({ teamId: 'team-energy', decisions: [RENT, ENERGY].map((creditorId, n) => ({ signalId: `s${n + 1}`, creditorId, outcome: 'in-case', reason: null })) });
    expect((await life.state()).teamId).toBe('team-energy');
  },

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

  'a pause over Easter keeps what remains': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-14'));
    await life.act('record-attempt', visit('2040-03-14', 'nobody-home'));
    await life.until(noon('2040-03-19'));
    await life.act('pause', {});
    await expect(life.act('record-attempt', visit('2040-03-19', 'reached'))).rejects.toMatchObject({ detail: { refusal: { code: 'paused' } } });
    // The next visit was due on the 21st: two working days remain. The feedback was due on 16 April: eighteen remain.
    expect(deadline(await life.state(), 'next-visit')).toMatchObject({ state: 'paused', remaining: 2 });
    expect(deadline(await life.state(), 'feedback')).toMatchObject({ state: 'paused', remaining: 18 });
    await life.until(noon('2040-03-29'));
    expect(saidAt(life, 'deadline-breached')).toEqual([]);
    await life.act('resume', {});
    // Good Friday and Easter Monday do not count: 3 and 4 April.
    expect(deadline(await life.state(), 'next-visit')).toMatchObject({ state: 'open', dueOn: '2040-04-04', dueBefore: '2040-04-04T22:00:00Z' });
    expect(deadline(await life.state(), 'feedback').dueOn).toBe('2040-04-26');
    await life.until('2040-04-04T22:00:00Z');
    expect(saidAt(life, 'deadline-breached')).toEqual(['next-visit 2040-04-04T22:00:00Z']);
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

  'a visit on the last day, recorded the next morning, is in time': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until('2040-03-20T08:00:00Z');
    expect(deadline(await life.state(), 'first-visit').state).toBe('breached');
    await life.act('record-attempt', visit('2040-03-19', 'nobody-home'));
    expect(deadline(await life.state(), 'first-visit')).toMatchObject({ state: 'met', breachedAt: '2040-03-19T23:00:00Z' });
    expect(deadline(await life.state(), 'next-visit').dueOn).toBe('2040-03-26');
  },

  'a term in working days that stood still on its last day ends on a working day, and nobody extends into the past': async (life) => {
    await matched(life);
    const { dueOn, id } = deadline(await life.state(), 'triage');
    expect(dueOn).toBe('2040-03-12');
    await life.until(noon(dueOn));
    await life.act('pause', {}, 'desk');
    await life.until(noon('2040-03-17'));
    await life.act('resume', {}, 'desk');
    expect(deadline(await life.state(), 'triage')).toMatchObject({ state: 'open', dueOn: '2040-03-19', dueBefore: '2040-03-19T23:00:00Z' });
    await life.until(noon('2040-03-23'));
    expect(deadline(await life.state(), 'triage').state).toBe('breached');
    await expect(life.act('extend-deadline', { deadlineId: id, dueOn: '2040-03-22' }, 'desk')).rejects.toMatchObject({ detail: { refusal: { field: 'dueOn', rule: 'not-past' } } });
    await life.act('extend-deadline', { deadlineId: id, dueOn: '2040-03-23' }, 'desk');
    expect(deadline(await life.state(), 'triage').state).toBe('open');
  },

  'nobody is warned or late before it could be known: what is recorded later counts from its recording on': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT });
    await life.signal({ signalId: 's2', creditorId: ENERGY });
    await life.until(noon('2040-03-20'));
    const decisions = [RENT, ENERGY].map((creditorId, n) => ({ signalId: `s${n + 1}`, creditorId, outcome: 'in-case', reason: null }) as const);
    await life.match({ decisions, closedAt: '2040-03-05T10:00:00Z', confirmedAt: noon('2040-03-20') });
    await life.until(noon('2040-03-21'));
    // The first visit was due on the 19th: before anybody could know.
    expect(saidAt(life, 'deadline-breached')).toEqual([`first-visit ${sentAt(life, 'matched')}`]);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-24'));
    await life.act('record-attempt', visit('2040-03-12', 'nobody-home'));
    const recorded = sentAt(life, 'attempt');
    expect(deadline(await life.state(), 'first-visit')).toMatchObject({ state: 'met', breachedAt: expect.anything() });
    expect(deadline(await life.state(), 'next-visit')).toMatchObject({ dueOn: '2040-03-19', knownAt: recorded });
    await life.until(noon('2040-03-25'));
    expect(saidAt(life, 'deadline-breached').slice(1)).toEqual([`next-visit ${recorded}`]);
    expect(saidAt(life, 'deadline-warned').filter((one) => one.startsWith('next-visit'))).toEqual([]);
    // A visit that was none: the first one is late again, from now on.
    await life.act('take-back-attempt', {});
    await life.until(noon('2040-03-26'));
    expect(deadline(await life.state(), 'first-visit').state).toBe('breached');
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

  'the day of the plan decides whether it was in time; what it starts runs from that day and is late from its recording on': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-14'));
    await life.act('record-attempt', visit('2040-03-14', 'reached'));
    await life.until(noon('2040-04-06'));
    // Made within ten working days, and told two weeks later, when debt services should have been called in long before.
    await life.act('complete-plan', { planId: PLAN, problematicDebts: true, urgent: false, handOver: 'offered', date: '2040-03-20' });
    const state = await life.state();
    expect(deadline(state, 'plan').state).toBe('met');
    expect(deadline(state, 'referral')).toMatchObject({ startedAt: '2040-03-19T23:00:00Z', dueOn: '2040-03-21', knownAt: life.records().at(-1)?.at });
    expect(deadline(state, 'hand-over')).toMatchObject({ startedAt: '2040-03-19T23:00:00Z' });
    await life.until(noon('2040-04-07'));
    expect(saidAt(life, 'deadline-breached').filter((at) => at.startsWith('referral'))).toEqual([`referral ${deadline(state, 'referral').knownAt ?? ''}`]);
    await expect(life.act('refer', { date: '2041-01-01' })).rejects.toMatchObject({ detail: { refusal: { rule: 'not-future' } } });
  },

  'without a plan too, the day on which that was decided counts': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-14'));
    await life.act('record-attempt', visit('2040-03-14', 'reached'));
    await life.until(noon('2040-04-06'));
    await expect(life.act('end-planning', { because: 'declined', date: '2040-02-01' })).rejects.toMatchObject({ detail: { refusal: { rule: 'not-too-old' } } });
    await life.act('end-planning', { because: 'declined', date: '2040-03-20' });
    expect(deadline(await life.state(), 'plan').state).toBe('met');
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

  'an extension while paused adds to what remains': async (life) => {
    await matched(life);
    await life.act('pause', {});
    const { id } = deadline(await life.state(), 'triage');
    expect(deadline(await life.state(), 'triage').remaining).toBe(5);
    await life.act('extend-deadline', { deadlineId: id, dueOn: '2040-03-14' }, 'desk');
    expect(deadline(await life.state(), 'triage')).toMatchObject({ state: 'paused', remaining: 7 });
    await life.until(noon('2040-03-12'));
    await life.act('resume', {});
    expect(deadline(await life.state(), 'triage').dueOn).toBe('2040-03-21');
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

  'a drop-out opened again takes its signals up, but not one that a newer replaced': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT });
    await life.signal({ signalId: 's2', creditorId: ENERGY });
    await life.match({
      decisions: [
        { signalId: 's1', creditorId: RENT, outcome: 'dropped', reason: 'replaced' },
        { signalId: 's2', creditorId: ENERGY, outcome: 'dropped', reason: 'no-match' },
      ],
    });
    await life.act('reopen', { to: 'triage' }, 'desk');
    const state = await life.state();
    expect(state.signals.map((s) => s.state)).toEqual(['dropped', 'in-case']);
    expect(state.deadlines.map((d) => d.kind)).toEqual(['triage', 'first-visit', 'feedback']);
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

  'arrears that join after the feedback have work, a feedback and a re-check of their own; the case waits for all of it': async (life) => {
    await monitored(life);
    await life.until(noon('2040-05-07'));
    await joins(life, HEALTH);
    expect(mailed(life).slice(-2)).toEqual([`go → ${HEALTH}`, 'signal-joined → team']);
    expect((await life.state()).deadlines.slice(-2).map((d) => `${d.kind} ${d.creditorId} ${d.dueOn}`)).toEqual([`first-visit ${HEALTH} 2040-05-21`, `feedback ${HEALTH} 2040-06-18`]);
    await expect(life.act('send-feedback', { feedbackId: FEEDBACK })).rejects.toMatchObject({ detail: { refusal: { rule: 'work-first' } } });
    await life.act('mark-covered', { signalId: 's3' });
    expect(deadline(await life.state(), 'first-visit', 1).state).toBe('met');
    // The others are asked on 28 September and pay; these arrears are still to be fed back.
    await life.until(noon('2040-10-01'));
    await answer(life, RENT, true);
    await answer(life, ENERGY, true);
    expect(await life.state()).toMatchObject({ phase: 'monitoring', ending: null });
    expect(deadline(await life.state(), 'feedback', 1).state).toBe('breached');
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    expect(mailed(life).filter((mail) => mail.startsWith('feedback'))).toEqual([`feedback → ${RENT}`, `feedback → ${ENERGY}`, `feedback → ${HEALTH}`]);
    await expect(life.act('send-feedback', { feedbackId: FEEDBACK })).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
    expect(deadline(await life.state(), 're-check', 1)).toMatchObject({ creditorId: HEALTH, dueOn: '2041-04-01' });
    await life.until(noon('2041-04-01'));
    expect(mailed(life).filter((mail) => mail.startsWith('re-check-question'))).toEqual([`re-check-question → ${RENT}`, `re-check-question → ${ENERGY}`, `re-check-question → ${HEALTH}`]);
    await answer(life, HEALTH, true);
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'recovered' });
  },

  'a contact is work for arrears that joined too; the leader does not close while a creditor waits': async (life) => {
    await monitored(life);
    await life.until('2040-10-19T22:00:00Z');
    await joins(life, HEALTH);
    expect(await life.state()).toMatchObject({ phase: 're-check', undecided: true });
    await expect(life.act('decide-re-check', { decision: 'close' }, 'project-leader')).rejects.toMatchObject({ detail: { refusal: { rule: 'feedback-first' } } });
    await life.act('record-attempt', visit('2040-10-20', 'nobody-home'));
    expect(await life.state()).toMatchObject({ phase: 're-check', cycle: 0 });
    expect(deadline(await life.state(), 'first-visit', 1).state).toBe('met');
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.act('decide-re-check', { decision: 'close' }, 'project-leader');
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'fed-back' });
  },

  'feedback may differ per creditor: the case goes on when each has had its own, and nobody gets it twice': async (life) => {
    await planned(life);
    await life.act('send-feedback', { feedbackId: FEEDBACK, creditorIds: [RENT] });
    expect(await life.state()).toMatchObject({ phase: 'feedback' });
    expect(deadline(await life.state(), 'feedback').state).toBe('open');
    await expect(life.act('send-feedback', { feedbackId: PLAN, creditorIds: [RENT] })).rejects.toMatchObject({ detail: { refusal: { rule: 'owed' } } });
    await joins(life, HEALTH);
    await life.act('send-feedback', { feedbackId: PLAN });
    expect(life.records().flatMap(({ mails }) => mails.filter(({ template }) => template === 'feedback').map(({ to, data }) => ['id' in to && to.id, data['feedbackId']]))).toEqual([[RENT, FEEDBACK], [ENERGY, PLAN], [HEALTH, PLAN]]);
    expect(await life.state()).toMatchObject({ phase: 'monitoring' });
    expect(deadline(await life.state(), 'feedback').state).toBe('met');
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

  'people meet by appointment in every phase after the first visit, and the case stays where it is; not after the last visit at which nobody was met': async (life) => {
    const appointment = { time: '10:30', place: 'town-hall', caseworkerId: 'caseworker' } as const;
    await planned(life);
    await life.act('plan-appointment', { date: '2040-03-27', ...appointment });
    await life.until(noon('2040-03-27'));
    await life.act('record-attempt', { kind: 'appointment', outcome: 'reached', date: '2040-03-27', partOfDay: 'morning' });
    expect((await life.state()).attempts.at(-1)).toMatchObject({ during: 'feedback', place: 'town-hall' });
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.act('plan-appointment', { date: '2040-05-01', ...appointment });
    expect((await life.state()).phase).toBe('monitoring');
    await life.until(noon('2040-10-01'));
    await life.act('plan-appointment', { date: '2040-10-02', ...appointment });
    expect((await life.state()).phase).toBe('re-check');
    await answer(life, RENT, false);
    for (const partOfDay of ['morning', 'afternoon', 'evening'] as const) await life.act('record-attempt', visit('2040-10-01', 'nobody-home', partOfDay));
    await expect(life.act('plan-appointment', { date: '2040-10-02', ...appointment })).rejects.toMatchObject({ detail: { refusal: { rule: 'max-visits' } } });
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

  'a candidate can be closed, and its creditors hear it': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT });
    await life.act('close', { because: 'objection' }, 'desk');
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'closed-early' });
    expect(mailed(life)).toEqual([`case-closed → ${RENT}`]);
  },

  'extending gives room, with the breach that happened kept': async (life) => {
    await matched(life);
    await life.until(noon('2040-03-13'));
    const { id } = deadline(await life.state(), 'triage');
    await expect(life.act('extend-deadline', { deadlineId: id, dueOn: '2040-03-12' }, 'desk')).rejects.toMatchObject({ detail: { refusal: { rule: 'later' } } });
    await life.act('extend-deadline', { deadlineId: id, dueOn: '2040-03-16' }, 'desk');
    expect(deadline(await life.state(), 'triage')).toMatchObject({ state: 'open', dueBefore: '2040-03-16T23:00:00Z', breachedAt: '2040-03-12T23:00:00Z' });
    await life.until('2040-03-14T23:00:00Z');
    expect(saidAt(life, 'deadline-warned')).toEqual(['triage 2040-03-08T23:00:00Z', 'triage 2040-03-14T23:00:00Z', 'first-visit 2040-03-14T23:00:00Z']);
  },

  'a crisis goes to triage on receipt, a later signal joins it': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT, verdict: 'in-case', reason: 'crisis' });
    expect((await life.state()).phase).toBe('triage');
    await life.signal({ signalId: 's2', creditorId: ENERGY });
    await life.match({ decisions: [{ signalId: 's2', creditorId: ENERGY, outcome: 'in-case', reason: 'other' }] });
    expect((await life.state()).signals.map((s) => s.state)).toEqual(['in-case', 'in-case']);
    expect((await life.state()).deadlines).toHaveLength(3);
  },

  'a candidate that does not match drops out; one with a signal in a later round waits': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT });
    await life.signal({ signalId: 's2', creditorId: RENT, roundId: 'twente-2040-03' });
    await life.match({ decisions: [{ signalId: 's1', creditorId: RENT, outcome: 'dropped', reason: 'no-match' }] });
    expect((await life.state()).phase).toBe('candidate');
    await life.match({ roundId: 'twente-2040-03', decisions: [{ signalId: 's2', creditorId: RENT, outcome: 'dropped', reason: 'no-match' }] });
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'drop-out' });
  },

  'a first signal that drops out at once ends its case': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT, verdict: 'dropped', reason: 'objection' });
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'drop-out' });
  },

  'a day that a person gave leaves no more room when the term counts other days': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    // Two weeks by the calendar given until 2 April, and then time stands still: 28 calendar days are left.
    await life.act('extend-deadline', { deadlineId: deadline(await life.state(), 'first-visit').id, dueOn: '2040-04-02' }, 'desk');
    await life.act('pause', {});
    const workingDays = { ...policy, version: 'twente-2', deadlines: { ...policy.deadlines, 'first-visit': { ...policy.deadlines['first-visit'], term: { unit: 'workingDays', amount: 10 } } } } as const;
    await life.replan({ changeId: 'c1', because: { because: 'policy', version: 'twente-2' }, policy: workingDays });
    // From 6 March to 2 April lie eighteen working days: Good Friday and Easter Monday are none.
    expect(deadline(await life.state(), 'first-visit')).toMatchObject({ state: 'paused', dueOn: '2040-04-02', remaining: 18 });
  },

  'closing early stops everything and tells the creditors no more than a code': async (life) => {
    await planned(life);
    await life.act('close', { because: 'objection' }, 'project-leader');
    const end = life.records().at(-1)?.state;
    expect(end).toMatchObject({ phase: 'closed', ending: 'closed-early', result: 'not-taken-up-other' });
    expect(end?.deadlines.every((d) => d.endedAt !== null)).toBe(true);
    expect(life.records().at(-1)?.mails.map((m) => m.data)).toEqual([{ result: 'not-taken-up-other' }, { result: 'not-taken-up-other' }]);
  },

  'signals that a person joined to another case leave while nobody has decided on them; a candidate without any is over': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT });
    await life.signal({ signalId: 's2', creditorId: ENERGY });
    const leave = (roundId: string, signalId: string, creditorId: string) => life.match({ roundId, leaves: true, decisions: [{ signalId, creditorId, outcome: 'dropped', reason: null }] });
    await leave('joined-1', 's1', RENT);
    expect(life.records().at(-1)).toMatchObject({ events: [{ type: 'signals-moved', data: { signalIds: ['s1'] } }], mails: [], signals: [], state: { phase: 'candidate', signals: [{ id: 's2' }] } });
    // It comes back, and goes again.
    await life.signal({ signalId: 's1', creditorId: RENT });
    await leave('joined-2', 's1', RENT);
    await leave('joined-3', 's2', ENERGY);
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'drop-out', signals: [] });
  },

  'an objection ends the own signals; the case goes on for the other, and closes when nothing is left': async (life) => {
    await planned(life);
    const ends = (id: string, creditorId: string, by: string) =>
      life.match({ roundId: `objection-${by}`, stops: true, by: { id: by, actor: { id: 'desk', role: 'desk' } }, decisions: [{ signalId: id, creditorId, outcome: 'dropped', reason: 'objection' }] });
    await life.signal({ signalId: 's3', creditorId: RENT, roundId: 'twente-2040-03' });
    await ends('s1', RENT, 'first');
    expect(life.records().at(-1)).toMatchObject({ commandId: 'first', events: [{ type: 'signals-stopped', data: { signalIds: ['s1'] } }], mails: [{ template: 'signal-stopped', to: { id: RENT } }], state: { phase: 'feedback' } });
    // Told once more, or of what had dropped out before, nobody hears anything.
    await ends('s1', RENT, 'again');
    expect(life.records().at(-1)).toMatchObject({ events: [], mails: [] });
    await ends('s2', ENERGY, 'second');
    const end = life.records().at(-1)?.state;
    expect(end).toMatchObject({ phase: 'closed', ending: 'closed-early', result: 'not-taken-up-other' });
    // What waits for its match is matched, for the next case at the address.
    expect(end?.signals.map(({ state }) => state)).toEqual(['dropped', 'dropped', 'pending']);
  },

  'a closing for an objection is refused where others are left, and leaves their signals to the match': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT });
    await life.signal({ signalId: 's2', creditorId: ENERGY });
    await expect(life.act('close', { because: 'objection', signalIds: ['s1'] }, 'desk')).rejects.toMatchObject({ detail: { refusal: { rule: 'others' } } });
    await life.act('close', { because: 'objection', signalIds: ['s1', 's2'] }, 'desk');
    expect(life.records().at(-1)?.state.signals.map(({ state }) => state)).toEqual(['in-case', 'in-case']);
  },

  'who decides on an older picture is told what was done since, where it matters; what time brings does not': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    const { seq } = await life.state();
    await life.until('2040-03-14T23:00:00Z');
    await life.act('reassign', { teamId: 'team-hengelo' }, 'desk', seq);
    await life.act('record-attempt', visit('2040-03-14', 'reached'), 'caseworker', seq);
    const changed = { detail: { refusal: { code: 'changed', reason: 'Intussen is bereikt vastgelegd. Bekijk de zaak opnieuw en beslis dan.' } } };
    await expect(life.act('close', { because: 'paid' }, 'desk', seq)).rejects.toMatchObject(changed);
    // Said rather than that the phase is another now: nobody could know that.
    await expect(life.act('record-attempt', visit('2040-03-14', 'nobody-home', 'evening'), 'caseworker', seq)).rejects.toMatchObject(changed);
    await life.act('extend-deadline', { deadlineId: deadline(await life.state(), 'plan').id, dueOn: '2040-04-20' }, 'desk', seq);
    await life.act('close', { because: 'paid' }, 'desk', (await life.state()).seq);
    expect(life.records().at(-1)?.state.ending).toBe('closed-early');
  },

  'the same visit told twice is one attempt, unless it was another': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-05', 'nobody-home'));
    const twice = { detail: { refusal: { code: 'twice', by: 'caseworker', reason: expect.stringContaining('Al vastgelegd om 10:00 door {by}, was dit een andere poging?') } } };
    await expect(life.act('record-attempt', visit('2040-03-05', 'nobody-home'))).rejects.toMatchObject(twice);
    await life.act('record-attempt', { ...visit('2040-03-05', 'reached'), another: true });
    // The other of the team comes a moment later, when the case is at its plan already.
    await expect(life.act('record-attempt', visit('2040-03-05', 'reached'), 'desk')).rejects.toMatchObject(twice);
    expect((await life.state()).attempts).toHaveLength(2);
  },

  'three visits on one part of the day warn; two, or another part, do not': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    for (const day of ['2040-03-05', '2040-03-06', '2040-03-07']) {
      await life.until(noon(day));
      expect(said(life)).not.toContain('same-part-of-day');
      await life.act('record-attempt', visit(day, 'nobody-home', 'morning'));
    }
    expect(said(life).filter((type) => type === 'same-part-of-day')).toHaveLength(1);
    await life.act('correct-attempt', { attemptId: 'command-2', ...visit('2040-03-05', 'nobody-home', 'evening') });
    expect((await life.state()).attempts.map(({ partOfDay }) => partOfDay)).toEqual(['evening', 'morning', 'morning']);
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

  'dates that cannot be true are refused, and nothing is stored': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    const before = life.records().length;
    await expect(life.act('record-attempt', visit('2040-03-06', 'reached'))).rejects.toMatchObject({ detail: { refusal: { rule: 'not-future' } } });
    await expect(life.act('plan-appointment', { date: '2040-03-04', time: '09:30', place: 'door' })).rejects.toMatchObject({ detail: { refusal: { rule: 'not-past' } } });
    expect(life.records()).toHaveLength(before);
  },

  'a day that is closed moves what runs, once, and the timeline says why': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-14'));
    await life.act('record-attempt', visit('2040-03-14', 'nobody-home'));
    const replan = { changeId: 'c1', because: { because: 'closed-day-added', date: '2040-03-16', name: 'Sluitingsdag' } } as const;
    await life.replan(replan);
    await life.replan(replan);
    const state = await life.state();
    // A working day more for the next visit (21 March) and the feedback (16 April); what was met stays as it was.
    expect(['first-visit', 'next-visit', 'feedback'].map((kind) => deadline(state, kind as 'feedback').dueOn)).toEqual(['2040-03-19', '2040-03-22', '2040-04-17']);
    expect(said(life).filter((type) => type.endsWith('replanned'))).toEqual(['replanned', 'deadline-replanned', 'deadline-replanned']);
    // What starts from here on counts by the new day too.
    await life.act('record-attempt', visit('2040-03-14', 'nobody-home', 'evening'));
    expect(deadline(await life.state(), 'next-visit', 1).dueOn).toBe('2040-03-22');
  },

  'a breach that happened stays when a day is closed, and is told to be none by the calendar of later': async (life) => {
    await matched(life);
    await life.until('2040-03-12T23:00:00Z');
    expect(deadline(await life.state(), 'triage').state).toBe('breached');
    await life.replan({ changeId: 'c1', because: { because: 'closed-day-added', date: '2040-03-09', name: 'Sluitingsdag' } });
    expect(deadline(await life.state(), 'triage')).toMatchObject({ state: 'open', dueOn: '2040-03-13', breachedAt: '2040-03-12T23:00:00Z', moot: true });
    await life.until(noon('2040-03-13'));
    await life.act('go', {}, 'desk');
    expect(deadline(await life.state(), 'triage')).toMatchObject({ state: 'met', breachedAt: '2040-03-12T23:00:00Z', moot: true });
  },

  'a day that is open after all may bring a deadline into the past: late at that instant, never before': async (life) => {
    const because = { date: '2040-03-09', name: 'Sluitingsdag' } as const;
    await matched(life);
    await life.replan({ changeId: 'c1', because: { because: 'closed-day-added', ...because } });
    expect(deadline(await life.state(), 'triage').dueOn).toBe('2040-03-13');
    await life.until(noon('2040-03-13'));
    await life.replan({ changeId: 'c2', because: { because: 'closed-day-withdrawn', ...because } });
    const triage = deadline(await life.state(), 'triage');
    expect(triage).toMatchObject({ state: 'breached', dueOn: '2040-03-12' });
    const record = life.records().at(-1);
    expect([triage.breachedAt, record?.events.map(({ type }) => type)]).toEqual([record?.at, ['replanned', 'deadline-replanned', 'deadline-replanned', 'deadline-breached']]);
  },

  'what a correction opens again follows the policy of now, and is not late by it before': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-08'));
    await life.act('record-attempt', visit('2040-03-08', 'nobody-home'));
    await life.until(noon('2040-03-12'));
    const shorter = { ...policy, version: 'twente-2', deadlines: { ...policy.deadlines, 'first-visit': { ...policy.deadlines['first-visit'], term: { unit: 'calendarDays', amount: 2 } } } } as const;
    await life.replan({ changeId: 'c1', because: { because: 'policy', version: 'twente-2' }, policy: shorter });
    await life.act('correct-attempt', { kind: 'phone', date: '2040-03-08', outcome: 'nobody-home' });
    const corrected = life.records().at(-1);
    await life.until(noon('2040-03-13'));
    // By the terms of now its last day was 7 March; nobody knew that until the correction on the 12th.
    const { state, dueOn, breachedAt } = deadline(await life.state(), 'first-visit');
    expect([state, dueOn, breachedAt]).toEqual(['breached', '2040-03-07', corrected?.at]);
  },

  'a case keeps its policy until it is moved; a paused one is moved with what remains': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.until(noon('2040-03-08'));
    await life.act('pause', {});
    const longer = { ...policy, version: 'twente-2', deadlines: { ...policy.deadlines, 'first-visit': { ...policy.deadlines['first-visit'], term: { unit: 'calendarDays', amount: 21 } } } } as const;
    await life.replan({ changeId: 'c1', because: { because: 'policy', version: 'twente-2' }, policy: longer });
    const state = await life.state();
    // Due on 26 March instead of the 19th, eighteen days after the pause began.
    expect([state.policy.version, deadline(state, 'first-visit').remaining, deadline(state, 'feedback').remaining]).toEqual(['twente-2', 18, 25]);
    await life.until(noon('2040-03-12'));
    await life.act('resume', {});
    expect(deadline(await life.state(), 'first-visit')).toMatchObject({ state: 'open', dueOn: '2040-03-30' });
  },
};
