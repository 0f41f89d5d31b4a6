/** A closed case goes on: as it stood when it closed, or anew from a phase. Who was told that it was over hears that it is not. */
import type { CommandOf } from './commands.ts';
import { isRunning, reopen as runAgain, type Deadline } from '../deadlines/deadline.ts';
import { localDate, type Instant } from '../time/dates.ts';
import { isOwed, joinLate, oweAll } from './feedback/owing.ts';
import { hasRules } from './rules.ts';
import { heedAgain } from './signals/threats.ts';
import { takeUp } from './signals/taking-up.ts';
import { runOn, standAgain, standStill } from './standpoint.ts';
import { say, send, start, takeBack, touch, type Step } from './step.ts';
import { beginningAnew, canBeTakenUp, creditorsOf, runningDeadline, type CaseSignal, type Stood } from './state.ts';

type To = CommandOf<'reopen'>['data']['to'];

export function reopen(step: Step, { to }: { to: To }): void {
  const { state } = step;
  const { stood, closedAt } = state;
  delete state.stood;
  if (to !== 'as-it-stood') beginAt(step, to);
  else if (stood !== undefined && closedAt !== null) goOnAsItStood(step, stood, closedAt);
  if (stood !== undefined) tellOtherwise(step, stood);
}

/** What the closing did is taken back; the time in which the case was closed counts for no term. */
function goOnAsItStood(step: Step, { running, undoable, pausedAt, takenUp, ...standpoint }: Stood, closedAt: Instant): void {
  const { state } = step;
  standAgain(state, standpoint);
  Object.assign(state, { correctableId: null, pausedAt, ending: null, closedAt: null } satisfies Partial<typeof state>);
  say(step, 'reopened', { to: 'as-it-stood', phase: state.phase });
  // A day that has been needs no offer before it any more.
  const isPast = ({ endsOn }: Deadline) => endsOn !== undefined && endsOn < localDate(step.at);
  const ran = new Set(running);
  for (const deadline of state.deadlines) if (ran.has(deadline.id) && !isRunning(deadline) && !isPast(deadline)) runAgain(touch(step, deadline));
  // What could still be undone is undone: nobody had heard of it.
  for (const command of undoable) takeBack({ ...step, at: closedAt }, command);
  for (const deadline of state.deadlines.filter(isRunning)) {
    touch(step, deadline).knownAt = step.now;
    if (pausedAt !== null) continue;
    standStill(step, deadline, closedAt);
    runOn(step, deadline);
  }
  for (const signal of state.signals) if (takenUp.includes(signal.id)) stay(step, signal);
}

/** Its creditor was told of it as of the others: it is in the case now, and owed what they have had. */
function stay(step: Step, signal: CaseSignal): void {
  const { state } = step;
  const { creditorId } = signal;
  if (state.phase === 'monitoring' || state.phase === 're-check') {
    joinLate(signal, step.at);
    for (const kind of ['first-visit', 'feedback'] as const) if (runningDeadline(state, kind, creditorId) === undefined) start(step, kind, step.at, creditorId);
    return send(step, 'signal-joined', { kind: 'team' }, { crisis: false, late: true });
  }
  signal.owed = true;
  if (runningDeadline(state, 'feedback') === undefined) start(step, 'feedback');
}

/** The deadline of that phase starts now. */
function beginAt(step: Step, to: Exclude<To, 'as-it-stood'>): void {
  const { state } = step;
  if (state.ending === 'drop-out') for (const signal of state.signals.filter(canBeTakenUp)) takeUp(step, signal);
  if (hasRules(state, 1)) oweAll(state);
  Object.assign(state, { ...beginningAnew(state), phase: to, cycle: state.cycle + 1, ending: null, closedAt: null } satisfies Partial<typeof state>);
  state.matchedAt ??= step.at;
  say(step, 'reopened', { to });
  start(step, to === 'triage' ? 'triage' : to === 'visiting' ? 'revisit' : 'plan');
  if (to === 'triage') start(step, 'first-visit');
  start(step, 'feedback');
  heedAgain(step);
}

function tellOtherwise(step: Step, { told }: Stood): void {
  const { state } = step;
  for (const id of creditorsOf(state)) {
    const telling = told[id];
    if (telling === undefined) continue;
    const isToHear = state.signals.some((signal) => signal.creditorId === id && isOwed(state, signal));
    send(step, 'case-reopened', { kind: 'creditor', id }, { told: telling, owed: isToHear });
  }
}
