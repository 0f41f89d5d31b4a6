import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** Stands in for our own programs: healthy on the port named by the variable in the first argument. */
const variable = process.argv[2] ?? '';
if (existsSync(join(process.env.DATA_FOLDER ?? '', `broken-${variable}`))) throw new Error(`${variable} is broken`);

const server = createServer((_request, response) => {
  response.end(JSON.stringify({ databaseUrl: process.env.DATABASE_URL, hashKey: process.env.HASH_KEY, given: Object.keys(process.env) }));
}).listen(Number(process.env[variable]), '127.0.0.1');
process.on('SIGTERM', () => {
  console.log('drained');
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
