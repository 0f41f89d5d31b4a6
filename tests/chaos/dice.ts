/** Chance that can be had again: the same seed gives the same throws (mulberry32). */
export interface Dice {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(first: number, last: number): number;
  one<Choice>(choices: readonly [Choice, ...Choice[]]): Choice;
}

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (first: number, last: number) => first + Math.floor(next() * (last - first + 1));
  return { next, between, one: (choices) => choices[between(0, choices.length - 1)] ?? choices[0] };
}
