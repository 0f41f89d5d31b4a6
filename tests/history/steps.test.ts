import { describe, expect, test } from '@jest/globals';
import { readEvent } from '../../src/domain/case/events.ts';
import { factsOf, idOf } from '../../src/history/events.ts';
import { foldRuns, type FoldedCase } from '../../src/history/fold.ts';
import { groupsOf } from '../../src/history/steps.ts';
import { stepInWords, type HistoryStep } from '../../src/wording/sentences/history.ts';
import { eventSentence } from '../../src/wording/sentences/timeline.ts';
import { keptLives, type History } from '../../testkit/engine/histories.ts';

const kept = await keptLives();
const names = new Map([['woongoed-twente', 'Woongoed Twente'], ['oost-energie', 'Oost Energie']]);

function told(history: History): { folded: FoldedCase; steps: HistoryStep[] } {
  const facts = factsOf(history);
  const folded = foldRuns([facts]);
  const toldBy = (eventId: number) => folded.records.flatMap((record, n) => (folded.origins[n]?.eventId === eventId ? [{ record, before: folded.records[n - 1]?.state ?? null }] : []));
  const groups = groupsOf(history, facts, (eventId) => toldBy(eventId).length > 0);
  return { folded, steps: groups.map((group) => stepInWords(group, toldBy(group.eventId), names)) };
}

const life = (part: string): HistoryStep[] => {
  const found = kept.find(({ name }) => name.includes(part));
  if (found === undefined) throw new Error(`no history of "${part}"`);
  return told(found.history).steps;
};

describe('a history a business step at a time', () => {
  test.each(kept)('holds each event once, in order, and tells each thing that happened once: $name', ({ history }) => {
    const { folded, steps } = told(history);
    expect(steps.flatMap(({ eventIds }) => eventIds).sort((a, b) => a - b)).toEqual((history.events ?? []).map(idOf));
    for (const { eventIds } of steps) expect(eventIds).toEqual([...eventIds].sort((a, b) => a - b));
    const happened = steps.flatMap(({ happenings }) => happenings.filter(({ timelineKey }) => timelineKey !== null).map(({ timelineKey, at, sentence }) => ({ timelineKey, at, sentence })));
    expect(happened).toEqual(folded.records.flatMap(({ state, events }) => events.map((event, n) => ({ timelineKey: `${state.seq}.${n}`, at: event.at, sentence: eventSentence(event, names, event.at) }))));
  });

  test.each(kept)('tells events that can be read as they are kept: $name', ({ history }) => {
    const events = foldRuns([factsOf(history)]).records.flatMap((record) => record.events);
    expect(events.length).toBeGreaterThan(0);
    expect(events.map(readEvent)).toEqual(events.map(({ type, data }) => ({ type, data })));
  });

  test('says of a timer which moment came: a warning, a breach, the question of the re-check', () => {
    const timers = (part: string) => life(part).filter(({ kind }) => kind === 'timer').map(({ sentence }) => sentence);
    const [warned, breached] = timers('nobody-acts');
    expect(warned).toMatch(/^Waarschuwing: "Triage" moet klaar zijn op \d+ maart 2040\.$/);
    expect(breached).toMatch(/^(Waarschuwing|Te laat): /);
    expect(timers('nobody-acts').filter((sentence) => sentence.startsWith('Te laat: "Triage"'))).toHaveLength(1);
    expect(timers('re-check-silence')).toContain('Heropaf: aan 2 schuldeisers gevraagd of de lopende kosten worden betaald.');
    const silence = life('re-check-silence').find(({ sentence }) => sentence.startsWith('Te laat: "Antwoord op de heropaf"'));
    expect(silence?.happenings.map(({ sentence }) => sentence)).toContain('Herinnering aan Oost Energie: er kwam geen antwoord op de heropaf.');
  });

  test('says that the time to undo is over, which the timeline does not', () => {
    const over = life('a-decision-for-many').filter(({ happenings }) => happenings.some(({ timelineKey }) => timelineKey === null));
    expect(over.map(({ kind, sentence }) => [kind, sentence])).toEqual([['timer', 'De tijd om het besluit "go" ongedaan te maken is voorbij: het besluit geldt.']]);
  });

  test('says of a message what came of it, by whom and by which command', () => {
    const steps = life('straight-through');
    expect(steps.map(({ name }) => name).slice(0, 5)).toEqual(['start', 'addSignal', 'addSignal', 'applyMatch', 'go']);
    expect(steps[1]).toMatchObject({ sentence: 'Signaal ontvangen van Woongoed Twente.', actor: { role: 'system' }, commandId: 'signal-s1' });
    expect(steps.find(({ name }) => name === 'record-attempt')).toMatchObject({ sentence: 'Huisbezoek op 14 maart 2040, ochtend (bezoek 1): niemand thuis.', actor: { role: 'caseworker' } });
    expect(steps.at(-1)).toMatchObject({ kind: 'end', sentence: 'De zaak is afgerond.', actor: null });
  });

  test('has words for every step', () => {
    const plain = kept.flatMap(({ name, history }) => told(history).steps.filter(({ sentence }) => /moment is bereikt|^Bericht/.test(sentence)).map(({ at }) => `${name} ${at}`));
    expect(plain).toEqual([]);
  });
});
