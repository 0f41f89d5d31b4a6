/** Every way a case ends: deadlines stop, the result stands, and creditors who were not told yet are told. */
import type { CaseResult } from '../codes.ts';
import type { CommandOf } from './commands.ts';
import { cancel, isRunning } from '../deadlines/deadline.ts';
import { doneForAll, say, sendToCreditors, start, touch, type Step } from './step.ts';
import { oweAll } from './feedback/owing.ts';
import { hasRules } from './rules.ts';
import { heedAgain } from './signals/threats.ts';
import { beginningAnew, canBeTakenUp, type CaseSignal, type Ending } from './state.ts';

export function endCase(step: Step, ending: Ending, result: CaseResult | null = step.state.result): void {
  const { state } = step;
  for (const deadline of state.deadlines) {
    if (isRunning(deadline)) cancel(touch(step, deadline), step.at, step.cause);
  }
  Object.assign(state, { phase: 'closed', pausedAt: null, held: null, undecided: false, ending, result, closedAt: step.at } satisfies Partial<typeof state>);
  delete state.heldFeedback;
  say(step, 'closed', { ending, result });
}

const resultsOfClosing: Record<CommandOf<'close'>['data']['because'], CaseResult> = {
  paid: 'paid-or-arranged',
  moved: 'not-a-resident',
  'moved-within': 'not-taken-up-other',
  deceased: 'deceased',
  objection: 'not-taken-up-other',
  other: 'not-taken-up-other',
};

/** Creditors are told that the case ended, with a national code; they are never told of an objection. */
export function close(step: Step, { because, signalIds }: CommandOf<'close'>['data']): void {
  say(step, 'close', { because });
  const result = resultsOfClosing[because];
  // A candidate closes before its round is matched: its signals go along, and their creditors hear it now. Those of others than
  // the one who objected are matched, and go to the next case at the address.
  for (const signal of step.state.signals.filter(({ id, state }) => state === 'pending' && (signalIds?.includes(id) ?? true))) takeUp(step, signal);
  sendToCreditors(step, 'case-closed', { result });
  doneForAll(step, 'feedback');
  endCase(step, 'closed-early', result);
}

/** Puts a closed case back into the phase that was asked for; the deadline of that phase starts now. */
export function reopen(step: Step, { to }: CommandOf<'reopen'>['data']): void {
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

function takeUp(step: Step, signal: CaseSignal): void {
  signal.state = 'in-case';
  signal.reason = null;
  if (hasRules(step.state, 1)) signal.owed = true;
  step.signals.push({ id: signal.id, state: 'in-case', reason: null });
}
