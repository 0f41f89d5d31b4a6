/** Plan, problematic debts and hand-over. Problematic debts open a file: debt services are called in at once. */
import type { CaseResult } from '../../codes.ts';
import type { CommandOf } from '../commands.ts';
import { done, drop, enter, say, send, start, type Step } from '../step.ts';
import { startOfDay, type Instant, type LocalDate } from '../../time/dates.ts';
import { hasRules } from '../rules.ts';
import { runningDeadline } from '../state.ts';

const resultsOfEnding: Record<CommandOf<'end-planning'>['data']['because'], CaseResult> = {
  declined: 'wants-no-help',
  'no-response': 'no-response-after-contact',
  paid: 'paid-or-arranged',
};

export function completePlan(step: Step, data: CommandOf<'complete-plan'>['data']): void {
  const { state } = step;
  const { date } = data;
  done(step, 'plan', { on: date });
  state.planId = data.planId;
  say(step, 'plan-completed', { planId: data.planId, problematicDebts: data.problematicDebts, ...dated(date) });
  if (data.problematicDebts) openFile(step, data.urgent ?? false, date);
  // A file of an earlier talk may have been called in already.
  if (data.referred === true && runningDeadline(state, 'referral') !== undefined) refer(step, dated(date));
  handOver(step, data);
  state.result = data.result ?? (data.problematicDebts ? 'follow-up-financial' : 'advice');
  enter(step, 'feedback');
}

export function endPlanning(step: Step, { because, date }: CommandOf<'end-planning'>['data']): void {
  done(step, 'plan', { on: date });
  say(step, 'planning-ended', { because, ...dated(date) });
  step.state.result = resultsOfEnding[because];
  enter(step, 'feedback');
}

export function recordProblematicDebts(step: Step, { urgent, date }: CommandOf<'record-problematic-debts'>['data']): void {
  openFile(step, urgent, date);
}

const fileKinds = ['referral', 'first-talk', 'first-talk-urgent'] as const;
const talkKinds: readonly string[] = ['first-talk', 'first-talk-urgent'];

/**
 * There never were any: the file ends, and who was told otherwise hears it. The desk tells debt services, which it called in;
 * the team puts right what creditors were told.
 */
export function withdrawProblematicDebts(step: Step, { result }: CommandOf<'withdraw-problematic-debts'>['data']): void {
  const { state } = step;
  const calledIn = state.deadlines.some(({ kind, state: now }) => talkKinds.includes(kind) && now !== 'cancelled');
  say(step, 'problematic-debts-withdrawn', { calledIn });
  drop(step, ...fileKinds);
  Object.assign(state, { problematicDebts: false, urgent: false });
  for (const attempt of state.attempts) attempt.settled = true;
  if (result !== undefined && state.planId !== null) state.result = result;
  else if (state.result === 'follow-up-financial') state.result = 'advice';
  if (calledIn) send(step, 'debts-withdrawn', { kind: 'desk' });
  if (state.feedbackId !== null) send(step, 'debts-withdrawn', { kind: 'team' }, { fedBack: true });
}

/** The day of the act decides: the term of the first talk runs from it too. */
export function refer(step: Step, { date }: CommandOf<'refer'>['data']): void {
  done(step, 'referral', { on: date });
  say(step, 'referred', dated(date));
  start(step, step.state.urgent ? 'first-talk-urgent' : 'first-talk', momentOf(step, date));
}

export function recordFirstTalk(step: Step, { date }: CommandOf<'record-first-talk'>['data']): void {
  const on = hasRules(step.state, 1) ? date : undefined;
  done(step, 'first-talk', { on });
  done(step, 'first-talk-urgent', { on });
  say(step, 'first-talk', { date });
}

function handOver(step: Step, { planId, handOver, date }: CommandOf<'complete-plan'>['data']): void {
  // The earlier hand-over was never confirmed; a new plan does not meet its deadline.
  if (hasRules(step.state, 1)) drop(step, 'hand-over');
  else done(step, 'hand-over');
  offerHandOver(step, { handOverId: planId, ...dated(date) });
  if (handOver === 'confirmed') confirmHandOver(step, dated(date));
}

export function offerHandOver(step: Step, { handOverId, date }: CommandOf<'offer-hand-over'>['data']): void {
  say(step, 'hand-over-offered', { handOverId, ...dated(date) });
  start(step, 'hand-over', momentOf(step, date));
}

export function confirmHandOver(step: Step, { date }: CommandOf<'confirm-hand-over'>['data'] = {}): void {
  done(step, 'hand-over', { on: date });
  say(step, 'hand-over-confirmed', dated(date));
}

function openFile(step: Step, urgent: boolean, date: LocalDate | undefined): void {
  const { state } = step;
  const raised = urgent && !state.urgent;
  if (state.problematicDebts && !raised) return;
  // A file that an earlier talk opened may still be waiting: there is one at a time.
  const isOpen = state.problematicDebts || fileKinds.some((kind) => runningDeadline(state, kind) !== undefined);
  say(step, 'problematic-debts', { urgent, ...(isOpen && hasRules(state, 1) ? { known: true } : {}), ...dated(date) });
  if (!isOpen) start(step, 'referral', momentOf(step, date));
  else if (urgent && runningDeadline(state, 'first-talk') !== undefined) hasten(step, momentOf(step, date));
  state.problematicDebts = true;
  state.urgent ||= urgent;
}

/** The home or a utility turns out to be at stake: the talk that was planned must come sooner. */
function hasten(step: Step, from: Instant): void {
  drop(step, 'first-talk');
  start(step, 'first-talk-urgent', from);
}

/** An act of another day counts from the start of that day. */
const momentOf = ({ at }: Step, date: LocalDate | undefined): Instant => (date === undefined ? at : startOfDay(date));
const dated = (date: LocalDate | undefined) => (date === undefined ? {} : { date });
