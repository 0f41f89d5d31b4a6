import { randomUUID } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { startChild } from '../../scripts/parts/child.ts';
import { testDatabase } from '../../testkit/database/database.ts';
import { uniqueName } from '../../testkit/engine/dev-server.ts';
import { empty, finish, updated } from '../floor/workflows.ts';
import type { Servers } from './servers.ts';

/** The engine by itself: a worker process of workflows that do nothing, and a client to drive it. */
export interface Floor {
  /** Starts an empty workflow; returns when the engine has it. */
  startEmpty(): Promise<void>;
  /** A running workflow that takes the updates of bench/floor/workflows.ts. */
  startUpdated(): Promise<WorkflowHandle>;
  finish(handle: WorkflowHandle): Promise<void>;
  stop(): Promise<void>;
}

export async function startFloor({ temporalAddress: address, logFile }: Servers): Promise<Floor> {
  const database = await testDatabase();
  const taskQueue = uniqueName('floor');
  const child = startChild({ program: process.execPath, args: ['--import', 'tsx', 'bench/floor/worker.ts', taskQueue, address, database.ownerUrl], logFile, stopSignal: 'SIGTERM' });
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  const start = (type: typeof empty | typeof updated) => workflow.start(type, { taskQueue, workflowId: randomUUID() });
  await (await start(empty)).result();
  return {
    startEmpty: async () => {
      await start(empty);
    },
    startUpdated: () => start(updated),
    finish: (handle) => handle.signal(finish),
    async stop() {
      await child.stop(15_000);
      await connection.close();
      await database.drop();
    },
  };
}
