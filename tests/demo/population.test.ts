import { describe, expect, test } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { phases } from '../../src/domain/case/lifecycle.ts';
import { visitsMade } from '../../src/domain/case/state.ts';
import { deadlineKinds } from '../../src/domain/planning/policy.ts';
import { localDate } from '../../src/domain/time/dates.ts';
import { factsOf } from '../../src/history/events.ts';
import { foldRuns } from '../../src/history/fold.ts';
import type { PastCase } from '../../scripts/demo-past/population.ts';
import { workflowBundle } from '../../testkit/engine/bundle.ts';
import { replay } from '../../testkit/engine/replay.ts';
import { populationAt } from './support.ts';

/** A working day, a Sunday between Christmas and New Year, and a day on which the cut-off was just now. */
const days = ['2026-11-30T08:15:00Z', '2026-12-27T20:00:00Z', '2027-05-25T11:30:00Z'];
const isCase = ({ life: { state } }: PastCase): boolean => state.ending !== 'drop-out';
const running = (cases: readonly PastCase[]) => cases.filter(({ life: { state } }) => state.phase !== 'closed');

describe.each(days)("the demo's past at %s", (now) => {
  const { rounds, cases } = populationAt(now);
  const states = cases.map(({ life: { state } }) => state);

  test('has cases in every phase but candidate, which the open round has, and of all ten rounds', () => {
    expect(new Set(states.map(({ phase }) => phase))).toEqual(new Set(phases.filter((phase) => phase !== 'candidate')));
    expect(rounds).toHaveLength(10);
    for (const { id } of rounds) expect(cases.filter((past) => past.round.id === id && isCase(past)).length).toBeGreaterThan(10);
  });

  test('has every kind of deadline of a case late, and none after now', () => {
    const late = running(cases).flatMap(({ life: { state } }) => state.deadlines.filter((deadline) => deadline.state === 'breached').map(({ kind }) => kind));
    // Nobody is late to ask: that happens by itself.
    expect(deadlineKinds.filter((kind) => !['match-result', 'avg-request', 'complaint', 're-check'].includes(kind) && !late.includes(kind))).toEqual([]);
    for (const { life } of cases) expect(life.records.every(({ at }) => Date.parse(at) <= Date.parse(now))).toBe(true);
  });

  test('gives each team something to decide, an appointment on the next working day at the latest, and something that is late', () => {
    const teams = new Set(cases.map(({ teamId }) => teamId));
    expect(teams.size).toBe(14);
    for (const team of teams) {
      const own = running(cases).filter(({ life: { state } }) => state.teamId === team).map(({ life: { state } }) => state);
      expect(own.some(({ phase }) => phase === 'triage')).toBe(true);
      expect(own.some(({ appointment }) => appointment !== undefined && appointment.date >= localDate(now))).toBe(true);
      expect(own.some(({ deadlines }) => deadlines.some(({ state }) => state === 'breached'))).toBe(true);
    }
  });

  test('tells of a field that could be: about half of the visited is reached, and most who are asked pay again', () => {
    const visited = cases.filter(({ life: { state } }) => state.attempts.length > 0 && state.attempts.some(({ cycle }) => cycle === 0));
    const reached = visited.filter(({ life: { state } }) => state.attempts.some(({ outcome }) => outcome === 'reached'));
    expect(reached.length / visited.length).toBeGreaterThan(0.35);
    expect(reached.length / visited.length).toBeLessThan(0.65);
    expect(states.filter(({ ending }) => ending === 'recovered').length).toBeGreaterThan(8);
    expect(states.every((state) => visitsMade(state) <= state.policy.maxVisits)).toBe(true);
  });
});

test('the same seed and moment make the same, another seed something else', () => {
  const [first = '', second = '', other = ''] = ['twente', 'twente', 'other'].map((seed) => JSON.stringify(populationAt(days[0] ?? '', seed).cases.map(({ id, person, signals, life }) => ({ id, person, signals, events: life.events }))));
  expect(second).toBe(first);
  expect(other.slice(0, 1_000)).not.toBe(first.slice(0, 1_000));
});

describe('the histories of the past', () => {
  const { cases } = populationAt(days[0] ?? '');
  const histories = cases.map((past) => ({ past, history: historyFromJSON({ events: past.life.events }) }));

  test('fold to the very states and steps that were lived', () => {
    for (const { past, history } of histories) {
      const { state, records } = foldRuns([factsOf(history)]);
      expect(state).toEqual(past.life.state);
      expect(records).toHaveLength(past.life.records.length);
    }
  });

  test('replay on the workflow, as those of the engine', async () => {
    const bundle = await workflowBundle();
    // The longest of each phase and ending hold every kind of event.
    const longest = new Map<string, (typeof histories)[number]>();
    for (const one of [...histories].sort((a, b) => a.past.life.events.length - b.past.life.events.length)) longest.set(`${one.past.life.state.phase} ${one.past.life.state.ending ?? ''} ${one.past.signals.some(({ endsOn }) => endsOn !== null)}`, one);
    expect(longest.size).toBeGreaterThan(10);
    for (const { history, past } of longest.values()) await replay({ workflowBundle: bundle }, history, `case-${past.id}`);
  });
});
