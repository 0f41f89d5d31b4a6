import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { SetupFailure } from './failure.ts';
import { poll } from './poll.ts';

/** Below the range from which outgoing connections get their ports: one of those could take the port between two starts. */
const handedOut = { from: 15_000, below: 32_768 };

/** A port that is free now on the loopback address. Another program may take it at any moment: use it at once. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(handedOut.from, handedOut.below);
    if (await isPortFree(port)) return port;
  }
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
