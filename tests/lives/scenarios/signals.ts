/** Signals that join, leave, drop out or are objected to. */
import { expect } from '@jest/globals';
import { deadline, ENERGY, FEEDBACK, mailed, noon, PLAN, planned, RENT, visit, type Lives } from '../life.ts';
import { answer, HEALTH, joins, monitored } from './steps.ts';

export const signals: Lives = {
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

  'a candidate can be closed, and its creditors hear it': async (life) => {
    await life.signal({ signalId: 's1', creditorId: RENT });
    await life.act('close', { because: 'objection' }, 'desk');
    expect(life.records().at(-1)?.state).toMatchObject({ phase: 'closed', ending: 'closed-early' });
    expect(mailed(life)).toEqual([`case-closed → ${RENT}`]);
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
};
