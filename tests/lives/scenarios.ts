/** Whole lives, each with what it guarantees. They run on the pure steps and on the engine alike. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, FEEDBACK, mailed, matched, noon, PLAN, planned, policy, Refused, RENT, said, saidAt, visit, type Life } from './life.ts';

/** Feedback on 28 March 2040; six months later, on 28 September, creditors are asked. */
async function monitored(life: Life): Promise<void> {
  await planned(life);
  await life.until(noon('2040-03-28'));
  await life.act('send-feedback', { feedbackId: FEEDBACK });
}

const answer = (life: Life, creditorId: string, paying: boolean) => life.act('answer-re-check', { creditorId, paying }, 'creditor');

export const scenarios: Record<string, (life: Life) => Promise<void>> = {
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
    await expect(life.act('record-attempt', visit('2040-03-22', 'nobody-home'))).rejects.toMatchObject({ detail: { refusal: { code: 'wrong-phase' } } });
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

  'unsafe: visits stop until the desk decides': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    await life.act('record-attempt', visit('2040-03-05', 'unsafe'));
    await expect(life.act('record-attempt', visit('2040-03-05', 'reached'))).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
    expect(mailed(life)).toContain('visits-stopped → desk');
    await life.act('resume-visits', {}, 'desk');
    expect(deadline(await life.state(), 'next-visit').dueOn).toBe('2040-03-12');
    await life.act('record-attempt', visit('2040-03-05', 'unsafe'));
    await life.act('end-visits', {}, 'desk');
    expect(await life.state()).toMatchObject({ phase: 'feedback', result: 'never-reached' });
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
    await answer(life, ENERGY, true);
    expect(life.records().at(-1)?.state).toMatchObject({ ending: 'recovered' });
    expect(life.records().at(-1)?.state.deadlines.filter((d) => d.creditorId === ENERGY).map((d) => d.state)).toEqual(['met-late', 'met-late']);
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

  'arrears that join after the feedback are fed back too; the re-check stays': async (life) => {
    await monitored(life);
    await life.signal({ signalId: 's3', creditorId: 'zorgzeker' });
    await life.match({ roundId: 'twente-2040-04', decisions: [{ signalId: 's3', creditorId: 'zorgzeker', outcome: 'in-case', reason: 'other' }] });
    expect(mailed(life)).toContain('go → zorgzeker');
    expect(deadline(await life.state(), 'feedback', 1).state).toBe('open');
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    const state = await life.state();
    expect(state.phase).toBe('monitoring');
    expect(deadline(state, 'feedback', 1).state).toBe('met');
    expect(deadline(state, 're-check').state).toBe('open');
    await expect(life.act('send-feedback', { feedbackId: FEEDBACK })).rejects.toMatchObject({ detail: { refusal: { code: 'not-now' } } });
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

  'dates that cannot be true are refused, and nothing is stored': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    const before = life.records().length;
    await expect(life.act('record-attempt', visit('2040-03-06', 'reached'))).rejects.toMatchObject({ detail: { refusal: { rule: 'not-future' } } });
    await expect(life.act('plan-appointment', { date: '2040-03-04', partOfDay: 'morning', place: 'door' })).rejects.toMatchObject({ detail: { refusal: { rule: 'not-past' } } });
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
