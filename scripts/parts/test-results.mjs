import { readFileSync } from 'node:fs';

/** The test files of a results file that jest wrote, each once for each project that ran it; empty when jest wrote none. */
export function suitesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return [];
  }
}

/** The paths of the test files that failed, in any project. */
export const failedFiles = (suites) => [...new Set(suites.filter(({ status }) => status === 'failed').map(({ name }) => name))];

/** A test file that could not be loaded has no test in the results; it counts as one that failed. */
export function totalsOf(suites) {
  const tests = suites.flatMap(({ status, assertionResults }) => (status === 'failed' && !assertionResults.some(isFailed) ? [{ status }, ...assertionResults] : assertionResults));
  return { passed: tests.filter(({ status }) => status === 'passed').length, failed: tests.filter(isFailed).length };
}

const isFailed = ({ status }) => status === 'failed';
