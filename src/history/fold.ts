/** A case's state and everything it stored, computed again from its histories by the same pure steps. */
import { passTime, refusal, takeCommand, takeMatch, takeReplan, takeSignal } from '../domain/case/life.ts';
import type { MatchIn, SignalIn } from '../domain/case/signals/intake.ts';
import type { ReplanIn } from '../domain/case/replan.ts';
import { recordOf, type CaseRecord } from '../domain/case/record.ts';
import { newCase, type CaseState } from '../domain/case/state.ts';
import type { Step } from '../domain/case/step.ts';
import type { Command } from '../domain/case/commands.ts';
import type { Instant } from '../domain/time/dates.ts';
import { Unfoldable, type CaseFacts, type CaseMessage, type CaseTask } from './events.ts';

/** The position of a step in the histories. */
export interface Origin {
  run: CaseFacts;
  /** The acceptance of its message, or the timer that woke the case. */
  eventId: number;
  /** When the engine handled it; a moment that had passed by then has its own, earlier instant. */
  takenAt: Instant;
}

export interface FoldedCase {
  state: CaseState;
  /** The records of the steps, in order. */
  records: CaseRecord[];
  /** The position of each record. */
  origins: Origin[];
  /** Steps up to this one happened in runs that were not archived; 0 when all are known. */
  after: number;
}

/**
 * @param runs every known run of one case, oldest first
 * @throws Unfoldable when the runs do not follow from one another, or hold what the rules cannot have taken
 */
export function foldRuns(runs: readonly CaseFacts[]): FoldedCase {
  let folded: FoldedCase | null = null;
  const isSuperseded = ({ origin }: CaseFacts, n: number) => origin !== '' && runs.slice(n + 1).some((later) => later.origin === origin);
  for (const run of runs.filter((each, n) => !isSuperseded(each, n))) {
    const { start, tasks } = run;
    folded = tasks.reduce((so, task) => foldTask(so, run, task), begin(folded, start));
  }
  if (folded === null) throw new Unfoldable('there is no history of this case');
  return folded;
}

function begin(before: FoldedCase | null, start: CaseFacts['start']): FoldedCase {
  if ('input' in start) {
    if (before !== null) throw new Unfoldable('a later run began as a new case');
    return { state: newCase(start.input), records: [], origins: [], after: 0 };
  }
  const { carried } = start;
  if (before === null) return { state: carried, records: [], origins: [], after: carried.seq };
  if (before.state.seq !== carried.seq) throw new Unfoldable(`a run ended at step ${before.state.seq}, and the next went on from step ${carried.seq}`);
  return { ...before, state: carried };
}

/** The event with which a run begins. */
const START_ID = 1;

/** As in the workflow, passed moments are handled before each message, and once more after the last, which can have moved the next one. */
function foldTask(folded: FoldedCase, run: CaseFacts, { at, messages, firedId }: CaseTask): FoldedCase {
  const [records, origins] = [[...folded.records], [...folded.origins]];
  let { state } = folded;
  const take = (step: Step | null, eventId: number) => {
    if (step === null) return;
    state = step.state;
    records.push(recordOf(step));
    origins.push({ run, eventId, takenAt: at });
  };
  for (const message of messages) {
    take(passTime(state, at), firedId ?? message.eventId);
    take(taken(state, message, at), message.eventId);
  }
  take(passTime(state, at), messages.at(-1)?.eventId ?? firedId ?? START_ID);
  return { ...folded, state, records, origins };
}

/** The last step of which the history itself says that it was stored. */
export function storedSeqOf({ records, origins, after }: FoldedCase): number {
  const unstored = origins.findIndex(({ run, eventId }) => run === origins.at(-1)?.run && eventId > run.storedId);
  const seqs = [after, ...records.map(({ state }) => state.seq)];
  return (unstored === -1 ? seqs.at(-1) : seqs[unstored]) ?? after;
}

/** The case after this step; null when that is before its first known step. */
export function upTo({ records, origins, after }: FoldedCase, seq: number): FoldedCase | null {
  const known = records.filter(({ state }) => state.seq <= seq);
  const state = known.at(-1)?.state;
  return state === undefined ? null : { state, records: known, origins: origins.slice(0, known.length), after };
}

/** Null for a message that changes nothing: a re-plan that the case knows already. */
function taken(state: CaseState, { name, message }: CaseMessage, at: Instant): Step | null {
  if (name === 'act') return commanded(state, message as Command, at);
  if (state.phase === 'closed') throw new Unfoldable(`${name} was taken at ${at} by a case that was closed`);
  if (name === 'addSignal') return takeSignal(state, message as SignalIn, at);
  if (name === 'applyMatch') return takeMatch(state, message as MatchIn, at);
  if (name === 'replan') return takeReplan(state, message as ReplanIn, at);
  throw new Unfoldable(`a message "${name}" that this release does not know`);
}

function commanded(state: CaseState, command: Command, at: Instant): Step {
  if (refusal(state, command, at) !== null) throw new Unfoldable(`"${command.action}" was taken at ${at}, where the rules would have refused it`);
  return takeCommand(state, command, at);
}
