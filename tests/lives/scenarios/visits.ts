/** Visits, appointments and what makes them unsafe. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, FEEDBACK, mailed, matched, noon, planned, RENT, said, visit, type Lives } from '../life.ts';
import { answer } from './steps.ts';

export const visits: Lives = {
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

  'where it was not safe an appointment counts as a visit too: never more of them than the policy allows': async (life) => {
    await matched(life);
    await life.act('go', {}, 'desk');
    const meet = (partOfDay: 'morning' | 'afternoon' | 'evening', outcome: 'unsafe' | 'nobody-home') => life.act('record-attempt', { kind: 'appointment', place: 'town-hall', date: '2040-03-05', partOfDay, outcome });
    await life.act('record-attempt', visit('2040-03-05', 'unsafe', 'morning'));
    await meet('morning', 'unsafe');
    await meet('afternoon', 'unsafe');
    await expect(meet('evening', 'unsafe')).rejects.toMatchObject({ detail: { refusal: { rule: 'max-visits' } } });
    await expect(life.act('plan-appointment', { date: '2040-03-06', time: '10:00', place: 'town-hall', caseworkerId: 'c' }, 'desk')).rejects.toMatchObject({ detail: { refusal: { rule: 'max-visits' } } });
    await expect(life.act('resume-visits', {}, 'desk')).rejects.toMatchObject({ detail: { refusal: { rule: 'max-visits' } } });
    // One that was none makes room for another.
    await life.act('take-back-attempt', {});
    await meet('evening', 'nobody-home');
    expect((await life.state()).phase).toBe('feedback');
    await expect(life.act('record-attempt', { kind: 'appointment', place: 'town-hall', date: '2040-03-05', partOfDay: 'afternoon', outcome: 'nobody-home' })).rejects.toMatchObject({ detail: { refusal: { rule: 'max-visits' } } });
    await life.act('record-attempt', { kind: 'phone', date: '2040-03-05', outcome: 'nobody-home' });
  },
};
