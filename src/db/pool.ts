/** A bounded number of connections to Postgres, each lent to one user at a time. */
import { connect, type Connections } from './connect.ts';

/** All connections were in use for as long as a caller may wait. Nothing was sent to Postgres. */
export class PoolFull extends Error {
  override readonly name = 'PoolFull';
}

/** One connection; the driver opens it when it is used, and again after it was lost. */
export interface Lent {
  sql: Connections;
  /** How often the connection was lost so far. */
  losses: number;
  /** Whether it has been used since it was opened. */
  isReady: boolean;
  /** Drops the connection, whatever it is doing, and opens another. */
  abandon(): void;
  /** How long it may be waited for an answer on it. */
  readonly answerMs: number;
}

export interface Pool {
  /** @throws PoolFull, and what `work` throws */
  lend<Result>(work: (connection: Lent) => Promise<Result>): Promise<Result>;
  /** Ends all connections when their work is done, or after some seconds. */
  end(): Promise<void>;
}

const END_WITHIN_SECONDS = 5;

/**
 * @param waitMs how long a caller waits for a connection when all are in use
 * @param answerMs how long a statement may take: then Postgres ends it, and when it does not, the connection is dropped
 */
export function openPool(databaseUrl: string, { connections, waitMs, answerMs }: { connections: number; waitMs: number; answerMs: number }): Pool {
  const all = Array.from({ length: connections }, () => connectionTo(databaseUrl, answerMs));
  const free = [...all];
  // First come, first served.
  const waiting = new Set<(connection: Lent) => void>();

  const untilFree = (): Promise<Lent> =>
    new Promise((resolve, reject) => {
      const give = (given: Lent): void => {
        clearTimeout(tooLong);
        resolve(given);
      };
      const tooLong = setTimeout(() => {
        waiting.delete(give);
        reject(new PoolFull(`none of ${connections} connections came free in ${waitMs} ms`));
      }, waitMs);
      waiting.add(give);
    });
  const giveBack = (connection: Lent): void => {
    const [first] = waiting;
    if (first === undefined) return void free.push(connection);
    waiting.delete(first);
    first(connection);
  };

  return {
    async lend(work) {
      // The most recently used one, so that no more are opened than are needed at once.
      const connection = free.pop() ?? (await untilFree());
      try {
        return await work(connection);
      } finally {
        giveBack(connection);
      }
    },
    async end() {
      await Promise.all(all.map(({ sql }) => sql.end({ timeout: END_WITHIN_SECONDS })));
    },
  };
}

/**
 * After a loss the driver begins anew: it holds a query that was cut for the one that is asked when it connects again, and
 * a Postgres that then refuses it, since it is only just starting for one, is never told to anybody.
 */
function connectionTo(databaseUrl: string, answerMs: number): Lent {
  // A connection that is replaced because of its age would end between two statements that belong together.
  const open = (): Connections => {
    const sql = connect(databaseUrl, { max: 1, ageless: true, statementMs: answerMs, onclose: () => lost(sql) });
    return sql;
  };
  const lost = (sql: Connections): void => {
    if (connection.sql !== sql) return;
    connection.losses += 1;
    connection.isReady = false;
    connection.sql = open();
    void sql.end({ timeout: 0 });
  };
  const connection: Lent = { sql: open(), losses: 0, isReady: false, abandon: () => lost(connection.sql), answerMs };
  return connection;
}
