import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'totals-'));
afterAll(() => rmSync(folder, { recursive: true }));

function totalsOf(results: string): { stdout: string; status: number | null } {
  const file = join(folder, 'results.json');
  writeFileSync(file, results);
  const { stdout, status } = spawnSync(process.execPath, ['scripts/test-totals.mjs', file], { encoding: 'utf8' });
  return { stdout, status };
}

const results = (passed: number, failed: number, unloadable: number): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: unloadable });

describe('the last line of a full check', () => {
  test('sums the tests, and succeeds when all passed', () => {
    expect(totalsOf(results(812, 0, 0))).toEqual({ stdout: '812 passed, 0 failed\n', status: 0 });
  });

  test('fails when a test failed', () => {
    expect(totalsOf(results(811, 1, 0))).toEqual({ stdout: '811 passed, 1 failed\n', status: 1 });
  });

  test('counts a test file that could not be loaded as a failure', () => {
    expect(totalsOf(results(811, 0, 1))).toEqual({ stdout: '811 passed, 1 failed\n', status: 1 });
  });

  test.each([['no test ran', results(0, 0, 0)], ['jest wrote nothing', '']])('fails when %s', (_, text) => {
    expect(totalsOf(text)).toEqual({ stdout: '0 passed, 0 failed\n', status: 1 });
  });
});
