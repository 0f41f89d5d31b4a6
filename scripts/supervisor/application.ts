import { environmentFor, type Config } from '../../src/config.ts';
import type { Process } from '../../src/settings.ts';
import { startChild } from '../parts/child.ts';
import type { Child } from '../parts/child.ts';
import { SetupFailure } from '../parts/failure.ts';
import { logTail } from '../parts/log-tail.ts';
import { poll } from '../parts/poll.ts';
import type { DataFolder } from './data-folder.ts';
import { startPart } from './kept-part.ts';
import type { Settings } from './settings.ts';
import type { Supervision } from './supervision.ts';

/** Our own programs, each as arguments of `node`. */
export interface Commands {
  readonly worker: readonly string[];
  readonly api: readonly string[];
  readonly issuer: readonly string[];
  readonly mail: readonly string[];
  readonly seed: readonly string[];
}

/** How long a process gets to finish its work when it is asked to stop. */
export const drainMs = 15_000;

/** Starts the worker and the API together, and waits until both report that they are ready. */
export async function startApplications(commands: Commands, env: NodeJS.ProcessEnv, config: Config, data: DataFolder, supervision: Supervision): Promise<void> {
  const apiHost = config.apiHost === '0.0.0.0' ? '127.0.0.1' : config.apiHost;
  const start = starter(env, data, supervision);
  await Promise.all([
    start('Worker', 'worker', commands.worker, `http://127.0.0.1:${config.workerHealthPort}/health`),
    start('API', 'api', commands.api, `http://${apiHost}:${config.apiPort}/health`),
  ]);
}

/** Starts the demo's issuer. */
export function startIssuer({ issuer }: Commands, env: NodeJS.ProcessEnv, { oidcIssuer = '' }: Config, data: DataFolder, supervision: Supervision): Promise<void> {
  return starter(env, data, supervision)('Issuer', 'issuer', issuer, `${oidcIssuer}/.well-known/openid-configuration`);
}

export function startMailCatcher({ mail }: Commands, env: NodeJS.ProcessEnv, { ports }: Settings, data: DataFolder, supervision: Supervision): Promise<void> {
  return starter(env, data, supervision)('Mail catcher', 'others', mail, `http://127.0.0.1:${ports.MAIL_WEB_PORT}`);
}

const starter = (env: NodeJS.ProcessEnv, data: DataFolder, supervision: Supervision) => (name: string, of: Process | 'others', command: readonly string[], healthUrl: string): Promise<void> => {
  const logFile = data.log(name.toLowerCase().replace(' ', '-'));
  return startPart(
    {
      name,
      logFile,
      async start(hold) {
        const child = startChild({ program: process.execPath, args: command, env: environmentFor(of, env), logFile, stopSignal: 'SIGTERM' });
        hold({ ended: child.ended, stop: () => child.stop(drainMs) });
        await waitUntilHealthy(name, child, healthUrl, logFile);
      },
    },
    supervision,
  );
};

/** Loads the demo data; it prints its own progress and does nothing the second time. */
export async function seedDemo(command: readonly string[], env: NodeJS.ProcessEnv, supervision: Supervision): Promise<void> {
  const child = startChild({ program: process.execPath, args: command, env: environmentFor('seed', env), stopSignal: 'SIGTERM' });
  supervision.onStop(() => child.stop(drainMs));
  const how = await child.ended;
  if (how !== 'exit code 0') throw new SetupFailure(`The demo data could not be put in (${how}); what it said stands above.`);
}

async function waitUntilHealthy(name: string, child: Child, healthUrl: string, logFile: string): Promise<void> {
  await poll(60_000, 100, async () => !child.isRunning() || (await answersOk(healthUrl)));
  if (child.isRunning() && (await answersOk(healthUrl))) return;
  const how = child.isRunning() ? `${healthUrl} did not answer 200 within a minute` : await child.ended;
  throw new SetupFailure(`${name} did not come up (${how}). The end of ${logFile}:\n${logTail(logFile)}`);
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
