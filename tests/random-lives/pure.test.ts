import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { lives, repeatable } from './dice.ts';
import { live } from './live.ts';

describe('random lives on the pure steps', () => {
  test('agree with the model at every step, and keep every promise', () => {
    fc.assert(fc.property(lives, live), repeatable(1_000));
  }, 600_000);
});
