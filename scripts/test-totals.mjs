import { readFileSync } from 'node:fs';

/**
 * Prints `N passed, N failed` for the results file that jest wrote, and fails when a test did or when none ran. A test
 * file that could not be loaded has no failed test in the results; it counts as one.
 */
function totals(file) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

const { passed, failed } = totals(process.argv[2]);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
