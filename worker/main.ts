/** A worker process: as many of them as wanted share one task queue. */
import { createServer } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import { loadConfig } from '../src/config.ts';
import { connectAsSystem, mustBeBound } from '../src/db/scoped.ts';
import { mailDispatch } from '../src/mail/dispatch.ts';
import { openKeys } from '../src/privacy/key-store.ts';
import { createWorker } from './create-worker.ts';

const config = loadConfig();
const sql = connectAsSystem(config, { max: 20 });
await mustBeBound(sql);
const { keys, end: endKeys } = openKeys(config);
const [connection, clientConnection] = await Promise.all([
  NativeConnection.connect({ address: config.temporalAddress }),
  Connection.connect({ address: config.temporalAddress }),
]);
const temporal = new Client({ connection: clientConnection, namespace: config.temporalNamespace });
const activities = createActivities({ sql, keys, temporal, config, mail: mailDispatch(temporal, config.taskQueue) });
const { taskQueue, maxCachedWorkflows } = config;
const worker = await createWorker({ connection, namespace: config.temporalNamespace, taskQueue, activities, maxCachedWorkflows });

/** Up while the worker polls: 200 when running, 503 before and while it drains. */
const health = createServer((_request, response) => {
  const state = worker.getState();
  response.writeHead(state === 'RUNNING' ? 200 : 503, { 'Content-Type': 'application/json' }).end(JSON.stringify({ state }));
}).listen(config.workerHealthPort);

// SIGINT and SIGTERM drain: the SDK shuts the worker down, and run() returns when what was in hand is done.
await worker.run();
health.close();
await Promise.all([sql.end(), endKeys(), clientConnection.close(), connection.close()]);
