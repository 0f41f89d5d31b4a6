/** What was done is taken back. */
import { follow } from './replan.ts';
import { giveUp, runs, unstop, type ModelDeadline } from './deadline.ts';
import { drops, type Cause, type Life } from './life.ts';

export function takeBack(life: Life, by: string, cause: Cause): void {
  for (const d of life.deadlines) {
    if (d.startedBy === by && runs(d)) drops({ ...life, deadlines: [d] }, [d.kind], cause);
    else if (d.endedBy === by) rerun(life, d);
  }
}

export function rerun(life: Life, d: ModelDeadline): void {
  unstop(d);
  d.known = life.now;
  // It was left alone when the others were planned anew.
  if (life.changes.length > 0) follow(life, d);
}

/** What stood ready to go out does not: nobody has heard of it. */
export function unready(life: Life, cause: Cause): void {
  const { ready } = life;
  life.ready = [];
  for (const { by } of ready) takeBack(life, by, cause);
  if (ready.length === 0) return;
  const terms = life.deadlines.filter((d) => d.kind === 'feedback' && runs(d));
  // Who came meanwhile waits for the same feedback.
  for (const d of terms.filter((one, n) => terms.findIndex(({ creditor }) => creditor === one.creditor) < n)) giveUp(d, cause.at, cause.by);
}
