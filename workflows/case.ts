/**
 * The life of a case: it waits for people and for time, and calls the rules of `src/domain/case`.
 * Every step is stored in Postgres before whoever asked for it gets an answer.
 */
import { allHandlersFinished, ApplicationFailure, condition, patched, proxyLocalActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { MatchIn, SignalIn } from '../src/domain/case/intake.ts';
import { nextInstant, passTime, refusal, takeCommand, takeMatch, takeReplan, takeSignal } from '../src/domain/case/life.ts';
import type { ReplanIn } from '../src/domain/case/replan.ts';
import { recordOf, type CaseRecord } from '../src/domain/case/record.ts';
import { newCase, standingOf, type CaseInput, type CaseState, type Ending } from '../src/domain/case/state.ts';
import type { Step } from '../src/domain/case/step.ts';
import type { Command } from '../src/domain/commands.ts';
import type { Instant } from '../src/domain/dates.ts';
import { allowedActions, phaseLabels } from '../src/domain/lifecycle.ts';
import { act, addSignal, applyMatch, currentState, refused, replan, type Stored } from './messages.ts';

const { recordCase } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10s',
  localRetryThreshold: '10s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** A new case, or the state of a closed one that is opened again by its first update. */
export type CaseStart = { input: CaseInput } | { carried: CaseState };

export interface CaseOutcome {
  ending: Ending | null;
  result: string | null;
  steps: number;
}

/** An opened-again case whose opening never came ends by itself. */
const REOPENING_TIMEOUT = '1 minute';

export async function caseWorkflow(start: CaseStart): Promise<CaseOutcome> {
  let state = 'carried' in start ? start.carried : newCase(start.input);
  let storedSeq = state.seq;
  const unstored: CaseRecord[] = [];

  /** Takes a step at once, in memory; answers when it is stored. */
  const take = async (step: Step): Promise<Stored> => {
    const { seq, phase } = (state = step.state);
    unstored.push(recordOf(step));
    setCurrentDetails(`Fase: ${phaseLabels[phase]}. Wacht tot: ${nextInstant(state) ?? 'iemand iets doet'}.`);
    await condition(() => storedSeq >= seq);
    return { seq, phase };
  };

  const letTimePass = () => {
    const passed = passTime(state, now());
    if (passed !== null) void take(passed);
  };

  const storeInOrder = async () => {
    for (;;) {
      await condition(() => unstored.length > 0);
      const records = unstored.splice(0);
      await recordCase(records);
      storedSeq = records.at(-1)?.state.seq ?? storedSeq;
    }
  };

  /** What a message that comes now will find: time passes before it is taken. */
  const stateNow = () => passTime(state, now())?.state ?? state;
  const refuse = (command: Command) => refuseUnlessPossible(stateNow(), command);
  const mustBeOpen: (message: SignalIn | MatchIn | ReplanIn) => void = () => {
    if (stateNow().phase === 'closed') throw ApplicationFailure.nonRetryable('The case is closed.', refused.caseClosed);
  };

  setHandler(currentState, () => state);
  const taking =
    <Message>(step: (state: CaseState, message: Message, at: Instant) => Step) =>
    (message: Message) => {
      letTimePass();
      return take(step(state, message, now()));
    };
  const takingReplan = async (message: ReplanIn): Promise<Stored> => {
    letTimePass();
    const step = takeReplan(state, message, now());
    if (step !== null) return take(step);
    const { seq, phase } = state;
    await condition(() => storedSeq >= seq);
    return { seq, phase };
  };
  setHandler(addSignal, taking(takeSignal), { validator: mustBeOpen });
  setHandler(applyMatch, taking(takeMatch), { validator: mustBeOpen });
  setHandler(act, taking(takeCommand), { validator: refuse });
  // No history of before holds this message, so none needs patched(): a handler by itself leaves no event.
  setHandler(replan, takingReplan, { validator: mustBeOpen });

  void storeInOrder();
  // A first signal can close a case before this line: that one waits for nobody.
  if (state.phase === 'closed' && ('carried' in start || !patched('drop-out-ends-at-once'))) await condition(() => state.phase !== 'closed', REOPENING_TIMEOUT);
  const isClosed = () => state.phase === 'closed';
  const isDone = () => unstored.length === 0 && storedSeq === state.seq && allHandlersFinished();
  while (!isClosed() || !isDone()) {
    letTimePass();
    // It can be opened again while its closing is still being stored.
    if (isClosed()) await condition(() => !isClosed() || isDone());
    else await untilNextInstant(() => state);
  }
  return { ending: state.ending, result: state.result, steps: state.seq };
}

/** Waits for the next moment that matters; a step that moves it, or closes the case, ends the waiting. */
async function untilNextInstant(current: () => CaseState): Promise<void> {
  const next = nextInstant(current());
  const moved = () => current().phase === 'closed' || nextInstant(current()) !== next;
  if (next === null) await condition(moved);
  else await condition(moved, Math.max(1, Date.parse(next) - Date.now()));
}

function now(): Instant {
  return new Date().toISOString();
}

/** Runs in the update's validator, so synchronously: a refused command leaves nothing in the history. */
function refuseUnlessPossible(state: CaseState, command: Command): void {
  const reason = refusal(state, command, now());
  if (reason === null) return;
  const allowed = allowedActions(standingOf(state));
  throw ApplicationFailure.create({ message: 'The case does not take this now.', type: refused.action, nonRetryable: true, details: [{ refusal: reason, phase: state.phase, allowed }] });
}
