import { requireFreePorts } from '../parts/ports.ts';
import { describeFailure, say, step } from '../parts/progress.ts';
import { drainMs, seedDemo, startApplications, startIssuer, startMailCatcher } from './application.ts';
import type { Commands } from './application.ts';
import { openDataFolder } from './data-folder.ts';
import { startDatabase, startEngine } from './engines.ts';
import { applicationEnvironment, checkedConfig, takeSettings, wantedPorts } from './environment.ts';
import { schedule } from './schedules.ts';
import type { Settings } from './settings.ts';
import { usualPatience, type Patience } from './patience.ts';
import { Supervision } from './supervision.ts';
import { welcome } from './welcome.ts';

/**
 * Runs the whole system until a signal asks it to stop or a part cannot be kept up, and stops what it started.
 * @returns the exit code: 0 after a signal, 1 after a failure, which has been printed
 */
export async function supervise(settings: Settings, commands: Commands, patience: Patience = usualPatience): Promise<number> {
  const supervision = new Supervision(patience);
  const signalled = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(0));
  });
  const up = startAll(settings, commands, supervision);
  const failed = Promise.race([up.then(() => supervision.givenUp), supervision.givenUp]).catch((error: unknown) => {
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
  const given = takeSettings(process.env);
  const data = await openDataFolder(settings.dataFolder);
  supervision.onStop(() => data.unlock());
  const environment = () => applicationEnvironment(settings, data, given);
  await requireFreePorts(wantedPorts(settings, checkedConfig(environment())), data.wasKilled ? 2 * drainMs : 0);
  if (settings.fresh) data.empty();
  // After --fresh the folder has new keys.
  const env = environment();
  const config = checkedConfig(env);

  // None of these needs another; the parts that need them come next. They stop in the reverse of this order.
  await Promise.all([
    settings.own.smtpUrl === undefined && startMailCatcher(commands, env, settings, data, supervision),
    startDatabase(settings, config, data, supervision),
    startEngine(settings, config, data, supervision),
    settings.own.issuer === undefined && startIssuer(commands, env, config, data, supervision),
  ]);
  // The demo's past needs Postgres and the engine alone; it is written while the others come up, and the rest waits for the API.
  await Promise.all([startApplications(commands, env, config, data, supervision), settings.demo && seedDemo(commands.seed, env, supervision)]);
  await supervision.during(step('Schedules registered, round of today open', () => schedule(config)));
  say(welcome(settings, config, performance.now() - started));
}
