import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tests = fileURLToPath(new URL('../', import.meta.url));
const workers = join(tests, 'support/worker.ts');

/** The test files that make a worker: those that import tests/support/worker.ts, or a file that does. */
export function workflowTests() {
  const reaches = new Map();
  const makesWorkers = (file) => {
    if (!reaches.has(file)) {
      reaches.set(file, false);
      reaches.set(file, importsOf(file).some((imported) => imported === workers || makesWorkers(imported)));
    }
    return reaches.get(file);
  };
  return readdirSync(tests, { recursive: true }).filter((file) => file.endsWith('.test.ts')).map((file) => join(tests, file)).filter(makesWorkers);
}

/** What it runs, from the tests alone: types make no worker. */
function importsOf(file) {
  if (!existsSync(file)) return [];
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;']*from '(\.[^']+)';/gm);
  return [...imports].map(([, path]) => join(dirname(file), path)).filter((path) => path.startsWith(tests));
}
