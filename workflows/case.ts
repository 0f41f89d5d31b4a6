/**
 * The life of a case: it waits for people and for time, and calls the rules of `src/domain/case`.
 * Every step is stored in Postgres before its command is answered.
 */
import { allHandlersFinished, ApplicationFailure, condition, patched, proxyLocalActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { MatchIn, SignalIn } from '../src/domain/case/signals/intake.ts';
import { nextInstant, passTime, refusal, takeCommand, takeMatch, takeReplan, takeSignal } from '../src/domain/case/life.ts';
import type { ReplanIn } from '../src/domain/case/replan.ts';
import { recordOf, type CaseRecord } from '../src/domain/case/record.ts';
import { newCase, standingOf, type CaseState } from '../src/domain/case/state.ts';
import type { Step } from '../src/domain/case/step.ts';
import type { Command } from '../src/domain/case/commands.ts';
import type { Instant } from '../src/domain/time/dates.ts';
import { allowedActions, phaseLabels } from '../src/domain/case/lifecycle.ts';
import { act, addSignal, applyMatch, currentState, refused, replan, type CaseOutcome, type CaseStart, type Stored } from './contract.ts';

const { recordCase } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10s',
  localRetryThreshold: '10s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** A run that was started to reopen a case ends by itself when the command to reopen never arrives. */
const REOPENING_TIMEOUT = '1 minute';

export async function caseWorkflow(start: CaseStart): Promise<CaseOutcome> {
  let state = 'carried' in start ? start.carried : newCase(start.input);
  let storedSeq = state.seq;
  const unstored: CaseRecord[] = [];

  /** Takes a step in memory at once; resolves when it is stored. */
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

  /** The state that a message meets now: moments that have passed are handled before it. */
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
  // Older histories do not contain this message, so patched() is not needed: a handler by itself leaves no event.
  setHandler(replan, takingReplan, { validator: mustBeOpen });

  void storeInOrder();
  // A first signal can already have closed the case here; then nothing is waited for.
  if (state.phase === 'closed' && ('carried' in start || !patched('drop-out-ends-at-once'))) await condition(() => state.phase !== 'closed', REOPENING_TIMEOUT);
  const isClosed = () => state.phase === 'closed';
  const isDone = () => unstored.length === 0 && storedSeq === state.seq && allHandlersFinished();
  while (!isClosed() || !isDone()) {
    letTimePass();
    // The case can be reopened while its closing is still being stored.
    if (isClosed()) await condition(() => !isClosed() || isDone());
    else await untilNextInstant(() => state);
  }
  return { ending: state.ending, result: state.result, steps: state.seq };
}

/** Waits for the next moment that matters; a step that moves that moment or closes the case ends the wait. */
async function untilNextInstant(current: () => CaseState): Promise<void> {
  const next = nextInstant(current());
  const moved = () => current().phase === 'closed' || nextInstant(current()) !== next;
  if (next === null) await condition(moved);
  else await condition(moved, Math.max(1, Date.parse(next) - Date.now()));
}

function now(): Instant {
  return new Date().toISOString();
}

/** Synchronous, because it runs in the update's validator: a refused command leaves nothing in the history. */
function refuseUnlessPossible(state: CaseState, command: Command): void {
  const reason = refusal(state, command, now());
  if (reason === null) return;
  const allowed = allowedActions(standingOf(state));
  throw ApplicationFailure.create({ message: 'The case does not take this now.', type: refused.action, nonRetryable: true, details: [{ refusal: reason, phase: state.phase, allowed }] });
}
