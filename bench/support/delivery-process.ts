/** A process that takes in one file and stores its verdicts, as the API and the worker do, and tells what it took. */
import { createReadStream } from 'node:fs';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Dependencies } from '../../activities/dependencies.ts';
import { storeRows } from '../../activities/deliver.ts';
import { connectAsSystem } from '../../src/db/scoped.ts';
import { keyStore } from '../../src/privacy/key-store.ts';
import { hashKey, masterKeys } from '../../testkit/data/keys.ts';
import { receiveDelivery } from '../../src/usecases/deliveries/receive-delivery.ts';

export interface Taken {
  seconds: number;
  rssMb: number;
  heapMb: number;
}

const [databaseUrl = '', roundId = '', path = ''] = process.argv.slice(2);
const creditorId = 'woongoed-twente';
const actor = { id: `schuldeiser-${creditorId}`, role: 'creditor', municipalityCode: null, teamId: null, creditorId } as const;
const sql = connectAsSystem({ databaseUrl, hashKey }, { max: 4 });
const keys = keyStore(sql, masterKeys);
const deps = { sql, keys, config: { hashKey } } as unknown as Dependencies;
await sql`select 1`;

let heap = 0;
const watch = setInterval(() => (heap = Math.max(heap, process.memoryUsage().heapUsed)), 20);
const started = performance.now();
const { id } = await receiveDelivery(deps, actor, { creditorId, roundId, format: 'csv', fileName: null, bytes: createReadStream(path) });
await new MockActivityEnvironment().run<[string], string, (deliveryId: string) => Promise<string>>(storeRows(deps), id);
const seconds = (performance.now() - started) / 1000;
clearInterval(watch);
await sql.end();
const taken: Taken = { seconds, rssMb: process.resourceUsage().maxRSS / 1024, heapMb: heap / 1024 ** 2 };
console.log(JSON.stringify(taken));
