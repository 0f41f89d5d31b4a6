import { beforeAll, describe, expect, test } from '@jest/globals';
import { differencesBetween } from './picture.ts';
import { runMonth, type Outcome } from './run.ts';
import { momentName } from './storm.ts';
import { everyday } from './weather.ts';

let undisturbed: Outcome;
let disturbed: Outcome;
beforeAll(async () => {
  undisturbed = await runMonth([]);
  disturbed = await runMonth(everyday);
}, 600_000);

describe('a month on real processes, undisturbed', () => {
  test('matches what its histories say, and mails everything once', () => {
    expect(undisturbed.verified).toMatchObject({ cases: 40, differences: [] });
    expect(undisturbed.mails).toEqual({ arrived: expect.any(Number) as unknown, repeatedInWindow: 0, problems: [] });
    expect(undisturbed.mails.arrived).toBeGreaterThan(100);
  });
});

describe('the same month, with parts killed at chosen moments', () => {
  test('was killed at each of those moments', () => {
    expect(disturbed.hits.filter(({ killed }) => killed.length === 0).map(({ strike }) => momentName(strike.moment))).toEqual([]);
    expect(new Set(disturbed.hits.flatMap(({ killed }) => killed))).toEqual(new Set(['api', 'worker-1', 'worker-2', 'temporal', 'postgres']));
    expect(Object.keys(disturbed.repeats)).not.toEqual([]);
  });

  test('leaves exactly what the undisturbed one left: nothing lost, nothing twice', () => {
    expect(differencesBetween(undisturbed.picture, disturbed.picture)).toEqual([]);
  });

  test('mails twice only what was killed between the mail server\'s "accepted" and our commit', () => {
    expect(disturbed.mails.problems).toEqual([]);
  });

  test('has histories that say the same as Postgres', () => {
    expect(disturbed.verified.differences).toEqual([]);
  });
});
