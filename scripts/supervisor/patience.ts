/** How often a part that keeps ending is started again. */
export interface Patience {
  /** The pause before each new start in a row, in milliseconds; there are no more starts than pauses. */
  readonly pausesMs: readonly number[];
  /** After a part was up for this long, counting starts anew. */
  readonly steadyMs: number;
}

/** The pauses together last longer than Postgres or Temporal takes to come back, since the other parts need those two. */
export const usualPatience: Patience = { pausesMs: [0, 1_000, 2_000, 4_000, 8_000, 15_000], steadyMs: 60_000 };
