/** Terms: pauses, extensions, late recording, changed days and rules. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, matched, noon, PLAN, policy, RENT, said, saidAt, visit, type Lives } from '../life.ts';
import { sentAt } from './steps.ts';

export const terms: Lives = {
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
