/** Every way a case ends: deadlines stop, the result stands, and creditors who were not told yet are told. */
import type { CaseResult } from '../codes.ts';
import type { CommandOf } from './commands.ts';
import { cancel, isRunning } from '../deadlines/deadline.ts';
import { doneForAll, say, sendToCreditors, touch, type Step } from './step.ts';
import { hasRules } from './rules.ts';
import { standpointOf } from './standpoint.ts';
import { tellings, type Ending, type Stood } from './state.ts';
import { takeUp } from './signals/taking-up.ts';

export function endCase(step: Step, ending: Ending, result: CaseResult | null = step.state.result): void {
  const { state } = step;
  if (hasRules(state, 1)) state.stood = stoodBefore(step);
  for (const deadline of state.deadlines) {
    if (isRunning(deadline)) cancel(touch(step, deadline), step.at, step.cause);
  }
  Object.assign(state, { phase: 'closed', pausedAt: null, held: null, undecided: false, ending, result, closedAt: step.at } satisfies Partial<typeof state>);
  delete state.heldFeedback;
  say(step, 'closed', { ending, result });
}

/** What reopening restores: the case before this step, and who was told in it that nothing follows. */
function stoodBefore({ before, mails, state }: Step): Stood {
  const told: Stood['told'] = {};
  for (const { template, to } of mails) {
    const telling = tellings.find((one) => one === template);
    if (to.kind === 'creditor' && telling !== undefined) told[to.id] = telling;
  }
  const undoable = [...(before.held === null ? [] : [before.held.commandId]), ...(before.heldFeedback ?? []).map(({ commandId }) => commandId)];
  const waited = new Set(before.signals.filter((signal) => signal.state === 'pending').map(({ id }) => id));
  const takenUp = state.signals.filter((signal) => signal.state === 'in-case' && waited.has(signal.id)).map(({ id }) => id);
  return { ...standpointOf(before), takenUp, pausedAt: before.pausedAt, undoable, running: before.deadlines.filter(isRunning).map(({ id }) => id), told };
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
