import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, isExecutable, onPath } from './cache.ts';
import { SetupFailure } from './failure.ts';
import { run } from './run.ts';
import { downloadWithSdk } from './sdk-download.ts';

/** The last version that `go install` takes; later ones replace modules, which it refuses. */
const version = '1.5.1';

/**
 * The path of a Temporal CLI that can start a dev server: TEMPORAL_CLI_PATH, else `temporal` on PATH, else one in this
 * user's cache, where it is downloaded, or else built with Go, the first time.
 * @param say gets a line when something takes long
 * @throws SetupFailure that says what to install when none of these works
 */
export async function temporalProgram(say: (line: string) => void): Promise<string> {
  const named = process.env.TEMPORAL_CLI_PATH;
  if (named !== undefined) {
    if (isExecutable(named)) return named;
    throw new SetupFailure(`TEMPORAL_CLI_PATH is ${named}, but no program lies there.`);
  }
  const installed = onPath('temporal');
  if (installed !== undefined) return installed;

  const folder = cacheFolder(`temporal-${version}`);
  const built = join(folder, 'temporal');
  if (isExecutable(built)) return built;
  return (await downloadWithSdk('dev-server', cacheFolder('temporal-download'))) ?? (await build(folder, built, say));
}

async function build(folder: string, target: string, say: (line: string) => void): Promise<string> {
  const go = onPath('go');
  if (go === undefined) {
    throw new SetupFailure(
      'A Temporal dev server is needed and could not be downloaded. Install the Temporal CLI (https://docs.temporal.io/cli) or Go 1.25 or later (https://go.dev/dl), and try again.',
    );
  }
  say(`Building the Temporal ${version} dev server with Go, once for this user: about three minutes …`);
  // Built aside and renamed, so that a build cut short is never taken for a whole one.
  const unfinished = mkdtempSync(join(folder, 'build-'));
  try {
    const started = performance.now();
    const heartbeat = setInterval(() => say(`  still building, ${Math.round((performance.now() - started) / 1000)} s`), 30_000);
    const result = await run(go, ['install', `github.com/temporalio/cli/cmd/temporal@v${version}`], {
      env: { ...process.env, GOBIN: unfinished },
    });
    clearInterval(heartbeat);
    if (result.code !== 0) throw new SetupFailure(`Go could not build the Temporal dev server:\n${result.output}`);
    renameSync(join(unfinished, 'temporal'), target);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return target;
}
