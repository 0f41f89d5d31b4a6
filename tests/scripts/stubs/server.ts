import { createServer } from 'node:http';

/** Stands in for the worker and the API: healthy on the port named by the variable in the first argument. */
const port = Number(process.env[process.argv[2] ?? '']);
const server = createServer((_request, response) => {
  response.end(JSON.stringify({ pid: process.pid, databaseUrl: process.env.DATABASE_URL, hashKey: process.env.HASH_KEY }));
}).listen(port, '127.0.0.1');
process.on('SIGTERM', () => {
  console.log('drained');
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
