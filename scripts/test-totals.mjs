import { failedFiles, suitesOf, totalsOf } from './parts/test-results.mjs';

/**
 * Prints `N passed, N failed` for the results file that jest wrote, and fails when a test did or when none ran. A second results
 * file holds the suites that were run once more: it stands for theirs, and those that passed only then are named.
 */
const [first, second] = process.argv.slice(2).map(suitesOf);
const again = new Set((second ?? []).map(({ name }) => name));
const suites = [...first.filter(({ name }) => !again.has(name)), ...(second ?? [])];
const failed = new Set(failedFiles(suites));
for (const name of again) if (!failed.has(name)) console.log(`passed only when run again: ${name}`);
const totals = totalsOf(suites);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);
