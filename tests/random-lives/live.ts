import assert from 'node:assert/strict';
import { broughtByTime, storyOf, storyOfModel } from './compare.ts';
import { checkAllowance, checkOnce, checkStep } from './promises.ts';
import { againBySteps, pureRun, type RandomLife } from './pure-run.ts';

/** Lives it on both sides and compares at every step. */
export function live(random: RandomLife): void {
  const moved = [];
  for (const step of pureRun(random)) {
    moved.push(step);
    assert.equal(step.refusals.case, step.refusals.model);
    assert.deepEqual(storyOf(step.state), storyOfModel(step.life));
    step.taken.forEach(checkStep);
    for (const d of step.state.deadlines) if (d.endedAt === null) checkAllowance(d, step.life.closed);
  }
  const last = moved.at(-1);
  if (last === undefined) return;
  const records = moved.flatMap(({ taken }) => taken).map(({ record }) => record);
  assert.deepEqual(broughtByTime(records, 'deadline-warned'), [...last.life.warned].sort());
  assert.deepEqual(broughtByTime(records, 'deadline-breached'), [...last.life.breached].sort());
  checkOnce(records);
  assert.deepEqual({ ...againBySteps(random, moved), seq: 0 }, { ...last.state, seq: 0 });
}
