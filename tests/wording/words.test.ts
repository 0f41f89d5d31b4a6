import { describe, expect, test } from '@jest/globals';
import { systemCalendar } from '../../src/domain/time/calendar.ts';
import { readEvent } from '../../src/domain/case/events.ts';
import { dueGroup } from '../../src/domain/deadlines/due.ts';
import { dueBadge } from '../../src/wording/sentences/due.ts';
import { eventSentence } from '../../src/wording/sentences/timeline.ts';

const names = new Map([['woongoed-twente', 'Woongoed Twente']]);
const sentence = (type: string, data: Record<string, unknown>) => eventSentence(readEvent({ type, data }), names);

describe('the words of the timeline', () => {
  test('name creditors, days and outcomes in Dutch', () => {
    expect(sentence('signal-received', { signalId: 's', creditorId: 'woongoed-twente', crisis: true })).toBe('Crisissignaal ontvangen van Woongoed Twente.');
    expect(sentence('attempt', { kind: 'visit', outcome: 'nobody-home', date: '2026-11-03', partOfDay: 'evening', visit: 2 })).toBe('Huisbezoek op 3 november 2026, avond (bezoek 2): niemand thuis.');
    expect(sentence('deadline-breached', { deadlineId: 'd', kind: 'first-visit', dueOn: '2026-11-08' })).toBe('Te laat: "Eerste bezoek" had klaar moeten zijn op 8 november 2026.');
    expect(sentence('closed', { ending: 'no-go', result: 'deceased' })).toBe('De zaak is gesloten, niet opgepakt: Inwoner is overleden.');
    expect(sentence('consent', { purpose: 'share-with-service', state: 'withdrawn', on: '2026-11-03', how: 'phone', personId: 'p' })).toBe('Toestemming ingetrokken op 3 november 2026: gegevens en plan delen met de dienst die het overneemt.');
  });

  test('say why deadlines were planned anew, and what became of each', () => {
    const added = { because: 'closed-day-added', date: '2026-12-28', name: 'Sluitingsdag' };
    expect(sentence('replanned', { ...added, changeId: 'c', moved: 3, late: 0, room: 1 })).toBe(
      'Herpland, omdat 28 december 2026 (Sluitingsdag) een gesloten dag werd: 3 termijnen zijn veranderd (1 weer op tijd).',
    );
    expect(sentence('replanned', { because: 'policy', version: 'twente-2', changeId: 'c', moved: 0, late: 0, room: 0 })).toBe('Herpland, door beleidsversie twente-2: er verandert geen termijn.');
    expect(sentence('deadline-replanned', { ...added, deadlineId: 'd', kind: 'triage', from: '2026-12-29', to: '2026-12-30', effect: 'later' })).toBe(
      'Termijn "Triage" herpland van 29 december 2026 naar 30 december 2026, omdat 28 december 2026 (Sluitingsdag) een gesloten dag werd.',
    );
    expect(sentence('deadline-replanned', { because: 'policy', version: 'twente-2', deadlineId: 'd', kind: 'plan', from: '2026-12-29', to: '2026-12-22', effect: 'late' })).toMatch(/door beleidsversie twente-2; die dag is al geweest, dus te laat\.$/);
  });

  test('show both moments of what was recorded on a later day', () => {
    const told = (data: object, at: string, type = 'first-talk') => eventSentence(readEvent({ type, data }), names, at);
    expect(told({ date: '2026-11-03' }, '2026-11-15T10:00:00Z')).toBe('Eerste gesprek bij schuldhulpverlening op 3 november 2026 (vastgelegd op 15 november 2026).');
    expect(told({ date: '2026-11-03' }, '2026-11-03T22:30:00Z')).toBe('Eerste gesprek bij schuldhulpverlening op 3 november 2026.');
    expect(told({ date: '2026-11-03' }, '2026-11-15T10:00:00Z', 'hand-over-confirmed')).toBe('De overdracht is bevestigd op 3 november 2026 (vastgelegd op 15 november 2026).');
    expect(told({ handOverId: 'h', date: '2026-11-03' }, '2026-11-15T10:00:00Z', 'hand-over-offered')).toBe('Een warme overdracht is aangeboden op 3 november 2026 (vastgelegd op 15 november 2026).');
    expect(told({ urgent: false, date: '2026-11-03' }, '2026-11-15T10:00:00Z', 'problematic-debts')).toBe('Problematische schulden vastgesteld op 3 november 2026 (vastgelegd op 15 november 2026).');
    expect(told({}, '2026-11-15T10:00:00Z', 'referred')).toBe('Schuldhulpverlening is ingeschakeld.');
  });

  test('tell what earlier releases stored', () => {
    expect(sentence('signal-joined', { signalId: 's', creditorId: 'woongoed-twente', because: null })).toBe('Signaal van Woongoed Twente bij deze zaak gevoegd.');
    expect(sentence('revisit', { cycle: 1 })).toBe('De bezoeken beginnen opnieuw, na een heropaf (keer 1).');
    expect(sentence('attempt-corrected', { from: 'reached', to: 'nobody-home' })).toBe('Uitkomst gecorrigeerd: was "bereikt", is "niemand thuis".');
  });

  test('name an event of a later release rather than hide it', () => {
    expect(sentence('moved-to-mars', {})).toBe('Gebeurtenis "moved-to-mars".');
    expect(sentence('appointment', { date: '2026-11-03', partOfDay: 'evening', place: 'on-mars' })).toBe('Gebeurtenis "appointment".');
  });
});

describe('the words of a last day', () => {
  const badge = (dueOn: string, today: string) => dueBadge(dueOn, today, systemCalendar);

  test('count working days, one in the singular', () => {
    expect(badge('2026-11-23', '2026-11-23')).toBe('vandaag');
    expect(badge('2026-11-26', '2026-11-23')).toBe('nog 3 werkdagen');
    expect(badge('2026-11-24', '2026-11-23')).toBe('nog 1 werkdag');
    expect(badge('2026-11-19', '2026-11-23')).toBe('2 werkdagen te laat');
  });

  test('skip holidays and decree days', () => {
    expect(badge('2026-05-18', '2026-05-12')).toBe('nog 2 werkdagen');
  });

  test('fall back on days where no working day lies between', () => {
    expect(badge('2026-11-20', '2026-11-22')).toBe('2 dagen te laat');
    expect(badge('2026-11-22', '2026-11-21')).toBe('nog 1 dag');
  });

  test('group by late, today, soon within five working days, later', () => {
    const group = (dueOn: string) => dueGroup(dueOn, '2026-11-23', systemCalendar);
    expect(['2026-11-22', '2026-11-23', '2026-11-30', '2026-12-01'].map(group)).toEqual(['late', 'today', 'soon', 'later']);
  });
});
