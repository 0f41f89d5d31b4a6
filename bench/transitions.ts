/** Transitions of cases through the API, against Updates of the engine that do nothing, or insert one row. */
import { poll } from '../scripts/parts/poll.ts';
import { pooled } from '../src/pooled.ts';
import { startSystem, type System } from '../testkit/system.ts';
import { secondsOf, type Chapter, type Figure, type Pair } from './support/figure.ts';
import { startFloor, type Floor } from './support/floor.ts';
import { casesInTriage, life, read, take } from './support/life.ts';
import type { Size } from './support/options.ts';
import type { Servers } from './support/servers.ts';
import { openRound } from './signals.ts';
import { quantile } from './support/spread.ts';

interface Measured {
  aSecond: number;
  p50: number;
  p99: number;
}

interface Round {
  ours: Measured;
  /** Of the four steps in the middle of a life, which send no mail. */
  unmailed: Measured;
  bare: Measured;
  stored: Measured;
}

export async function transitions(servers: Servers, { quick }: Size): Promise<Chapter> {
  const [system, floor] = [await startSystem(servers), await startFloor(servers)];
  try {
    await openRound(system);
    // Not measured: whatever is compiled or connected at its first use.
    await round(system, floor, { cases: 16, atOnce: 16, series: 'WARM' });
    const alone: Round[] = [];
    const crowd: Round[] = [];
    for (let run = 0; run < (quick ? 1 : 3); run++) {
      alone.push(await round(system, floor, { cases: quick ? 2 : 16, atOnce: 1, series: `ALONE${run}X` }));
      crowd.push(await round(system, floor, { cases: quick ? 16 : 96, atOnce: 16, series: `CROWD${run}X` }));
    }
    return {
      title: 'A transition through the API',
      how: `Cases live from triage to their feedback, six transitions each (go, two visits to a closed door, one that is answered, the plan, the feedback), each a POST with an Idempotency-Key that is answered with where the case stands (Prefer: return=minimal); after its last one a case is read, and what both show is checked. Mails to creditors and colleagues leave meanwhile, in batches, by the same worker. The floor is an Update on an otherwise empty workflow, sent straight to the engine: without any activity, and with a local activity that inserts one row; the same numbers of workflows and updates, the same number at once.`,
      figures: [...figuresOf('1 at once', alone), ...figuresOf('16 at once', crowd)],
      follows:
        'The part between the two floors is what keeping a step in Postgres costs. A transition that sends no mail pays the API above that (the key, the checks, the words, the audit, where the case stands: five to ten statements) and the rules. Mail is the rest: every third transition sends one, by a sender that shares the two cores with them. Reading the case back into the answer, as is done without that header, is thirteen queries more. The SDK keeps a stack trace for each promise of a workflow, which has no setting: refused by a patch of Node it took the worker from 12.9 to 11.6 ms of CPU a transition, a tenth, which is not worth a patch.',
    };
  } finally {
    await Promise.all([system.stop(), floor.stop()]);
  }
}

function figuresOf(atOnce: string, rounds: readonly Round[]): Figure[] {
  const floors = { bare: 'Update without an activity', stored: 'Update that inserts a row' } as const;
  const parts = [
    { what: 'transitions', unit: 'a second', of: ({ aSecond }: Measured) => aSecond },
    { what: 'p50', unit: 'ms', of: ({ p50 }: Measured) => p50 },
    { what: 'p99', unit: 'ms', of: ({ p99 }: Measured) => p99 },
  ];
  const figure = (part: (typeof parts)[number], ours: 'ours' | 'unmailed', which: keyof typeof floors): Figure => ({
    what: `${part.what}${ours === 'unmailed' ? ' without mail' : ''}, ${atOnce}`,
    unit: part.unit,
    against: floors[which],
    pairs: rounds.map((measured): Pair => ({ ours: part.of(measured[ours]), floor: part.of(measured[which]) })),
  });
  return parts.flatMap((part) => [figure(part, 'ours', 'bare'), figure(part, 'ours', 'stored'), figure(part, 'unmailed', 'stored')]);
}

interface Crowd {
  cases: number;
  atOnce: number;
  series: string;
}

async function round(system: System, floor: Floor, crowd: Crowd): Promise<Round> {
  const steps = life();
  const [first, last] = [steps.slice(0, 1), steps.slice(-1)];
  const walk = (ids: readonly string[], taken: typeof steps) =>
    measure(ids, crowd.atOnce, async (id, record) => {
      for (const transition of taken) record(await take(system, id, transition));
    });
  const ids = await casesInTriage(system, crowd.cases, crowd.series);
  const ours = await walk(ids, steps);
  for (const id of ids) for (const transition of last) await read(system, id, transition);
  const others = await casesInTriage(system, crowd.cases, `${crowd.series}Q`);
  await walk(others, first);
  await mailSent(system);
  const unmailed = await walk(others, steps.slice(1, -1));
  return { ours, unmailed, bare: await measureFloor(floor, 'bare', crowd), stored: await measureFloor(floor, 'stored', crowd) };
}

async function mailSent({ sql }: System): Promise<void> {
  await poll(120_000, 100, async () => {
    const waiting = await sql`select 1 from outbox where sent_at is null and failed_at is null and held_until is null limit 1`;
    return waiting.length === 0;
  });
}

async function measureFloor(floor: Floor, update: 'bare' | 'stored', { cases, atOnce }: Crowd): Promise<Measured> {
  const handles = await Promise.all(Array.from({ length: cases }, () => floor.startUpdated()));
  const measured = await measure(handles, atOnce, async (handle, record) => {
    for (let step = 0; step < life().length; step += 1) {
      const started = performance.now();
      await handle.executeUpdate(update);
      record(performance.now() - started);
    }
  });
  for (const handle of handles) await floor.finish(handle);
  return measured;
}

async function measure<Item>(items: readonly Item[], atOnce: number, work: (item: Item, record: (ms: number) => void) => Promise<void>): Promise<Measured> {
  const took: number[] = [];
  const seconds = await secondsOf(() => pooled(atOnce, items, (item) => work(item, (ms) => took.push(ms))));
  return { aSecond: took.length / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}
