import { describe, test } from '@jest/globals';
import { pureLife } from './pure-life.ts';
import { scenarios } from './scenarios/index.ts';

describe('whole lives on the pure steps', () => {
  test.each(Object.entries(scenarios))('%s', (_, live) => live(pureLife()));
});
