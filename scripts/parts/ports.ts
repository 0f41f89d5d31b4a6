import { createServer } from 'node:net';
import { SetupFailure } from './failure.ts';

/** A port that is free now on the loopback address. Somebody else may take it before you do: use it at once. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port was given'));
        else resolve(address.port);
      });
    });
  });
}

export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** @throws SetupFailure that names the port and the variable to set when something listens there already. */
export async function requireFreePort(part: string, port: number, variable: string): Promise<void> {
  if (await isPortFree(port)) return;
  throw new SetupFailure(
    `Port ${port}, meant for ${part}, is in use by another program. Stop that, or set ${variable} to a free port.`,
  );
}
