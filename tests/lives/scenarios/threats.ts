/** Lives of households whose supply ends or who must leave their home on a day. */
import { expect } from '@jest/globals';
import { monitored } from './steps.ts';
import { deadline, ENERGY, FEEDBACK, mailed, matched, noon, PLAN, planned, Refused, RENT, said, saidAt, visit, type Life, type Lives } from '../life.ts';

/** Monday 5 March 2040 plus; 30 March is Good Friday, 2 April Easter Monday. */
const evicted = (signalId: string, endsOn: string, receivedAt: string, updates?: string[]) =>
  ({ signalId, creditorId: RENT, verdict: 'in-case', reason: 'crisis', crisis: true, kind: 'eviction', endsOn, receivedAt, ...(updates === undefined ? {} : { updates }) }) as const;

const signals = async (life: Life) => (await life.state()).signals.map(({ id, state, reason }) => `${id} ${state} ${reason ?? ''}`.trim());

/** After a talk on 22 March. */
async function talked(life: Life): Promise<void> {
  await matched(life);
  await life.act('go', {}, 'desk');
  await life.until(noon('2040-03-14'));
  await life.act('record-attempt', visit('2040-03-14', 'reached'));
}

export const threats: Lives = {
  'an eviction asks for an offer of its own, five working days before the day, though the resident was reached': async (life) => {
    await talked(life);
    await life.until(noon('2040-03-15'));
    await life.signal(evicted('s3', '2040-04-09', noon('2040-03-15'), ['s1']));
    // Back from Monday 9 April: 6, 5, 4, 3 April and, past Easter, Thursday 29 March.
    expect(deadline(await life.state(), 'before-eviction')).toMatchObject({ state: 'open', owner: 'caseworker', dueOn: '2040-03-29', endsOn: '2040-04-09', creditorId: RENT });
    expect(await signals(life)).toEqual(['s1 dropped replaced', 's2 in-case', 's3 in-case crisis']);
    expect(mailed(life).slice(-2)).toEqual(['crisis → desk', 'crisis → team']);
    expect(life.records().at(-1)?.mails.at(-1)?.data).toMatchObject({ kind: 'eviction', endsOn: '2040-04-09' });
    // What was done before it is no offer; neither is a letter.
    await life.until(noon('2040-03-16'));
    await life.act('record-attempt', { kind: 'phone', outcome: 'reached', date: '2040-03-14', another: true });
    await life.act('record-attempt', { kind: 'letter', outcome: 'nobody-home', date: '2040-03-16' });
    expect(deadline(await life.state(), 'before-eviction').state).toBe('open');
    await life.until(noon('2040-03-28'));
    expect(saidAt(life, 'deadline-warned').filter((at) => at.startsWith('before-eviction'))).toEqual(['before-eviction 2040-03-26T22:00:00Z']);
    await life.act('record-attempt', { kind: 'phone', outcome: 'reached', date: '2040-03-28' });
    expect(deadline(await life.state(), 'before-eviction').state).toBe('met');
    await life.act('take-back-attempt', {});
    expect(deadline(await life.state(), 'before-eviction').state).toBe('open');
    await life.until('2040-03-29T22:00:00Z');
    expect(deadline(await life.state(), 'before-eviction')).toMatchObject({ state: 'breached', breachedAt: expect.stringContaining('2040-03-29T22:00:00') });
  },

  'a day that is told late leaves the next working day, and none is later than the day itself': async (life) => {
    await matched(life);
    await life.until(noon('2040-03-29'));
    await life.signal(evicted('s3', '2040-04-06', noon('2040-03-29'), ['s1']));
    expect(deadline(await life.state(), 'before-eviction').dueOn).toBe('2040-04-03');
    await life.signal({ ...evicted('s4', '2040-03-31', noon('2040-03-29')), creditorId: ENERGY, kind: 'end-of-supply' });
    expect(deadline(await life.state(), 'before-end-of-supply')).toMatchObject({ dueOn: '2040-03-31', state: 'open' });
  },

  'another day moves the deadline; once the offer was made it stays made': async (life) => {
    await talked(life);
    await life.signal(evicted('s3', '2040-04-09', noon('2040-03-14'), ['s1']));
    await life.until(noon('2040-03-15'));
    await life.signal(evicted('s4', '2040-05-14', noon('2040-03-15'), ['s3']));
    expect(deadline(await life.state(), 'before-eviction', 0)).toMatchObject({ state: 'cancelled' });
    // Back from Monday 14 May: 11, 9, 8, 7 and 4 May; the 10th is Ascension.
    expect(deadline(await life.state(), 'before-eviction', 1)).toMatchObject({ state: 'open', dueOn: '2040-05-04' });
    expect(life.records().at(-1)?.events).toContainEqual(expect.objectContaining({ type: 'day-moved', data: { signalId: 's4', creditorId: RENT, kind: 'eviction', from: '2040-04-09', to: '2040-05-14' } }));
    await life.act('record-attempt', visit('2040-03-15', 'nobody-home', 'morning'));
    expect(deadline(await life.state(), 'before-eviction', 1).state).toBe('met');
    await life.signal(evicted('s5', '2040-06-01', noon('2040-03-15'), ['s4']));
    expect((await life.state()).deadlines.filter(({ kind }) => kind === 'before-eviction')).toHaveLength(2);
    expect(await signals(life)).toEqual(['s1 dropped replaced', 's2 in-case', 's3 dropped replaced', 's4 dropped replaced', 's5 in-case crisis']);
  },

  'a pause does not hold up the day: its owner is warned, and it is late, meanwhile; nobody extends beyond it': async (life) => {
    await talked(life);
    await life.signal(evicted('s3', '2040-04-09', noon('2040-03-14'), ['s1']));
    await life.act('pause', {});
    expect(deadline(await life.state(), 'before-eviction').state).toBe('open');
    const { id } = deadline(await life.state(), 'before-eviction');
    await expect(life.act('extend-deadline', { deadlineId: id, dueOn: '2040-04-10' }, 'desk')).rejects.toThrow(Refused);
    await life.until('2040-03-29T22:00:00Z');
    expect(saidAt(life, 'deadline-warned')).toEqual(['before-eviction 2040-03-26T22:00:00Z']);
    expect(saidAt(life, 'deadline-breached')).toEqual(['before-eviction 2040-03-29T22:00:00Z']);
    await life.act('resume', {});
    await life.act('close', { because: 'paid' }, 'desk');
    expect((await life.state()).deadlines.every(({ endedAt }) => endedAt !== null)).toBe(true);
  },

  'a changed policy and a closed day move it, back from the day': async (life) => {
    await talked(life);
    await life.signal(evicted('s3', '2040-04-09', noon('2040-03-14'), ['s1']));
    await life.replan({ changeId: 'one', because: { because: 'closed-day-added', date: '2040-04-04', name: 'Sluitingsdag' } });
    expect(deadline(await life.state(), 'before-eviction').dueOn).toBe('2040-03-28');
    const { policy } = await life.state();
    const rule = { ...policy.deadlines['before-eviction'], term: { unit: 'calendarDays' as const, amount: 9 } };
    await life.replan({ changeId: 'two', because: { because: 'policy', version: 'two' }, policy: { ...policy, version: 'two', deadlines: { ...policy.deadlines, 'before-eviction': rule } } });
    // Nine days before is Saturday 31 March, and 30 March is Good Friday.
    expect(deadline(await life.state(), 'before-eviction').dueOn).toBe('2040-03-29');
  },

  'what is told anew takes the place of what was told, with the feedback that is owed; after the feedback it has work of its own': async (life) => {
    await planned(life);
    const updated = (signalId: string, updates: string[]) => ({ signalId, creditorId: RENT, verdict: 'in-case', reason: 'updated', kind: 'updated', updates }) as const;
    await life.signal(updated('s3', ['s1']));
    expect(await signals(life)).toEqual(['s1 dropped replaced', 's2 in-case', 's3 in-case updated']);
    expect(said(life).at(-1)).toBe('signal-updated');
    expect(mailed(life).at(-1)).toBe('signal-joined → team');
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    expect(await life.state()).toMatchObject({ phase: 'monitoring', planId: PLAN });
    expect(life.records().at(-1)?.events[0]?.data).toMatchObject({ signalIds: ['s2', 's3'] });
    await life.match({ roundId: 'twente-2040-04', decisions: [{ signalId: 's4', creditorId: RENT, outcome: 'in-case', reason: 'updated', updates: ['s3'] }] });
    expect(await signals(life)).toEqual(['s1 dropped replaced', 's2 in-case', 's3 dropped replaced', 's4 in-case updated']);
    expect((await life.state()).signals.at(-1)).toMatchObject({ owed: true, late: {} });
  },

  'a day that its creditor withdraws asks for no offer any more; the arrears, the other day and the case go on': async (life) => {
    await talked(life);
    await life.signal(evicted('s3', '2040-04-09', noon('2040-03-15'), ['s1']));
    await life.signal({ ...evicted('s4', '2040-04-30', noon('2040-03-15')), creditorId: ENERGY, kind: 'end-of-supply' });
    await expect(life.act('withdraw-day', { signalId: 's2' }, 'creditor')).rejects.toMatchObject({ detail: { refusal: { rule: 'day' } } });
    const { phase } = await life.state();
    await life.act('withdraw-day', { signalId: 's3' }, 'creditor');
    const state = await life.state();
    expect(state.phase).toBe(phase);
    expect(deadline(state, 'before-eviction')).toMatchObject({ state: 'cancelled' });
    expect(deadline(state, 'before-end-of-supply')).toMatchObject({ state: 'open' });
    expect(state.signals.find(({ id }) => id === 's3')).toMatchObject({ state: 'in-case', dayWithdrawn: true });
    expect(mailed(life).slice(-2)).toEqual(['day-withdrawn → desk', 'day-withdrawn → team']);
    await expect(life.act('withdraw-day', { signalId: 's3' }, 'desk')).rejects.toMatchObject({ detail: { refusal: { rule: 'day' } } });
  },

  'a day far ahead can be withdrawn until its case closes': async (life) => {
    await monitored(life);
    await life.signal({ ...evicted('s3', '2041-01-14', noon('2040-03-28'), ['s1']), crisis: false, reason: 'updated' });
    await life.act('mark-covered', { signalId: 's3' });
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    await life.until(noon('2040-09-28'));
    expect(await life.state()).toMatchObject({ phase: 're-check' });
    await life.act('withdraw-day', { signalId: 's3' }, 'desk');
    expect(await life.state()).toMatchObject({ phase: 're-check' });
    expect(deadline(await life.state(), 'before-eviction').state).toBe('cancelled');
  },

  'a case that opens again counts the days that are still to come': async (life) => {
    await talked(life);
    await life.signal(evicted('s3', '2040-04-09', noon('2040-03-14'), ['s1']));
    await life.act('close', { because: 'paid' }, 'desk');
    await life.until(noon('2040-03-16'));
    await life.act('reopen', { to: 'visiting' }, 'desk');
    expect(deadline(await life.state(), 'before-eviction', 1)).toMatchObject({ state: 'open', dueOn: '2040-03-29' });
  },
};
