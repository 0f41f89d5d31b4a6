import type { RoundRow } from '../db/queries/rounds.ts';

/**
 * The round a row goes into: the one its delivery names while that is open. Late rows go to the next open one; late warm
 * rows still join the named round until its match is confirmed. Null when no round is open for it.
 */
export function targetRound(named: string, { warm }: { warm: boolean }, rounds: readonly RoundRow[]): RoundRow | null {
  const round = rounds.find(({ id }) => id === named);
  const stillJoins = warm && (round?.state === 'matching' || round?.state === 'proposed');
  if (round !== undefined && (round.state === 'open' || stillJoins)) return round;
  return rounds.find(({ state }) => state === 'open') ?? null;
}
