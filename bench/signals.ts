/** From a creditor's file to running workflows, over HTTP on real processes, against bare starts of an empty workflow. */
import { poll } from '../scripts/parts/poll.ts';
import { pooled } from '../src/pooled.ts';
import { startSystem, type System } from '../testkit/system.ts';
import { inTurn, secondsOf, type Chapter } from './support/figure.ts';
import { fileOf } from '../testkit/data/large-file.ts';
import { startFloor } from './support/floor.ts';
import type { Size } from './support/options.ts';
import type { Servers } from './support/servers.ts';

/** As many as a delivery tells its signals to at once. */
const AT_ONCE = 16;
const MONTH = '2026-10';

export async function signals(servers: Servers, { quick }: Size): Promise<Chapter> {
  const count = quick ? 200 : 1_000;
  const [system, floor] = [await startSystem(servers), await startFloor(servers)];
  try {
    await openRound(system);
    const pairs = await inTurn(
      quick ? 1 : 3,
      async (run) => count / (await secondsOf(() => deliver(system, fileOf({ count, series: String.fromCharCode(65 + run) }), count))),
      async () => count / (await secondsOf(() => pooled(AT_ONCE, Array(count).keys(), () => floor.startEmpty()))),
    );
    return {
      title: 'A signal, from the file to its running workflow',
      how: `POST of a CSV of ${count.toLocaleString('en')} rows, each another household, until the receipt says that every signal is placed: its verdict stored, its case's workflow started with the signal, and that first step stored. The floor starts as many empty workflows, ${AT_ONCE} at once, with a worker of its own that ends them.`,
      figures: [{ what: 'signals', unit: 'a second', against: `bare workflow.start, ${AT_ONCE} at once`, pairs }],
      follows:
        'A signal costs one update-with-start, one workflow task, one local activity of one transaction, and two updates of its row; what the engine writes to its file for a start is most of it.',
    };
  } finally {
    await Promise.all([system.stop(), floor.stop()]);
  }
}

export const openRound = (system: System) => system.call('meldpunt', 'POST', '/api/v1/rounds', { month: MONTH, byHand: true });

interface Receipt {
  id: string;
  accepted: number;
  placed: number;
  state: string;
}

/** Delivers a file of housing corporation Woongoed Twente and waits until all its signals are known to their cases. */
export async function deliver(system: System, file: Buffer, count: number): Promise<void> {
  const account = 'schuldeiser-woongoed-twente';
  let { body: receipt } = await system.call<Receipt>(account, 'POST', `/api/v1/deliveries?round=${MONTH}`, file);
  await poll(300_000, 50, async () => {
    if (receipt.state === 'processing') ({ body: receipt } = await system.call<Receipt>(account, 'GET', `/api/v1/deliveries/${receipt.id}`));
    return receipt.state !== 'processing';
  });
  if (receipt.placed !== count) throw new Error(`${receipt.placed} of ${count} signals were placed (${receipt.state})`);
}
