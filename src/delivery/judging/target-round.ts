import type { RoundRow } from '../../db/queries/rounds/rounds.ts';
import { isBefore } from '../../domain/deadlines/deadline.ts';
import { takesUntil } from '../../domain/rounds/round.ts';

interface Received {
  warm: boolean;
  crisis: boolean;
  /** Of the file that holds the row: this decides, not when it is read. */
  receivedAt: string;
}

/**
 * The round a row goes into: the one its delivery names when it was received before that closed. Late rows go to the next
 * that took deliveries by then; late warm rows still join the named round until its match is confirmed. A crisis never
 * waits for a round to open: its case takes it at once. Null when no round is open for it.
 */
export function targetRound(named: string, { warm, crisis, receivedAt }: Received, rounds: readonly RoundRow[]): RoundRow | null {
  const round = rounds.find(({ id }) => id === named);
  if (round !== undefined && (isInTime(round, receivedAt) || (warm && isUnconfirmed(round)))) return round;
  return rounds.find((other) => other !== round && isInTime(other, receivedAt)) ?? (crisis ? (round ?? null) : null);
}

/** A round that is closed still takes what was received before, however late it is read, until its match is confirmed. */
export const isInTime = (round: RoundRow, receivedAt: string): boolean => {
  const until = takesUntil(round);
  return isUnconfirmed(round) && (until === null || isBefore(receivedAt, until));
};

const isUnconfirmed = ({ state }: RoundRow): boolean => state === 'open' || state === 'matching' || state === 'proposed';
