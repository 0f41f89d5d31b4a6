import { createServer } from 'node:net';
import { SetupFailure } from './failure.ts';
import { poll } from './poll.ts';

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

function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

export interface WantedPort {
  readonly part: string;
  readonly port: number;
  /** The environment variable that moves it. */
  readonly variable: string;
  readonly host?: string;
}

/**
 * @param patienceMs how long to wait for a port whose holder is known to be stopping
 * @throws SetupFailure with a line for each port that is taken: which, for what, and the variable to set
 */
export async function requireFreePorts(wanted: readonly WantedPort[], patienceMs: number): Promise<void> {
  let taken: WantedPort[] = [];
  const free = await poll(patienceMs, 100, async () => {
    const states = await Promise.all(wanted.map(({ port, host }) => isPortFree(port, host)));
    taken = wanted.filter((_, index) => states[index] === false);
    return taken.length === 0;
  });
  if (free) return;
  throw new SetupFailure(
    taken
      .map(({ part, port, variable }) => `Port ${port}, meant for ${part}, is in use by another program: stop that, or set ${variable} to a free port.`)
      .join('\n'),
  );
}
