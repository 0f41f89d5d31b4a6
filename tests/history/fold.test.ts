import { describe, expect, test } from '@jest/globals';
import { factsOf, Unfoldable } from '../../src/history/events.ts';
import { foldRuns, storedSeqOf, upTo } from '../../src/history/fold.ts';
import { keptLives } from '../../testkit/engine/histories.ts';
import { listeningBundle, replayedRecords } from './replayed.ts';

const kept = await keptLives();
const [sample] = kept.map(({ history }) => factsOf(history));
if (sample === undefined) throw new Error('no history is kept');

describe('folding a history', () => {
  const bundle = listeningBundle();

  test.each(kept)('gives every record that the workflow itself made, to the millisecond: $name', async ({ history }) => {
    const { records, state } = foldRuns([factsOf(history)]);
    expect(records.length).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(records))).toEqual(await replayedRecords(await bundle, history));
    expect(state).toEqual(records.at(-1)?.state);
  });

  test('a later run goes on from the state that it was given, and its steps follow', () => {
    const { state } = foldRuns([sample]);
    const reopen = { id: 'again', action: 'pause', actor: { id: 'meldpunt', role: 'desk' }, data: {} };
    const opened = { ...state, phase: 'triage' as const, closedAt: null };
    const folded = foldRuns([sample, { origin: 'b', start: { carried: opened }, storedId: 0, tasks: [{ at: '2041-01-01T12:00:00.000Z', firedId: null, messages: [{ name: 'act', message: reopen, eventId: 5 }] }] }]);
    expect(folded.after).toBe(0);
    expect(folded.records.map((record) => record.state.seq)).toEqual(folded.records.map((_, n) => n + 1));
  });

  test('without its earlier runs begins from the state that was carried over, and knows later steps only', () => {
    const { state } = foldRuns([sample]);
    expect(foldRuns([{ origin: 'b', start: { carried: state }, storedId: 0, tasks: [] }])).toEqual({ state, records: [], origins: [], after: state.seq });
  });

  test('of a run that was reset counts only what was kept', () => {
    const [first, ...rest] = sample.tasks;
    if (first === undefined) throw new Error('an empty history');
    const cut = { ...sample, origin: 'one', tasks: [first] };
    const whole = { ...sample, origin: 'one', tasks: [first, ...rest] };
    expect(foldRuns([cut, whole]).records).toEqual(foldRuns([sample]).records);
  });

  test('reports a message that the rules cannot have accepted', () => {
    const twice = { ...sample, origin: 'two' };
    expect(() => foldRuns([])).toThrow(Unfoldable);
    expect(() => foldRuns([{ ...sample, origin: 'one' }, twice])).toThrow('a later run began as a new case');
    const at = '2041-01-01T12:00:00.000Z';
    const unknown = { at, firedId: null, messages: [{ name: 'newer', message: {}, eventId: 5 }] };
    const open = { ...sample, tasks: sample.tasks.slice(0, 1) };
    expect(() => foldRuns([{ ...open, tasks: [...open.tasks, unknown] }])).toThrow('does not know');
    const refused = { at, firedId: null, messages: [{ name: 'act', message: { id: 'x', action: 'complete-plan', actor: { id: 'x', role: 'caseworker' }, data: {} }, eventId: 5 }] };
    expect(() => foldRuns([{ ...open, tasks: [...open.tasks, refused] }])).toThrow('would have refused');
    expect(() => factsOf({ events: [] })).toThrow(Unfoldable);
  });

  test('says up to which step it was stored, and what the case was until then', () => {
    const whole = foldRuns([sample]);
    expect(storedSeqOf(whole)).toBe(whole.state.seq);
    const [before, last] = [whole.origins.at(-2)?.eventId ?? 0, whole.origins.at(-1)?.eventId ?? 0];
    expect(last).toBeGreaterThan(before);
    const inFlight = foldRuns([{ ...sample, storedId: last - 1 }]);
    expect(storedSeqOf(inFlight)).toBe(whole.state.seq - 1);
    expect(upTo(inFlight, whole.state.seq - 1)).toMatchObject({ state: whole.records.at(-2)?.state, records: whole.records.slice(0, -1) });
    expect(upTo(inFlight, 0)).toBeNull();
  });
});
