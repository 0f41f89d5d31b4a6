import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Kept, Place } from './kept.ts';

export interface Broken {
  place: Place;
  name: string;
  why: string;
}

export interface Replayed {
  counts: Record<Place, number>;
  events: number;
  broken: Broken[];
}

/** Replays each history on this code, one at a time; a history that breaks does not stop the others. */
export async function replay(workflowBundle: WorkflowBundleWithSourceMap, histories: AsyncIterable<Kept>, onEach: (so: Replayed) => void = () => undefined): Promise<Replayed> {
  const so: Replayed = { counts: { recorded: 0, archived: 0, running: 0 }, events: 0, broken: [] };
  let current: Kept | undefined;
  const noted = async function* () {
    for await (current of histories) yield current;
  };
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, noted())) {
    if (current === undefined) continue;
    const { place, name, history } = current;
    so.counts[place] += 1;
    so.events += history.events?.length ?? 0;
    if (error !== undefined) so.broken.push({ place, name, why: error.message });
    onEach(so);
  }
  return so;
}
