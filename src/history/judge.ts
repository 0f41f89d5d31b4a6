/**
 * What of a case can be held against Postgres at this moment. A step is taken by the workflow first, stored in Postgres
 * next, and known to be stored to the history last: in between the two sides differ and both are right.
 */
import type { Instant } from '../domain/dates.ts';
import { storedSeqOf, upTo, type FoldedCase } from './fold.ts';
import type { CaseRun } from './runs.ts';

export interface Judgeable {
  /** The case as far as it can be judged; null when nothing of it can be now. */
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
  // Taken and not stored yet: what was stored before can be judged.
  if (ahead > 0 && storedSeqOf(folded) <= seq) return { folded: upTo(folded, seq), inFlightSince: folded.origins.at(-ahead)?.takenAt ?? null };
  // Stored, and the engine has yet to hear that the task is done: of a step like that the history holds nothing.
  if (ahead < 0 && newest.taskSince !== null) return { folded: null, inFlightSince: newest.taskSince };
  return { folded, inFlightSince: null };
}
