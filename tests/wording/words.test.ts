import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { systemCalendar } from '../../src/domain/calendar.ts';
import { dueBadge, dueGroup } from '../../src/wording/due.ts';
import { timelineSentence, timelineTypes } from '../../src/wording/timeline.ts';

const folder = new URL('../../src/domain/case/', import.meta.url);
const said = readdirSync(folder).flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/\bsay\(\s*step,\s*'([^']+)'/g)].map(([, type]) => type ?? ''));
const names = new Map([['woongoed-twente', 'Woongoed Twente']]);

describe('the words of the timeline', () => {
  test('exist for everything that a case says', () => {
    expect(said.length).toBeGreaterThan(30);
    expect([...new Set(said)].filter((type) => !timelineTypes.includes(type))).toEqual([]);
  });

  test('name creditors, days and outcomes in Dutch', () => {
    const sentence = (type: string, data: Record<string, unknown>) => timelineSentence({ type, data }, names);
    expect(sentence('signal-received', { creditorId: 'woongoed-twente', crisis: true })).toBe('Crisissignaal ontvangen van Woongoed Twente.');
    expect(sentence('attempt', { kind: 'visit', outcome: 'nobody-home', date: '2026-11-03', partOfDay: 'evening', visit: 2 })).toBe('Huisbezoek op 3 november 2026, avond (bezoek 2): niemand thuis.');
    expect(sentence('deadline-breached', { kind: 'first-visit', dueOn: '2026-11-08' })).toBe('Te laat: "Eerste bezoek" had klaar moeten zijn op 8 november 2026.');
    expect(sentence('closed', { ending: 'no-go', result: 'deceased' })).toBe('De zaak is gesloten, niet opgepakt: Inwoner is overleden.');
  });

  test('say why deadlines were planned anew, and what became of each', () => {
    const sentence = (type: string, data: Record<string, unknown>) => timelineSentence({ type, data }, names);
    const added = { because: 'closed-day-added', date: '2026-12-28', name: 'Sluitingsdag' };
    expect(sentence('replanned', { ...added, changeId: 'c', moved: 3, late: 0, room: 1 })).toBe(
      'Herpland, omdat 28 december 2026 (Sluitingsdag) een gesloten dag werd: 3 termijnen zijn veranderd (1 weer op tijd).',
    );
    expect(sentence('replanned', { because: 'policy', version: 'twente-2', changeId: 'c', moved: 0, late: 0, room: 0 })).toBe('Herpland, door beleidsversie twente-2: er verandert geen termijn.');
    expect(sentence('deadline-replanned', { ...added, kind: 'triage', from: '2026-12-29', to: '2026-12-30', effect: 'later' })).toBe(
      'Termijn "Triage" herpland van 29 december 2026 naar 30 december 2026, omdat 28 december 2026 (Sluitingsdag) een gesloten dag werd.',
    );
    expect(sentence('deadline-replanned', { because: 'policy', version: 'twente-2', kind: 'plan', from: '2026-12-29', to: '2026-12-22', effect: 'late' })).toMatch(/door beleidsversie twente-2; die dag is al geweest, dus te laat\.$/);
  });

  test('name an event of a later release rather than hide it', () => {
    expect(timelineSentence({ type: 'moved-to-mars', data: {} }, names)).toContain('moved-to-mars');
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
