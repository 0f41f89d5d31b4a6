import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { lives, repeatable } from './dice.ts';
import { live } from './live.ts';

const { FC_RUNS = '1000', SHRINK } = process.env;
const WITHIN_MS_EACH = 150;

/** FC_RUNS=20000 for more of them. A failure ends the run and says FC_SEED and FC_PATH; with those, SHRINK=1 looks for a smaller one, which takes minutes. */
describe('random lives on the pure steps', () => {
  test('agree with the model at every step, and keep every promise', () => {
    fc.assert(fc.property(lives, live), { ...repeatable(Number(FC_RUNS)), endOnFailure: SHRINK === undefined });
  }, Math.max(600_000, Number(FC_RUNS) * WITHIN_MS_EACH));
});
