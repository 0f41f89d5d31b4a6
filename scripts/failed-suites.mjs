import { failedFiles, suitesOf } from './parts/test-results.mjs';

/** So many failures are no accident of a busy machine: the run has failed. */
const MOST = 8;

/** Prints the test files that failed in the results file, to be run once more by themselves; none when too many failed. */
const failed = failedFiles(suitesOf(process.argv[2]));
if (failed.length <= MOST) for (const file of failed) console.log(file);
