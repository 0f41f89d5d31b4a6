import assert from 'node:assert/strict';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import { broughtByTime, storyOf, storyOfModel } from './compare.ts';
import type { Life } from './model/life.ts';
import { checkAllowance, checkOnce, checkStep } from './promises.ts';
import { againBySteps, pureRun, type Moved, type RandomLife } from './pure-run.ts';

/** Lives it on both sides and compares at every step. */
export function live(random: RandomLife): void {
  const moved: Moved[] = [];
  for (const step of pureRun(random)) {
    moved.push(step);
    assert.equal(step.refusals.case, step.refusals.model);
    checkMoved(step);
  }
  const last = moved.at(-1);
  if (last === undefined) return;
  checkLife(moved.flatMap(({ taken }) => taken).map(({ record }) => record), last.life);
  assert.deepEqual({ ...againBySteps(random, moved), seq: 0 }, { ...last.state, seq: 0 });
}

/** Both sides tell the same, and what the steps did keeps its promises. */
export function checkMoved({ state, life, taken }: Pick<Moved, 'state' | 'life' | 'taken'>): void {
  assert.deepEqual(storyOf(state), storyOfModel(life));
  taken.forEach(checkStep);
  for (const d of state.deadlines) if (d.endedAt === null) checkAllowance(d, life.closed);
}

/** What time brought is what the model expected of it, each thing once. */
export function checkLife(records: readonly CaseRecord[], { warned, breached }: Life): void {
  assert.deepEqual(broughtByTime(records, 'deadline-warned'), [...warned].sort());
  assert.deepEqual(broughtByTime(records, 'deadline-breached'), [...breached].sort());
  checkOnce(records);
}
