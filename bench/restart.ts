/** The first transition after the only worker was killed and has started again, against one before. */
import { startSystem } from '../testkit/system.ts';
import type { Chapter, Pair } from './support/figure.ts';
import { casesInTriage, life, take } from './support/life.ts';
import type { Size } from './support/options.ts';
import type { Servers } from './support/servers.ts';
import { openRound } from './signals.ts';
import { quantile } from './support/spread.ts';

export async function restart(servers: Servers, { quick }: Size): Promise<Chapter> {
  const system = await startSystem(servers);
  try {
    await openRound(system);
    const runs = quick ? 1 : 4;
    const ids = await casesInTriage(system, runs * 5, 'R');
    const steps = life();
    const [first, second, third] = steps;
    if (first === undefined || second === undefined || third === undefined) throw new Error('the life is too short');
    const answered: Pair[] = [];
    const waited: Pair[] = [];
    for (let run = 0; run < runs; run++) {
      const group = ids.slice(run * 5, run * 5 + 5);
      const took: number[] = [];
      for (const id of group) took.push(await take(system, id, first), await take(system, id, second));
      const before = quantile(took, 0.5);
      await system.kill('worker');
      const killed = performance.now();
      await system.start('worker');
      const [id = ''] = group;
      answered.push({ ours: await take(system, id, third), floor: before });
      waited.push({ ours: performance.now() - killed, floor: before });
    }
    return {
      title: 'The first transition after a killed worker',
      how: 'SIGKILL of the only worker, a new one started at once, and as soon as that says it is up a transition of a case that the dead one had in its cache; the floor is the p50 of ten transitions before the kill.',
      figures: [
        { what: 'first transition', unit: 'ms', against: 'one before the kill', pairs: answered },
        { what: 'the same, from the kill on', unit: 'ms', against: 'one before the kill', pairs: waited },
      ],
      follows: 'Nobody waits longer than the new process takes to start and one second more: the engine offers the task to the dead worker for that long (`stickyQueueScheduleToStartTimeout`) before anyone may take it; then the case is replayed.',
    };
  } finally {
    await system.stop();
  }
}
