import { createHash } from 'node:crypto';

/** Chance that can be repeated: the same seed throws the same. */
export interface Dice {
  chance(probability: number): boolean;
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Each item with its weight. */
  weighed<Item>(items: readonly (readonly [Item, number])[]): Item;
  /** A UUID. */
  id(): string;
}

export function diceOf(seed: string): Dice {
  let state = digestOf(seed).readUInt32LE(0);
  let ids = 0;
  // Mulberry32: small, and even enough to throw lives with.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const at = <Item>(items: readonly Item[], n: number): Item => {
    if (n >= items.length) throw new RangeError('nothing to choose from');
    return items[n] as Item;
  };
  return {
    chance: (probability) => next() < probability,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (items) => at(items, Math.floor(next() * items.length)),
    weighed(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      const found = items.findIndex(([, weight]) => (left -= weight) < 0);
      return at(items, found === -1 ? items.length - 1 : found)[0];
    },
    id: () => uuidOf(digestOf(`${seed}#${(ids += 1)}`)),
  };
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Version 8: of our own making. */
function uuidOf(digest: Buffer): string {
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
