/** How long creditors suspend collection (process: feedback). */
import { addDays, localDate, type Instant, type LocalDate } from '../../time/dates.ts';

export interface Suspension {
  /** The local day of the match. */
  from: LocalDate;
  /** The last local day; null while it lasts until the feedback, whose day nobody knows yet. */
  until: LocalDate | null;
}

interface Facts {
  matchedAt: Instant | null;
  /** The feedback that stands; a case that ends without one ends the suspension by its closing. */
  feedbackAt: Instant | null;
  closedAt: Instant | null;
  helpAccepted: boolean;
  suspensionDays: number;
}

/** Collection of a signal that joined later is suspended from that day on: what happened before concerns other creditors. */
export function suspensionOfSignal({ matchedAt, decidedAt, ...facts }: Facts & { decidedAt: Instant | null }): Suspension | null {
  return suspensionOf({ ...facts, matchedAt: matchedAt !== null && decidedAt !== null && decidedAt > matchedAt ? decidedAt : matchedAt });
}

/** From the match until the feedback, and `suspensionDays` longer when help was accepted; null without a match. */
export function suspensionOf({ matchedAt, feedbackAt, closedAt, helpAccepted, suspensionDays }: Facts): Suspension | null {
  if (matchedAt === null) return null;
  const from = localDate(matchedAt);
  if (feedbackAt !== null) return { from, until: addDays(localDate(feedbackAt), helpAccepted ? suspensionDays : 0) };
  return { from, until: closedAt === null ? null : localDate(closedAt) };
}
