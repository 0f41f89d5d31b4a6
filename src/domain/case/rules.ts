/**
 * Which rules a case follows. A message says the rules of whoever sends it, and a case goes over to the newest that it
 * has heard of: what a history holds of before is decided as it was, by replay, self-check and forecast alike, and a running
 * case follows with its next message.
 */
export const RULES = 1;

/** What every message to a case may say; messages from before 0.3 say nothing. */
export interface Ruled {
  rules?: number;
}

/** 1: since 0.3. */
export const hasRules = ({ rules = 0 }: Ruled, since: number): boolean => rules >= since;

/** The case as it stands once it has heard this message. */
export function ruledBy<State extends Ruled>(state: State, { rules = 0 }: Ruled): State {
  return hasRules(state, rules) ? state : { ...state, rules };
}
