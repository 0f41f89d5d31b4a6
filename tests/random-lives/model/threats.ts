/** A supply that ends, a home that must be left: what is told anew of a contract, and the offers before the day. */
import type { SignalIn } from '../../../src/domain/case/signals/intake.ts';
import { dayAt, type Day } from './days.ts';
import { finish, giveUp, runs, unstop, type ModelDeadline } from './deadline.ts';
import { follow } from './replan.ts';
import { unready } from './undoing.ts';
import { isReady, isVisit, starts, type Cause, type Life, type ModelSignal } from './life.ts';

/** The newer one stands where the older stood. */
export function takesPlace(life: Life, added: ModelSignal, cause: Cause): ModelSignal[] {
  const old = life.signals.filter((one) => one !== added && one.state === 'in-case' && added.instead.includes(one.id));
  if (old.length === 0) return [];
  if (old.some((one) => isReady(life, one))) unready(life, cause);
  added.owed = old.some(({ owed }) => owed);
  added.late = old.find(({ late }) => late !== null)?.late ?? null;
  for (const one of old) Object.assign(one, { state: 'dropped', takable: false } satisfies Partial<ModelSignal>);
  return old;
}

/** Nobody had told its creditor yet. */
export const carriesOn = (life: Life, added: ModelSignal, old: readonly ModelSignal[]): boolean => life.phase !== 'candidate' && old.length > 0 && added.owed;

const about = { 'end-of-supply': 'before-end-of-supply', eviction: 'before-eviction' } as const;
const isDone = (d: ModelDeadline | undefined): boolean => d?.state === 'met' || d?.state === 'met-late';

/** Another day for the same is the same, and asks for no second offer; a day that was over when it was told is another. */
export function threatens(life: Life, added: ModelSignal, { kind, endsOn, receivedAt }: Pick<SignalIn, 'kind' | 'endsOn' | 'receivedAt'>, old: readonly ModelSignal[], cause: Cause): void {
  const [was, ...more] = old.flatMap(({ threat }) => (threat === null ? [] : [threat]));
  for (const { n } of more) gone(life, n, cause);
  for (const one of old) one.threat = null;
  if (endsOn === undefined || (kind !== 'eviction' && kind !== 'end-of-supply')) {
    added.threat = was ?? null;
    return;
  }
  const d = was === undefined ? undefined : life.deadlines[was.n];
  const isSame = was?.kind === kind && was.day >= dayAt(Date.parse(receivedAt));
  if (was !== undefined && d !== undefined && isSame && (isDone(d) || (runs(d) && was.day === endsOn))) {
    added.threat = { ...was, day: endsOn };
    return;
  }
  if (was !== undefined) gone(life, was.n, cause);
  offerBefore(life, added, { kind, day: endsOn }, cause, Date.parse(receivedAt));
}

/** Nobody is told of it any more. */
export function endsThreat(life: Life, signal: ModelSignal, cause: Cause): void {
  if (signal.threat !== null) gone(life, signal.threat.n, cause);
  signal.threat = null;
}

function gone(life: Life, n: number, cause: Cause): void {
  const d = life.deadlines[n];
  if (d !== undefined && runs(d)) giveUp(d, cause.at, cause.by);
}

function offerBefore(life: Life, signal: ModelSignal, { kind, day }: { kind: 'eviction' | 'end-of-supply'; day: Day }, cause: Cause, from: number): void {
  starts(life, about[kind], cause, from, signal.creditor, day);
  signal.threat = { kind, day, n: life.deadlines.length - 1 };
}

/** Of a case that opens again. */
export function threatensAgain(life: Life, cause: Cause): void {
  for (const signal of life.signals) {
    const { threat } = signal;
    if (signal.state === 'in-case' && threat !== null && threat.day >= dayAt(cause.at) && !isDone(life.deadlines[threat.n])) offerBefore(life, signal, threat, cause, cause.at);
  }
}

/** The first time after it was told that somebody stood at the door or spoke with the resident. */
export function offers(life: Life, changed: string | null = null): void {
  for (const d of life.deadlines) {
    if (d.ends === null) continue;
    const made = life.attempts.find((attempt) => attempt.date >= dayAt(d.from) && attempt.at >= d.from && (isVisit(attempt) || attempt.outcome !== 'nobody-home'));
    if (changed === null || d.endedBy !== changed) {
      if (made !== undefined && runs(d)) finish(d, made.at, made.by, made.date);
    } else if (made !== undefined) Object.assign(d, { endedBy: made.by, ended: made.at, state: made.date <= d.due ? 'met' : 'met-late' });
    else {
      unstop(d);
      d.known = life.now;
      if (life.changes.length > 0) follow(life, d);
    }
  }
}

export function called(life: Life, on: Day, cause: Cause): void {
  for (const d of life.deadlines) if (d.ends !== null && runs(d) && on >= dayAt(d.from)) finish(d, cause.at, cause.by, on);
}
