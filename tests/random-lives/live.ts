import assert from 'node:assert/strict';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { broughtByTime, storyOf, storyOfModel } from './compare.ts';
import type { Life } from './model/life.ts';
import { checkAllowance, checkOnce, checkStep } from './promises.ts';
import { againBySteps, pureRun, type Moved } from './pure-run.ts';
import { checkFacts } from './recount.ts';
import type { RandomLife } from './throw.ts';

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
  const taken = moved.flatMap((step) => step.taken);
  checkLife(taken.map(({ record }) => record), last.life);
  checkFacts(taken, last.life);
  assert.deepEqual(unnumbered(againBySteps(random, moved)), unnumbered(last.state));
}

/** Steps are numbered as often as somebody looks what time has brought. */
export const unnumbered = ({ recent = [], ...state }: CaseState) => ({ ...state, seq: 0, recent: recent.map(({ what }) => what) });

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
