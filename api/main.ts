/** An API process: as many of them as wanted share one Postgres and one engine. */
import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { loadConfig } from '../src/config.ts';
import { mustBeBound, openDatabase } from '../src/db/scoped.ts';
import { createIdentity } from '../src/identity/identity.ts';
import { openKeys } from '../src/privacy/key-store.ts';
import { createApp } from './app.ts';
import { createServer } from './edge/server.ts';

/** What is in hand gets this long; an update's answer takes eight seconds at most. */
const DRAIN_MS = 10_000;

const config = loadConfig();
const log = pino({ level: config.logLevel, base: { service: 'api' } });
const database = openDatabase(config);
const { keys, end: endKeys } = openKeys(config);
await mustBeBound(database.system);
// Lazy, so that the API reads and explains itself while the engine is away.
const connection = Connection.lazy({ address: config.temporalAddress });
const temporal = new Client({ connection, namespace: config.temporalNamespace });

const server = createServer(createApp({ sql: database.system, database, keys, temporal, config, identity: createIdentity(config), log }), config.edge).listen(config.apiPort, config.apiHost);
await once(server, 'listening');
log.info({ host: config.apiHost, port: config.apiPort }, 'listening');

const signal = await Promise.race(['SIGINT', 'SIGTERM'].map(async (name) => (await once(process, name), name)));
log.info({ signal }, 'draining');
const closed = once(server, 'close');
// A connection that becomes idle from now on would otherwise hold the process for seconds.
server.keepAliveTimeout = 1;
server.close();
const tooLong = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
await closed;
clearTimeout(tooLong);
await Promise.all([database.end(), endKeys(), connection.close()]);
