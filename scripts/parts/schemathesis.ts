import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isExecutable } from './cache.ts';
import { fetchPackages, packagesFolder } from './python-packages.ts';

/** Every package has a fixed version: the fuzzer must not change by itself. */
const pinned = fileURLToPath(new URL('schemathesis.txt', import.meta.url));

/**
 * The Python that can run `-m schemathesis.cli`, in this user's cache; the first time it is installed there from PyPI.
 * @param say gets a line when something takes long
 * @throws SetupFailure that says what to install
 */
export async function schemathesisPython(say: (line: string) => void): Promise<string> {
  const python = join(packagesFolder(pinned), 'bin', 'python');
  if (!isExecutable(python)) await fetchPackages(pinned, 'Schemathesis, the fuzzer of the API', say);
  return python;
}
