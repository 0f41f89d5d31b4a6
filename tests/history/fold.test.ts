import { describe, expect, test } from '@jest/globals';
import { factsOf, Unfoldable } from '../../src/history/events.ts';
import { foldRuns } from '../../src/history/fold.ts';
import { keptHistories } from '../support/histories.ts';
import { listeningBundle, replayedRecords } from './replayed.ts';

const kept = await keptHistories();
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
    const folded = foldRuns([sample, { origin: 'b', start: { carried: opened }, tasks: [{ at: '2041-01-01T12:00:00.000Z', timerFired: false, messages: [{ name: 'act', message: reopen }] }] }]);
    expect(folded.after).toBe(0);
    expect(folded.records.map((record) => record.state.seq)).toEqual(folded.records.map((_, n) => n + 1));
  });

  test('without its earlier runs, what it carried is taken as it was and only later steps are known', () => {
    const { state } = foldRuns([sample]);
    expect(foldRuns([{ origin: 'b', start: { carried: state }, tasks: [] }])).toEqual({ state, records: [], after: state.seq });
  });

  test('of a run that was reset only what came of it counts', () => {
    const [first, ...rest] = sample.tasks;
    if (first === undefined) throw new Error('an empty history');
    const cut = { ...sample, origin: 'one', tasks: [first] };
    const whole = { ...sample, origin: 'one', tasks: [first, ...rest] };
    expect(foldRuns([cut, whole])).toEqual(foldRuns([sample]));
  });

  test('what the rules cannot have taken is not folded into something else', () => {
    const twice = { ...sample, origin: 'two' };
    expect(() => foldRuns([])).toThrow(Unfoldable);
    expect(() => foldRuns([{ ...sample, origin: 'one' }, twice])).toThrow('a later run began as a new case');
    const at = '2041-01-01T12:00:00.000Z';
    const unknown = { at, timerFired: false, messages: [{ name: 'newer', message: {} }] };
    const open = { ...sample, tasks: sample.tasks.slice(0, 1) };
    expect(() => foldRuns([{ ...open, tasks: [...open.tasks, unknown] }])).toThrow('does not know');
    const refused = { at, timerFired: false, messages: [{ name: 'act', message: { id: 'x', action: 'complete-plan', actor: { id: 'x', role: 'caseworker' }, data: {} } }] };
    expect(() => foldRuns([{ ...open, tasks: [...open.tasks, refused] }])).toThrow('would have refused');
    expect(() => factsOf({ events: [] })).toThrow(Unfoldable);
  });
});
