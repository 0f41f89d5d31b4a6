/** An API process; any number of them share one Postgres and one engine. */
import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { loadConfig } from '../src/config.ts';
import { openKnown } from '../src/db/known.ts';
import { mustBeBound, openDatabase } from '../src/db/scoped.ts';
import { createIdentity } from '../src/identity/identity.ts';
import { openKeys } from '../src/privacy/key-store.ts';
import { refusalCounts } from '../src/usecases/audit/count-refusals.ts';
import { createApp } from './app.ts';
import { createServer } from './edge/server.ts';

/** How long requests get to finish when the process is asked to stop; an update is answered within eight seconds. */
const DRAIN_MS = 10_000;

const config = loadConfig(process.env, 'api');
const log = pino({ level: config.logLevel, base: { service: 'api' } });
const database = openDatabase(config);
const known = openKnown(config, database.system);
const { keys, end: endKeys } = openKeys(config);
await mustBeBound(database.system);
// Lazy, so that reading and the documentation work while the engine is away.
const connection = Connection.lazy({ address: config.temporalAddress });
const temporal = new Client({ connection, namespace: config.temporalNamespace });
const refusals = refusalCounts(database.system, (err) => log.error({ err }, 'refusals not written down yet'));

const server = createServer(createApp({ sql: database.system, database, known, keys, temporal, config, identity: createIdentity(config), refusals, log }), config.edge).listen(config.apiPort, config.apiHost);
await once(server, 'listening');
log.info({ host: config.apiHost, port: config.apiPort }, 'listening');

const signal = await Promise.race(['SIGINT', 'SIGTERM'].map(async (name) => (await once(process, name), name)));
log.info({ signal }, 'draining');
const closed = once(server, 'close');
// Otherwise a connection that becomes idle from now on would keep the process alive for seconds.
server.keepAliveTimeout = 1;
server.close();
const tooLong = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
await closed;
clearTimeout(tooLong);
await refusals.write().catch((err: unknown) => log.error({ err }, 'refusals of the last minute are not in the audit log'));
await Promise.all([known.end(), database.end(), endKeys(), connection.close()]);
