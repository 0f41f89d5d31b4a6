/** What comes by itself. */
import { dayAt, midnight, plus } from './days.ts';
import { becomesDue } from './feedback.ts';
import { overAt, type ModelDeadline } from './deadline.ts';
import { begins, leadersTurn, askOne, concludes, meets, starts, turnDown, type Cause, type Life } from './life.ts';

/** Everything that comes by itself, day by day; while the case is paused only what cannot wait. */
export function wait(life: Life, until: number): void {
  while (life.held !== null && life.held.until <= until) {
    const { until: over, noGo } = life.held;
    days(life, over - 1);
    life.now = over;
    begins(life);
    life.held = null;
    if (noGo === null) life.phase = 'visiting';
    else turnDown(life, noGo, { at: over, by: 'time' });
  }
  for (let [first] = life.ready; first !== undefined && first.until <= until; [first] = life.ready) {
    days(life, first.until - 1);
    // Who calls creditors to account may have ended it before.
    if (life.ready[0] !== first) continue;
    life.now = Math.max(life.now, first.until);
    begins(life);
    becomesDue(life, { at: first.until, by: 'time' });
  }
  days(life, until);
}

function days(life: Life, until: number): void {
  settle(life, life.now);
  for (let day = plus(dayAt(life.now), 1); midnight(day) <= until; day = plus(day, 1)) settle(life, midnight(day));
  life.now = Math.max(life.now, until);
}

/** What has come due by now, at its own moment; what a change put in the past, at that change. */
export function settle(life: Life, now: number): void {
  if (life.phase === 'closed') return;
  // Whatever starts meanwhile is looked at too.
  for (let n = 0; n < life.deadlines.length; n++) {
    const d = life.deadlines[n];
    if (d !== undefined && d.state === 'open' && (life.paused === null || d.ends !== null)) comeDue(life, d, n, now);
  }
}

function comeDue(life: Life, d: ModelDeadline, n: number, now: number): void {
  if (d.kind === 're-check') return midnight(d.due) <= now ? ask(life, d.creditor, { at: Math.max(midnight(d.due), d.plannedAt, d.known), by: 'time' }) : undefined;
  const warns = d.warns === null ? Infinity : Math.max(d.warns, d.known);
  if (warns <= now && warns < overAt(d)) {
    life.warned.push(`${n} ${d.kind} ${warns}`);
    d.warns = null;
  }
  if (overAt(d) > now) return;
  const at = Math.max(overAt(d), d.plannedAt, d.known);
  const wasFollowed = d.moot;
  Object.assign(d, { state: 'breached', breached: at, warns: null, moot: false } satisfies Partial<ModelDeadline>);
  life.breached.push(`${n} ${d.kind} ${at}`);
  if (wasFollowed) return;
  if (d.kind === 're-check-answer' && d.creditor !== null && life.answers.get(d.creditor) === 'asked') {
    life.answers.set(d.creditor, 'reminded');
    starts(life, 're-check-reminder', { at, by: 'time' }, at, d.creditor);
  }
  if (d.kind === 're-check-reminder' && d.creditor !== null) {
    life.answers.set(d.creditor, 'silent');
    leadersTurn(life, { at, by: 'time' });
  }
}

function ask(life: Life, one: string | null, cause: Cause): void {
  begins(life);
  meets(life, 're-check', cause, undefined, one);
  life.phase = 're-check';
  const together = life.signals.filter(({ state, late }) => state === 'in-case' && late === null).map(({ creditor }) => creditor);
  const asked = one === null ? [...new Set(together)] : [one];
  for (const creditor of asked) askOne(life, creditor, cause);
  if (asked.length === 0) concludes(life, cause);
}
