/**
 * Decides which part of a case can be compared with Postgres now. A step is taken by the workflow first, then stored in Postgres, and
 * then marked as stored in the history: in between the two sides differ and both are right.
 */
import type { Instant } from '../domain/time/dates.ts';
import { storedSeqOf, upTo, type FoldedCase } from './fold.ts';
import type { CaseRun } from './runs.ts';

export interface Judgeable {
  /** The case as far as it can be compared; null when nothing can be compared now. */
  folded: FoldedCase | null;
  /** Since when a step is on its way between the two; null when none is. */
  inFlightSince: Instant | null;
}

/**
 * @param seq the last step that Postgres holds
 * @param newest the case's newest run, as the engine told of it after Postgres was read
 */
export function judgeable(folded: FoldedCase, seq: number, newest: CaseRun): Judgeable {
  const ahead = folded.state.seq - seq;
  // The step was taken and is not stored yet: earlier steps can be compared.
  if (ahead > 0 && storedSeqOf(folded) <= seq) return { folded: upTo(folded, seq), inFlightSince: folded.origins.at(-ahead)?.takenAt ?? null };
  // The step was stored and the engine does not know yet that the task is done, so the history has nothing of it.
  if (ahead < 0 && newest.taskSince !== null) return { folded: null, inFlightSince: newest.taskSince };
  return { folded, inFlightSince: null };
}
