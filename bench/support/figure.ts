import { spreadOf, type Spread } from './spread.ts';

/** One measurement of ours beside one of what it is held against, taken right after each other. */
export interface Pair {
  ours: number;
  floor: number;
}

/** What is measured, in pairs; the ratio of each pair is what counts, for noise of the machine hits both. */
export interface Figure {
  what: string;
  unit: string;
  against: string;
  pairs: readonly Pair[];
}

export interface Chapter {
  title: string;
  /** What was done, in a sentence or two. */
  how: string;
  figures: readonly Figure[];
  /** Beside the ratios: memory and the like, a sentence each. */
  notes?: readonly string[];
  follows: string;
}

export const ratios = ({ pairs }: Figure): Spread => spreadOf(pairs.map(({ ours, floor }) => ours / floor));

/** Measures ours and the floor in turn, A B A B …, so that a busy moment hits both. */
export async function inTurn(times: number, ours: (run: number) => Promise<number>, floor: (run: number) => Promise<number>): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let run = 0; run < times; run++) pairs.push({ ours: await ours(run), floor: await floor(run) });
  return pairs;
}

/** Seconds that the work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
