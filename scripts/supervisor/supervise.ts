import { prepareDatabase } from '../../src/db/admit.ts';
import { requireFreePorts } from '../parts/ports.ts';
import { describeFailure, say, step } from '../parts/progress.ts';
import { drainMs, seedDemo, startApplications, startIssuer } from './application.ts';
import type { Commands } from './application.ts';
import { openDataFolder } from './data-folder.ts';
import { startEngines } from './engines.ts';
import { applicationEnvironment, checkedConfig, wantedPorts } from './environment.ts';
import { schedule } from './schedules.ts';
import type { Settings } from './settings.ts';
import { Supervision } from './supervision.ts';
import { welcome } from './welcome.ts';

/**
 * Runs the whole system until a signal asks it to stop or a part dies, and stops what it started.
 * @returns the exit code: 0 after a signal, 1 after a failure, which has been told on the terminal
 */
export async function supervise(settings: Settings, commands: Commands): Promise<number> {
  const supervision = new Supervision();
  const signalled = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(0));
  });
  const up = startAll(settings, commands, supervision);
  const failed = Promise.race([up.then(() => supervision.death), supervision.death]).catch((error: unknown) => {
    if (!supervision.isStopping) console.error(`✗ ${describeFailure(error)}`);
    return 1;
  });
  const code = await Promise.race([signalled, failed]);
  if (code === 0) say('Stopping …');
  await supervision.stop();
  return code;
}

async function startAll(settings: Settings, commands: Commands, supervision: Supervision): Promise<void> {
  const started = performance.now();
  const data = await openDataFolder(settings.dataFolder);
  supervision.onStop(() => data.unlock());
  const environment = () => applicationEnvironment(settings, data, process.env);
  await requireFreePorts(wantedPorts(settings, checkedConfig(environment())), data.wasKilled ? drainMs : 0);
  if (settings.fresh) data.empty();
  // An emptied folder has new keys.
  const env = environment();
  const config = checkedConfig(env);

  await startEngines(settings, config, data, supervision);
  await step('Database schema up to date', () => prepareDatabase(config));
  if (settings.own.issuer === undefined) await startIssuer(commands, env, config, data, supervision);
  await startApplications(commands, env, config, data, supervision);
  if (settings.demo) await seedDemo(commands.seed, env, supervision);
  await step('Schedules registered, round of today open', () => schedule(config));
  say(welcome(settings, config, performance.now() - started));
}
