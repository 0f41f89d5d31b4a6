import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'totals-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Suite {
  name: string;
  status: 'passed' | 'failed';
  assertionResults: { status: 'passed' | 'failed' | 'pending' }[];
}

function suite(name: string, passed: number, failed = 0): Suite {
  const tests = [...Array<'passed'>(passed).fill('passed'), ...Array<'failed'>(failed).fill('failed')];
  return { name, status: failed > 0 ? 'failed' : 'passed', assertionResults: tests.map((status) => ({ status })) };
}
const unloadable: Suite = { name: 'unloadable', status: 'failed', assertionResults: [] };

function run(script: string, ...runs: (Suite[] | null)[]): { lines: string[]; status: number | null } {
  const files = runs.map((suites, index) => {
    const file = join(folder, `${String(index)}.json`);
    writeFileSync(file, suites === null ? '' : JSON.stringify({ testResults: suites }));
    return file;
  });
  const { stdout, status } = spawnSync(process.execPath, [`scripts/${script}.mjs`, ...files], { encoding: 'utf8' });
  return { lines: stdout.trimEnd().split('\n'), status };
}

describe('the last line of a full check', () => {
  test.each<[string, (Suite[] | null)[], string, number]>([
    ['sums the tests, and succeeds when all passed', [[suite('a', 800), suite('b', 12)]], '812 passed, 0 failed', 0],
    ['fails when a test failed', [[suite('a', 811), suite('b', 0, 1)]], '811 passed, 1 failed', 1],
    ['counts a test file that could not be loaded as a failure', [[suite('a', 811), unloadable]], '811 passed, 1 failed', 1],
    ['counts a file whose tests passed and whose end failed', [[suite('a', 811), { ...suite('b', 2), status: 'failed' }]], '813 passed, 1 failed', 1],
    ['fails when no test ran', [[]], '0 passed, 0 failed', 1],
    ['fails when jest wrote nothing', [null], '0 passed, 0 failed', 1],
    ['fails when a suite fails a second time', [[suite('a', 811), suite('b', 3, 1)], [suite('b', 2, 2)]], '813 passed, 2 failed', 1],
    ['fails when jest wrote nothing the second time', [[suite('a', 811), suite('b', 3, 1)], null], '814 passed, 1 failed', 1],
  ])('%s', (_, runs, line, status) => {
    expect(run('test-totals', ...runs)).toEqual({ lines: [line], status });
  });

  test('counts the second run of a suite instead of its first, and names the suite', () => {
    const runs = [[suite('a', 811), suite('b', 3, 1)], [suite('b', 4)]];
    expect(run('test-totals', ...runs)).toEqual({ lines: ['passed only when run again: b', '815 passed, 0 failed'], status: 0 });
  });
});

describe('what is run once more', () => {
  test('is each file that failed, in whatever project', () => {
    const failed = run('failed-suites', [suite('a', 3), suite('b', 3, 1), suite('b', 3, 1), unloadable]);
    expect(failed.lines).toEqual(['b', 'unloadable']);
  });

  test('is nothing when many suites failed', () => {
    const broken = Array.from({ length: 9 }, (_, index) => suite(`broken-${String(index)}`, 0, 1));
    expect(run('failed-suites', broken).lines).toEqual(['']);
  });
});
