/** A worker process; any number of them share one task queue. */
import { createServer } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import { loadConfig } from '../src/config.ts';
import { connectAsSystem, mustBeBound } from '../src/db/scoped.ts';
import { mailDispatch } from '../src/engine/mail-sender.ts';
import { openKeys } from '../src/privacy/key-store.ts';
import { sealReceipts } from '../src/usecases/deliveries/seal-receipts.ts';
import { makeFacts } from '../src/usecases/records/make-facts.ts';
import { indexHouseholds } from '../src/usecases/signals/index-households.ts';
import { refoldNames } from '../src/usecases/rights/refold-names.ts';
import { createCheckWorker, createWorker } from './create-worker.ts';
import { readWorkflowBundle } from './workflow-bundle.ts';

const config = loadConfig(process.env, 'worker');
const sql = connectAsSystem(config, { max: 20 });
await mustBeBound(sql);
const { keys, end: endKeys } = openKeys(config);
const [connection, clientConnection] = await Promise.all([
  NativeConnection.connect({ address: config.temporalAddress }),
  Connection.connect({ address: config.temporalAddress }),
]);
// Before it takes work: names that an older release indexed differently could not be found.
await refoldNames({ sql, keys, config });
// Households of an older release are not found by their number yet.
await indexHouseholds({ sql, keys, config });
// Checksums of files that an older release stored are not sealed yet.
await sealReceipts({ sql, keys });
// Cases of older releases have no facts yet, so that reports would not count them.
await makeFacts({ sql, keys });
const temporal = new Client({ connection: clientConnection, namespace: config.temporalNamespace });
const activities = createActivities({ sql, keys, temporal, config, mail: mailDispatch(temporal, config.taskQueue) });
const { taskQueue, maxCachedWorkflows } = config;
const workflowBundle = config.workflowBundle === undefined ? undefined : await readWorkflowBundle(config.workflowBundle);
const worker = await createWorker({ connection, namespace: config.temporalNamespace, taskQueue, activities, maxCachedWorkflows, workflowBundle });
const checkWorker = await createCheckWorker({ connection, namespace: config.temporalNamespace, taskQueue, activities });

/** The health address: 200 while the worker polls, 503 before that and while it drains. */
const health = createServer({ keepAliveTimeout: config.edge.keepAliveMs }, (_request, response) => {
  const state = worker.getState();
  response.writeHead(state === 'RUNNING' ? 200 : 503, { 'Content-Type': 'application/json' }).end(JSON.stringify({ state }));
}).listen(config.workerHealthPort);

// SIGINT and SIGTERM drain: the SDK shuts the worker down, and run() returns when its current work is done.
await Promise.all([worker.run(), checkWorker.run()]);
health.close();
await Promise.all([sql.end(), endKeys(), clientConnection.close(), connection.close()]);
