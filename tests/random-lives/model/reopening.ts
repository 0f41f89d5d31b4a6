/** A closed case goes on as it stood: what the closing did is undone, and the days in which it was closed count for nothing. */
import { dayAt } from './days.ts';
import { goOn, halt, overAt, runs, unstop } from './deadline.ts';
import { takeBack } from './undoing.ts';
import { comesLate, running, starts, type Cause, type Life } from './life.ts';

export function asItStood(life: Life, cause: Cause): void {
  if (life.stood === null) return;
  const { was, running: ran, at } = life.stood;
  const { phase, round, revisits, visitsStopped, planned, debts, urgent, answers, undecided, result, lastFeedback, paused } = structuredClone(was);
  Object.assign(life, { phase, round, revisits, visitsStopped, planned, debts, urgent, answers, undecided, result, lastFeedback, paused, fresh: false, ending: null, stood: null } satisfies Partial<Life>);
  for (const signal of life.signals) {
    const before = was.signals.find(({ id }) => id === signal.id);
    if (before !== undefined) Object.assign(signal, { owed: before.owed, late: before.late });
  }
  for (const n of ran) {
    const d = life.deadlines[n];
    if (d !== undefined && !runs(d) && (d.ends === null || d.ends >= dayAt(life.now))) unstop(d);
  }
  for (const by of [...(was.held === null ? [] : [was.held.by]), ...was.ready.map((ready) => ready.by)]) takeBack({ ...life, now: at }, by, cause);
  for (const d of life.deadlines.filter(runs)) {
    d.known = life.now;
    if (paused === null && d.state === 'open' && d.ends === null && overAt(d) > at) halt(d, at, life.closed);
    if (paused === null && d.state === 'paused') goOn(d, life.now, life.closed);
  }
  // Those that waited for a match do so no longer.
  for (const signal of life.signals.filter(({ id, state }) => state === 'in-case' && was.signals.some((one) => one.id === id && one.state === 'pending'))) {
    if (phase === 'monitoring' || phase === 're-check') comesLate(life, signal, life.now, cause);
    else signal.owed = true;
    if (phase !== 'monitoring' && phase !== 're-check' && running(life, 'feedback') === undefined) starts(life, 'feedback', cause);
  }
}
