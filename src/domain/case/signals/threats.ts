/**
 * A supply that ends and an eviction have a day: whatever was tried before, the household gets an offer of its own before it.
 * Only a contact after the signal is one.
 */
import { isUrgentKind, type SignalKind } from '../../codes.ts';
import { cancel, isBefore, isRunning, meet, type Deadline } from '../../deadlines/deadline.ts';
import type { DeadlineKind } from '../../planning/policy.ts';
import { localDate, type Instant, type LocalDate } from '../../time/dates.ts';
import type { CommandOf } from '../commands.ts';
import { reopenPlanned, say, send, startBefore, touch, type Step } from '../step.ts';
import { isVisit, type Attempt, type CaseSignal } from '../state.ts';

const kinds = { 'end-of-supply': 'before-end-of-supply', eviction: 'before-eviction' } as const satisfies Record<string, DeadlineKind>;

/** How urgent its creditor says that a signal is. */
export interface Urgency {
  kind?: SignalKind;
  /** The day of an end of supply or an eviction. */
  endsOn?: LocalDate;
}

/** The deadline of this signal's day. One of the same contract moves it, and keeps it where it names no day or an offer was made. */
export function heed(step: Step, signal: CaseSignal, { kind, endsOn, receivedAt }: Urgency & { receivedAt: Instant }, replaced: readonly CaseSignal[]): void {
  const [kept, ...others] = replaced.filter(({ threat }) => threat !== undefined);
  const before = kept?.threat;
  delete kept?.threat;
  for (const other of others) endThreat(step, other);
  if (!isUrgentKind(kind) || endsOn === undefined) {
    if (before !== undefined) signal.threat = before;
    return;
  }
  const deadline = step.state.deadlines.find(({ id }) => id === before?.deadlineId);
  const isSame = before?.kind === kind && before.on >= localDate(receivedAt);
  if (isSame && before.on !== endsOn) say(step, 'day-moved', { signalId: signal.id, creditorId: signal.creditorId, kind, from: before.on, to: endsOn });
  if (isSame && deadline !== undefined && (isMet(deadline) || (isRunning(deadline) && before.on === endsOn))) {
    signal.threat = { ...before, on: endsOn };
    return;
  }
  if (deadline !== undefined) cancel(touch(step, deadline), step.at, step.cause);
  const { id: deadlineId } = startBefore(step, kinds[kind], endsOn, { from: receivedAt, creditorId: signal.creditorId });
  signal.threat = { kind, on: endsOn, deadlineId };
}

const isMet = ({ state }: Deadline): boolean => state === 'met' || state === 'met-late';

/** The arrears are in the case no longer. */
export function endThreat(step: Step, signal: CaseSignal): void {
  const deadline = step.state.deadlines.find(({ id }) => id === signal.threat?.deadlineId);
  if (deadline !== undefined && isRunning(deadline)) cancel(touch(step, deadline), step.at, step.cause);
  delete signal.threat;
}

/**
 * Its creditor says that the day is off: no offer is asked for any more. The arrears stay in the case, which stands where the crisis
 * brought it: who was visited sooner for it is not visited later again.
 */
export function withdrawDay(step: Step, { signalId }: CommandOf<'withdraw-day'>['data']): void {
  const signal = step.state.signals.find(({ id }) => id === signalId);
  if (signal?.threat === undefined) return;
  const { kind, on: endsOn } = signal.threat;
  say(step, 'day-withdrawn', { signalId, creditorId: signal.creditorId, kind, endsOn });
  endThreat(step, signal);
  signal.dayWithdrawn = true;
  for (const to of ['desk', 'team'] as const) send(step, 'day-withdrawn', { kind: to }, { kind });
}

/** The case opens again: days that are still to come count again, unless an offer was made. */
export function heedAgain(step: Step): void {
  const { state, at } = step;
  for (const signal of state.signals) {
    const { threat } = signal;
    const deadline = state.deadlines.find(({ id }) => id === threat?.deadlineId);
    if (signal.state !== 'in-case' || threat === undefined || threat.on < localDate(at) || (deadline !== undefined && isMet(deadline))) continue;
    const { id: deadlineId } = startBefore(step, kinds[threat.kind], threat.on, { from: at, creditorId: signal.creditorId });
    signal.threat = { ...threat, deadlineId };
  }
}

/**
 * What was tried decides which offers were made: each is met by the first contact that was made after its signal.
 * @param changed an attempt that was corrected or taken back: what it met is judged anew
 */
export function judgeOffers(step: Step, changed?: string): void {
  for (const found of step.state.deadlines.filter(({ endsOn }) => endsOn !== undefined)) {
    const contact = step.state.attempts.find((attempt) => isOffer(attempt, found));
    if (found.endedBy === changed) {
      if (contact === undefined) reopenPlanned(step, found);
      else Object.assign(touch(step, found), { endedBy: contact.id, endedAt: contact.recordedAt, state: contact.date <= found.dueOn ? 'met' : 'met-late' });
    } else if (contact !== undefined && isRunning(found)) meet(touch(step, found), contact.recordedAt, contact.id, contact.date);
  }
}

/** The resident called: that is a contact too. */
export function offerByCall(step: Step, date: LocalDate): void {
  for (const deadline of step.state.deadlines) {
    if (deadline.endsOn !== undefined && isRunning(deadline) && date >= localDate(deadline.startedAt)) meet(touch(step, deadline), step.at, step.cause, date);
  }
}

/** Somebody was at the door, or spoke with the resident, after it was known. */
const isOffer = (attempt: Attempt, { startedAt }: Deadline): boolean =>
  attempt.date >= localDate(startedAt) && !isBefore(attempt.recordedAt, startedAt) && (isVisit(attempt) || attempt.outcome !== 'nobody-home');
