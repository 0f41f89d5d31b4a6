/** The calendar or the policy changes while the case runs: every day that is still to come is worked out again. */
import type { ReplanIn } from '../../../src/domain/case/replan.ts';
import { afterPause, dayAt, daysLeft, plus, midnight, type Closed, type Day } from './days.ts';
import { firstDue, halt, overAt, runs, warning, type ModelDeadline, type Moved } from './deadline.ts';
import type { Life } from './life.ts';
import { settle } from './time.ts';

export function replan(life: Life, { changeId, because, policy }: ReplanIn): void {
  if (life.changes.includes(changeId)) return;
  life.changes.push(changeId);
  if (because.because === 'closed-day-added') life.closed = new Set([...life.closed, because.date]);
  if (because.because === 'closed-day-withdrawn') life.closed = new Set([...life.closed].filter((day) => day !== because.date));
  life.policy = policy ?? life.policy;
  for (const d of life.deadlines) if (runs(d)) follow(life, d);
  settle(life, life.now);
}

/** One deadline by the calendar and the policy of now, as if they had always been. */
export function follow(life: Life, d: ModelDeadline): void {
  const { now, closed } = life;
  const paused = d.ends === null ? life.paused : null;
  const rule = life.policy.deadlines[d.kind];
  const { due, left } = workedOut({ ...d, rule }, d.log, closed);
  if (due !== d.due || JSON.stringify(rule.term) !== JSON.stringify(d.rule.term)) d.plannedAt = now;
  d.rule = rule;
  Object.assign(d, { due, left: d.state === 'paused' ? left : null });
  const wasLate = d.state === 'breached';
  const over = overAt(d);
  if (d.breached !== null) {
    const room = over > (paused ?? now);
    if (wasLate && room) d.state = 'open';
    else if (over <= d.breached) Object.assign(d, { state: 'breached', left: null });
    d.moot = isMoot(d, d.breached, { ...life, paused });
    // Time stands still for it as for the others, and would have since the pause.
    if (wasLate && room && paused !== null) halt(d, paused, closed);
  }
  warnAgain(d, now, closed);
}

/** Where a deadline stands after what moved it. A day that a person gave is not taken away, nor the room it left in a pause. */
function workedOut(d: Pick<ModelDeadline, 'rule' | 'from' | 'ends'>, log: readonly Moved[], closed: Closed): { due: Day; left: number | null } {
  const { unit } = d.rule.term;
  let due = firstDue(d, closed);
  let halted: Day | null = null;
  let left: number | null = null;
  let given: Day | null = null;
  for (const moved of log) {
    if (moved.what === 'ran-on') {
      if (left !== null) due = afterPause(dayAt(moved.at), left, unit, closed);
      [halted, left] = [null, null];
      continue;
    }
    if (moved.what === 'given' && moved.due > due) due = moved.due;
    if (moved.what === 'given') given = moved.due;
    if (moved.what === 'halted') halted = dayAt(moved.at);
    if (halted === null) continue;
    // So many working days are no room of as many calendar days.
    const kept = moved.due === given && moved.unit === unit ? (moved.left ?? 0) : 0;
    left = Math.max(daysLeft(halted, due, unit, closed), kept);
  }
  return { due, left };
}

/** Nobody would have been late then: not before somebody moved it, and not before now. */
function isMoot(d: ModelDeadline, breached: number, { now, paused, closed }: Life): boolean {
  const n = d.log.findIndex(({ at }) => at >= breached);
  const { due } = workedOut(d, n === -1 ? d.log : d.log.slice(0, n), closed);
  return midnight(plus(due, 1)) > (d.log[n]?.at ?? paused ?? now);
}

/** Whoever was warned is warned again for a moment that is still to come; whoever was not, but should have been, now. */
function warnAgain(d: ModelDeadline, now: number, closed: Closed): void {
  if (d.state === 'paused' && d.rule.warnWorkingDays !== null) return;
  const warns = d.state === 'breached' ? null : warning(d, closed);
  const stillToCome = warns !== null && warns > now;
  const wasWarned = d.warns === null;
  d.warns = stillToCome ? warns : warns === null || wasWarned ? null : now;
}
