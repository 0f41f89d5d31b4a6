import { describe, expect, test } from '@jest/globals';
import { forecastOf, type ForecastMoment } from '../../src/domain/case/forecast.ts';
import { passTime } from '../../src/domain/case/life.ts';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { happeningsOf, toldOf } from '../../src/wording/sentences/forecast.ts';
import { FEEDBACK, matched, noon, planned, RENT } from '../lives/life.ts';
import { pureLife } from '../lives/pure-life.ts';
import { scenarios } from '../lives/scenarios/index.ts';

const yearAfter = (at: string) => new Date(Date.parse(at) + 365 * 86_400_000).toISOString();

const told = ({ at, events, mails, phase }: ForecastMoment) => ({ at, said: events.map(({ type, data }) => [type, data]), mails, phase });
const happened = ({ at, events, mails, state }: CaseRecord) => ({ at, said: events.map(({ type, data }) => [type, data]), mails, phase: state.phase });

describe('a forecast agrees with what then happens when nobody acts', () => {
  test.each(Object.entries(scenarios))('%s', async (_, live) => {
    const life = pureLife();
    await live(life);
    const state = await life.state();
    const lived = life.records().length;
    const until = yearAfter(life.records().at(-1)?.at ?? '');
    const { moments } = forecastOf(state, until);
    await life.until(until);
    expect(moments.map(told)).toEqual(life.records().slice(lived).map(happened));
  });

  test.each(Object.entries(scenarios))('from every step of it, in one leap: %s', async (_, live) => {
    const life = pureLife();
    await live(life);
    for (const { state, at } of life.records()) {
      const { moments } = forecastOf(state, yearAfter(at));
      const leapt = passTime(state, yearAfter(at));
      expect(moments.flatMap(({ events }) => events)).toEqual(leapt?.events ?? []);
      expect(moments.flatMap(({ mails }) => mails)).toEqual(leapt?.mails ?? []);
      expect(moments.at(-1)?.phase ?? state.phase).toBe(leapt?.state.phase ?? state.phase);
    }
  });
});

describe('a forecast', () => {
  const inTriage = async (): Promise<CaseState> => {
    const life = pureLife();
    await matched(life);
    return life.state();
  };
  const names = new Map([[RENT, 'Woongoed Twente']]);
  const lines = (moments: readonly ForecastMoment[]) =>
    moments.map((moment) => [moment.at, happeningsOf(moment, names).map(({ sentence }) => sentence).join(' '), toldOf(moment, names).map(({ who }) => who).join(', '), moment.phase]);

  test('says when, what, who is told, and the phase after', async () => {
    const { moments, end } = forecastOf(await inTriage(), '2041-03-05T09:00:00Z');
    expect(end).toBe('nothing-left');
    expect(lines(moments)).toEqual([
      ['2040-03-08T23:00:00Z', 'Waarschuwing: "Triage" moet klaar zijn op 12 maart 2040.', 'Meldpunt', 'triage'],
      ['2040-03-12T23:00:00Z', 'Termijn verstreken: "Triage" moest klaar zijn op 12 maart 2040.', 'Meldpunt, Projectleider', 'triage'],
      ['2040-03-14T23:00:00Z', 'Waarschuwing: "Eerste bezoek" moet klaar zijn op 19 maart 2040.', 'Team', 'triage'],
      ['2040-03-19T23:00:00Z', 'Termijn verstreken: "Eerste bezoek" moest klaar zijn op 19 maart 2040.', 'Team, Projectleider', 'triage'],
      ['2040-04-08T22:00:00Z', 'Waarschuwing: "Terugkoppeling" moet klaar zijn op 16 april 2040.', 'Team', 'triage'],
      ['2040-04-16T22:00:00Z', 'Termijn verstreken: "Terugkoppeling" moest klaar zijn op 16 april 2040.', 'Team, Projectleider', 'triage'],
    ]);
  });

  test('goes through the re-check, its reminders and the silence after them', async () => {
    const life = pureLife();
    await planned(life);
    await life.until(noon('2040-03-28'));
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    const { moments } = forecastOf(await life.state(), '2041-03-28T11:00:00Z');
    expect(moments.map(({ at, phase }) => `${at} ${phase}`)[0]).toBe('2040-09-27T22:00:00Z re-check');
    expect(moments.flatMap((moment) => happeningsOf(moment, names).map(({ kind }) => kind))).toEqual([
      're-check', 'warning', 'warning', 'breach', 'reminder', 'breach', 'reminder', 'breach', 'silence', 'breach', 'silence',
      // The project leader's decision has a term of its own.
      'warning', 'breach',
    ]);
    expect(lines(moments).at(-3)?.[1]).toContain('Woongoed Twente gaf ook na de herinnering geen antwoord; de projectleider beslist.');
    expect(moments.flatMap((moment) => toldOf(moment, names)).filter(({ template }) => template === 'decision-needed').map(({ who }) => who)).toEqual(['Projectleider']);
  });

  test('says when a decision that can be undone takes effect', async () => {
    const life = pureLife();
    await matched(life);
    await life.act('go', { undoable: true }, 'desk');
    const [first] = forecastOf(await life.state(), '2041-03-05T09:00:00Z').moments;
    expect(first).toMatchObject({ at: '2040-03-05T09:10:00.000Z', inEffect: 'go', phase: 'visiting' });
    expect(first === undefined ? [] : happeningsOf(first, names)).toMatchObject([{ kind: 'in-effect', sentence: 'Het besluit go gaat in.' }]);
  });

  test('ends at its horizon, the horizon itself included', async () => {
    const state = await inTriage();
    expect(forecastOf(state, '2040-03-12T23:00:00Z')).toMatchObject({ end: 'horizon', moments: [{}, {}] });
    expect(forecastOf(state, '2040-03-12T22:59:59Z').moments).toHaveLength(1);
  });

  test('is empty while paused and after the closing', async () => {
    const life = pureLife();
    await matched(life);
    await life.act('pause', {});
    expect(forecastOf(await life.state(), '2050-01-01T00:00:00Z')).toEqual({ moments: [], end: 'nothing-left' });
    await life.act('close', { because: 'paid' }, 'project-leader');
    expect(forecastOf(await life.state(), '2050-01-01T00:00:00Z')).toEqual({ moments: [], end: 'nothing-left' });
  });

  test('says that it was cut short', async () => {
    expect(forecastOf(await inTriage(), '2041-03-05T09:00:00Z', 2)).toMatchObject({ end: 'too-many', moments: [{}, {}] });
  });
});
