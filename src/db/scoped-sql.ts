/**
 * Queries and transactions on borrowed connections, each with the scope of its caller. The scope is set for one transaction
 * and ends with it, however it ends: outside a transaction a connection sees no row.
 */
import type postgres from 'postgres';
import type { Connections, Db, Sql } from './connect.ts';
import { ConnectionLost, isAborted } from './errors.ts';
import type { Lent, Pool } from './pool.ts';

type Query = postgres.PendingQuery<postgres.MaybeRow[]>;
type Rows = Awaited<Query>;
/** A query, written for a connection. */
type Write = (sql: Connections) => Query;
type Work = (tx: Db) => unknown;

/**
 * @param template a connection that is never used: with it queries are written that can become parts of others
 * @param scope signed, as current_scope() reads it
 */
export function scopedSql(pool: Pool, template: Connections, scope: string): Sql {
  const sql = sqlBy(template, (write) => pool.lend((connection) => alone(connection, scope, write)));
  const begin = (...given: [string, Work] | [Work]): Promise<unknown> => {
    const [options, work] = given.length === 1 ? ['', given[0]] : given;
    return pool.lend((connection) => together(connection, { scope, options, work, template }));
  };
  return Object.assign(sql, { begin }) as unknown as Sql;
}

/** Writes queries; a query that is awaited is `run`. */
function sqlBy(template: Connections, run: (write: Write) => Promise<Rows>): Db {
  const query = (write: Write): Query => startedWhenAsked(write(template), () => run(write));
  const sql = (first: unknown, ...rest: unknown[]): unknown => {
    const write = (on: Connections): unknown => (on as (...given: unknown[]) => unknown)(first, ...rest);
    return isTemplate(first) ? query(write as Write) : write(template);
  };
  return Object.assign(sql, {
    json: (value: postgres.JSONValue) => template.json(value),
    array: (...given: Parameters<Db['array']>) => template.array(...given),
    types: template.types,
    typed: template.typed,
    unsafe: (...given: Parameters<Db['unsafe']>) => query((on) => on.unsafe(...given)),
  }) as unknown as Db;
}

const isTemplate = (first: unknown): boolean => Array.isArray(first) && 'raw' in first;

/**
 * The scope is a parameter, since Postgres shows the text of a query to everybody who has the account and writes it into
 * its log. The statement is prepared, so that it can be sent together with the next ones.
 */
const enter = (sql: Db, scope: string): Query => sql`select set_config('app.scope', ${scope}, true)`;

/** Opens the connection and prepares the statements that every transaction needs, so that they can be sent together later. */
async function makeReady(connection: Lent): Promise<void> {
  if (connection.isReady) return;
  // The driver reports how the previous connection ended to the first query on a new one.
  await inTime(connection, enter(connection.sql, '').catch(() => enter(connection.sql, '')));
  connection.isReady = true;
}

/** One query as a transaction of its own, sent together: it takes one round trip. */
async function alone(connection: Lent, scope: string, write: Write): Promise<Rows> {
  await makeReady(connection);
  const first = await sentTogether(connection, scope, write);
  // After a change of the schema the driver prepares the query again; the transaction has ended by then without doing anything.
  const answer = first.committed ? first : await sentTogether(connection, scope, write);
  if (!answer.committed) throw new Error('the transaction of one query was rolled back');
  return answer.rows;
}

async function sentTogether(connection: Lent, scope: string, write: Write): Promise<{ rows: Rows; committed: boolean }> {
  const { sql, losses } = connection;
  const [begun, entered, answered, ended] = await inTime(connection, Promise.allSettled([sql.unsafe('begin'), enter(sql, scope), write(sql), sql.unsafe('commit')]));
  for (const each of [begun, entered, answered, ended]) if (each.status === 'rejected') throw each.reason;
  mustBeTheSame(connection, losses);
  return { rows: valueOf(answered), committed: valueOf(ended).command === 'COMMIT' };
}

function valueOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** Postgres ends a statement that takes too long and reports it; a frozen Postgres reports nothing. */
const SAYS_SO_WITHIN_MS = 1_000;

/** @throws ConnectionLost when no answer comes; the statement may have been carried out. The connection is dropped. */
async function inTime<Answer>(connection: Lent, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ConnectionLost(`Postgres does not answer in ${connection.answerMs} ms`));
      connection.abandon();
    }, connection.answerMs + SAYS_SO_WITHIN_MS);
  });
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}

/** Statements that the driver sends on a new connection are not part of the old transaction. @throws ConnectionLost */
function mustBeTheSame(connection: Lent, losses: number): void {
  if (connection.losses !== losses) throw new ConnectionLost('the connection was lost in the middle of a transaction');
}

/** A transaction, which begins with its first query. A query that fails ends it, also when its error is caught. */
async function together(connection: Lent, { scope, options, work, template }: { scope: string; options: string; work: Work; template: Connections }): Promise<unknown> {
  await makeReady(connection);
  const { sql, losses } = connection;
  const sent: Promise<unknown>[] = [];
  const send = <Answer>(query: PromiseLike<Answer>): Promise<Answer> => {
    const answer = inTime(connection, Promise.resolve(query));
    sent.push(answer);
    // Thrown when the transaction ends.
    answer.catch(() => undefined);
    return answer;
  };
  void send(sql.unsafe(`begin ${options}`));
  void send(enter(sql, scope));
  const tx = sqlBy(template, async (write) => {
    mustBeTheSame(connection, losses);
    return send(write(sql));
  });
  try {
    const result: unknown = await work(tx);
    await Promise.all(sent);
    const { command } = await inTime(connection, sql.unsafe('commit'));
    mustBeTheSame(connection, losses);
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return result;
  } catch (error) {
    const failed = (await Promise.allSettled(sent)).find((each) => each.status === 'rejected');
    if (connection.losses === losses) await inTime(connection, sql.unsafe('rollback')).catch(() => undefined);
    // Later statements were refused only because of the first failure.
    throw isAborted(error) && failed !== undefined ? failed.reason : error;
  }
}

/** A query of the driver, which can be part of another one; awaited itself it is `start`ed, once. */
function startedWhenAsked(part: Query, start: () => Promise<Rows>): Query {
  let started: Promise<Rows> | undefined;
  const answer = (): Promise<Rows> => (started ??= start());
  const asked: Record<string, unknown> = {
    then: (...given: Parameters<Promise<Rows>['then']>) => answer().then(...given),
    catch: (...given: Parameters<Promise<Rows>['catch']>) => answer().catch(...given),
    finally: (...given: Parameters<Promise<Rows>['finally']>) => answer().finally(...given),
    execute: () => (void answer(), query),
  };
  const query: Query = new Proxy(part, {
    get(target, name, receiver) {
      if (typeof name === 'string' && name in asked) return asked[name];
      const found: unknown = Reflect.get(target, name, receiver);
      // A cursor, for instance, would hold a connection for as long as its reader takes.
      if (typeof found === 'function' && name !== 'constructor') throw new TypeError(`a query on a shared connection has no .${String(name)}(); read in pages`);
      return found;
    },
  });
  return query;
}
