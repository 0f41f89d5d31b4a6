/** The term for the match result of a round: the desk's. */
import { calendarOf } from '../time/calendar.ts';
import type { Recipient } from '../case/step.ts';
import type { Instant } from '../time/dates.ts';
import { startDeadline, type Deadline } from '../deadlines/deadline.ts';
import type { RoundRules } from './round.ts';

export const matchResultOwner: Recipient = { kind: 'desk' };

export function startMatchResult(roundId: string, closedAt: Instant, { matchResult, closedDays }: RoundRules): Deadline {
  return startDeadline({ id: `${roundId}.match-result`, kind: 'match-result', rule: matchResult, from: closedAt, by: 'round-closed' }, calendarOf(closedDays));
}
