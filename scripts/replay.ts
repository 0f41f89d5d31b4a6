/** Replays every history that is kept on the workflow code of this checkout; ends with 1 when a case would break. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { z } from 'zod';
import { bundleWorkflows } from '../worker/workflow-bundle.ts';
import { SetupFailure } from './parts/failure.ts';
import { fail, say } from './parts/progress.ts';
import { argumentsOf, withSources } from './parts/sources.ts';
import { counted, telling } from './parts/telling.ts';
import { keptHistories, places, type Place } from './replay/kept.ts';
import { replay, type Replayed } from './replay/replay.ts';

const usage = `npm run replay -- [--only recorded|archived|running] [--json]

Before a worker takes a new release: replays every history that is kept on the workflow code of this checkout, and says
which cases would break. Changes nothing. See docs/changing-workflows.md.

  --only recorded   the lives in tests/histories
  --only archived   closed runs, from Postgres
  --only running    runs that the engine has open; these a worker goes on with. The option may be given twice
  --json            the outcome as JSON

Ends with 1 when one would break. Which system: see npm run verify.`;

try {
  const options = argumentsOf({ only: { type: 'string', multiple: true }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } }, usage);
  if (options.help) say(usage);
  else process.exitCode = await replayKept(placesOf(options.only), options.json ? (outcome) => JSON.stringify(outcome, null, 2) : asText);
} catch (error) {
  fail(error);
}

function placesOf(only: unknown): readonly Place[] {
  const parsed = z.array(z.enum(places)).optional().safeParse(only);
  if (!parsed.success) throw new SetupFailure(`--only takes ${places.join(', ')}.\n\n${usage}`);
  return parsed.data ?? places;
}

async function replayKept(wanted: readonly Place[], report: (outcome: Replayed, seconds: number) => string): Promise<number> {
  const started = performance.now();
  // Breaking histories are reported below; the SDK would report them too, at length.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const bundle = await bundleWorkflows();
  let so: Replayed | undefined;
  const tell = telling(() => `${counted(total(so), 'history', 'histories')} replayed, ${so?.broken.length ?? 0} would break so far`);
  const outcome = await withSources((sources) =>
    replay(bundle, keptHistories(sources, wanted), (now) => {
      so = now;
      tell();
    }),
  );
  say(report(outcome, (performance.now() - started) / 1_000));
  return outcome.broken.length === 0 ? 0 : 1;
}

function total(so: Replayed | undefined): number {
  return Object.values(so?.counts ?? {}).reduce((sum, count) => sum + count, 0);
}

function asText(outcome: Replayed, seconds: number): string {
  const { counts, events, broken } = outcome;
  const which = places.map((place) => `${counts[place].toLocaleString('en')} ${place}`).join(', ');
  const took = `(${counted(events, 'event')}, ${seconds.toFixed(1)} s)`;
  if (broken.length === 0) return `✓ ${counted(total(outcome), 'history replays', 'histories replay')} on this code: ${which} ${took}.`;
  return [
    ...broken.map(({ place, name, why }) => `${place}  ${name}: ${why}`),
    `✗ ${broken.length} of ${counted(total(outcome), 'history', 'histories')} would break on this code: ${which} ${took}.`,
    'Guard the change with patched(): docs/changing-workflows.md.',
  ].join('\n');
}
