import { beforeAll, describe, expect, test } from '@jest/globals';
import { actions, rules } from '../../src/domain/case/lifecycle.ts';
import { deadlineStarts, endings, happeningWays, steeringActions, waysOf } from '../../src/domain/process.ts';
import { deadlineKinds } from '../../src/domain/planning/policy.ts';
import { explore, type Explored } from './exploration.ts';

let seen: Explored;
beforeAll(async () => {
  seen = await explore();
});
const sorted = (texts: Iterable<string>) => [...new Set(texts)].sort();

describe('the process that is told is the one that is lived', () => {
  test('every action leads exactly where it is said to lead', () => {
    expect(sorted(actions.flatMap(waysOf).map(({ by, from, to }) => `${by}: ${from} → ${to}`))).toEqual(sorted(seen.actions));
  });

  test('what happens by itself goes exactly where it is said to go', () => {
    expect(sorted(happeningWays.map(({ from, to }) => `${from} → ${to}`))).toEqual(sorted(seen.byItself));
  });

  test('a case ends only as is said', () => {
    const told = Object.entries(endings).flatMap(([ending, { by }]) => by.map((one) => `${one in rules ? one : 'by itself'}: ${ending}`));
    expect(sorted(told)).toEqual(sorted(seen.endings));
  });

  test('every phase of the transition table is used, and none beside it', () => {
    for (const action of actions) {
      expect(sorted(waysOf(action).map(({ from }) => from))).toEqual(sorted(rules[action].from));
      expect(sorted(waysOf(action).map(({ to }) => to))).toEqual(sorted(rules[action].to));
    }
  });

  test('each deadline that a case starts is named, and runs in the phase that is said', () => {
    for (const kind of seen.started) {
      const { phase } = deadlineStarts[kind];
      expect([...seen.running]).toContain(`${kind} in ${phase ?? 'no phase'}`);
    }
    const ofCases = deadlineKinds.filter((kind) => !['match-result', 'avg-request', 'complaint'].includes(kind));
    expect(sorted(seen.started)).toEqual(sorted(ofCases));
  });

  test('what is possible in every phase of a running case is steering', () => {
    expect([...steeringActions]).toEqual(['pause', 'resume', 'extend-deadline', 'withdraw-day', 'reassign']);
  });
});
