/**
 * Queries and transactions on borrowed connections, each with the scope of its caller. The scope is set for one transaction
 * and ends with it, however it ends: outside a transaction a connection sees no row.
 */
import postgres from 'postgres';
import type { Connections, Db, Sql } from './connect.ts';
import { ConnectionLost, isAborted } from './errors.ts';
import type { Lent, Pool } from './pool.ts';

type Query = postgres.PendingQuery<postgres.MaybeRow[]>;
type Rows = Awaited<Query>;
/** A query, written for a connection. */
type Write = (sql: Connections) => Query;
interface Question {
  write: Write;
  /** The same query, which brings its scope along; null for one that cannot. */
  withScope: (scope: string) => Write | null;
}
type Work = (tx: Db) => unknown;

/**
 * @param template a connection that is never used: with it queries are written that can become parts of others
 * @param scope signed, as current_scope() reads it
 */
export function scopedSql(pool: Pool, template: Connections, scope: string): Sql {
  const sql = sqlBy(template, (question) => pool.lend((connection) => alone(connection, scope, question)));
  const begin = (...given: [string, Work] | [Work]): Promise<unknown> => {
    const [options, work] = given.length === 1 ? ['', given[0]] : given;
    return pool.lend((connection) => together(connection, { scope, options, work, template }));
  };
  return Object.assign(sql, { begin }) as unknown as Sql;
}

/** Writes queries; a query that is awaited is `run`. */
function sqlBy(template: Connections, run: (question: Question) => Promise<Rows>): Db {
  const query = (question: Question): Query => startedWhenAsked(() => question.write(template), () => run(question));
  const sql = (first: unknown, ...rest: unknown[]): unknown => {
    if (!isTemplate(first)) return (template as (...given: unknown[]) => unknown)(first, ...rest);
    const write = (text: TemplateStringsArray, values: unknown[]): Write => (on) => on(text, ...(values as never[]));
    const withScope = (scope: string): Write | null => {
      const scoped = bringingScope(first);
      return scoped === null ? null : write(scoped, [scope, ...rest]);
    };
    return query({ write: write(first, rest), withScope });
  };
  return Object.assign(sql, {
    json: (value: postgres.JSONValue) => template.json(value),
    array: (...given: Parameters<Db['array']>) => template.array(...given),
    types: template.types,
    typed: template.typed,
    unsafe: (...given: Parameters<Db['unsafe']>) => query({ write: (on) => on.unsafe(...given), withScope: () => null }),
  }) as unknown as Db;
}

const isTemplate = (first: unknown): first is TemplateStringsArray => Array.isArray(first) && 'raw' in first;

/** Each text of the program with its scope before it; a text is one object for as long as the process lives. */
const texts = new WeakMap<TemplateStringsArray, TemplateStringsArray | null>();

/**
 * The text with one parameter more, of a type that sets the scope when Postgres reads it (migration 000031): one statement instead of
 * four. Null for what is no plain query, which may be a fragment's to begin.
 */
function bringingScope(text: TemplateStringsArray): TemplateStringsArray | null {
  const known = texts.get(text);
  if (known !== undefined) return known;
  const [first = '', ...others] = text;
  const found = /^\s*(with(?:\s+recursive)?(?=\s)|(?=(?:select|insert|update|delete)\s))([^]*)$/i.exec(first);
  const [, opening, rest] = found ?? [];
  const parts = opening === undefined ? null : [`${opening || 'with'} scope_of_caller as (select `, `::entered_scope)${opening === '' ? ' ' : ','}${rest}`, ...others];
  const scoped = parts === null ? null : Object.assign(parts, { raw: parts });
  texts.set(text, scoped);
  return scoped;
}

/**
 * The scope is a parameter, since Postgres shows the text of a query to everybody who has the account and writes it into
 * its log. The statement is prepared, so that it can be sent together with the next ones.
 */
const enter = (sql: Db, scope: string): Query => sql`select set_config('app.scope', ${scope}, true)`;

/** Opens the connection and prepares the statements that every transaction needs, so that they can be sent together later. */
async function makeReady(connection: Lent): Promise<void> {
  // The driver reports how the previous connection ended to the first query on a new one.
  await inTime(connection, enter(connection.sql, '').catch(() => enter(connection.sql, '')));
  connection.isReady = true;
}

/** One query as a transaction of its own, in one round trip. */
async function alone(connection: Lent, scope: string, question: Question): Promise<Rows> {
  if (!connection.isReady) await makeReady(connection);
  const write = question.withScope(scope);
  if (write !== null) return itself(connection, write);
  const first = await sentTogether(connection, scope, question.write);
  // After a change of the schema the driver prepares the query again; the transaction has ended by then without doing anything.
  const answer = first.committed ? first : await sentTogether(connection, scope, question.write);
  if (!answer.committed) throw new Error('the transaction of one query was rolled back');
  return answer.rows;
}

/** A statement outside a transaction is one of its own. */
async function itself(connection: Lent, write: Write): Promise<Rows> {
  const { sql, losses } = connection;
  const rows = await inTime(connection, write(sql));
  mustBeTheSame(connection, losses);
  return rows;
}

/** The answers come in the order of the statements: when the last has come, the others have. Every promise that is not made here is felt. */
async function sentTogether(connection: Lent, scope: string, write: Write): Promise<{ rows: Rows; committed: boolean }> {
  const { sql, losses } = connection;
  const failures: unknown[] = [];
  const failed = (error: unknown): undefined => void failures.push(error);
  sql.unsafe('begin').catch(failed);
  enter(sql, scope).catch(failed);
  const answered = write(sql).catch(failed);
  const ended = await inTime(connection, sql.unsafe('commit').catch(failed));
  const rows = await answered;
  if (rows === undefined || ended === undefined || failures.length > 0) throw failures[0];
  mustBeTheSame(connection, losses);
  return { rows, committed: ended.command === 'COMMIT' };
}

/** Postgres ends a statement that takes too long and reports it; a frozen Postgres reports nothing. */
const SAYS_SO_WITHIN_MS = 1_000;

/** @throws ConnectionLost when no answer comes; the statement may have been carried out. The connection is dropped. */
function inTime<Answer>(connection: Lent, answer: PromiseLike<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ConnectionLost(`Postgres does not answer in ${connection.answerMs} ms`));
      connection.abandon();
    }, connection.answerMs + SAYS_SO_WITHIN_MS);
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

/** Statements that the driver sends on a new connection are not part of the old transaction. @throws ConnectionLost */
function mustBeTheSame(connection: Lent, losses: number): void {
  if (connection.losses !== losses) throw new ConnectionLost('the connection was lost in the middle of a transaction');
}

/** A transaction, which begins with its first query. A query that fails ends it, also when its error is caught. */
async function together(connection: Lent, { scope, options, work, template }: { scope: string; options: string; work: Work; template: Connections }): Promise<unknown> {
  if (!connection.isReady) await makeReady(connection);
  const { sql, losses } = connection;
  const sent: Promise<unknown>[] = [];
  const send = <Answer>(query: PromiseLike<Answer>): Promise<Answer> => {
    const answer = inTime(connection, query);
    sent.push(answer);
    // Thrown when the transaction ends.
    answer.catch(() => undefined);
    return answer;
  };
  void send(sql.unsafe(`begin ${options}`));
  let isEntered = false;
  const tx = sqlBy(template, async ({ write, withScope }) => {
    mustBeTheSame(connection, losses);
    const scoped = isEntered ? null : withScope(scope);
    if (!isEntered && scoped === null) void send(enter(sql, scope));
    isEntered = true;
    return send((scoped ?? write)(sql));
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

/** The prototype of the driver's queries, taken from one that is never sent: with it the driver accepts ours as parts of others. */
const queries = Object.getPrototypeOf(postgres({ max: 1 })``) as object;

/** A query of the driver, which can be part of another one: then it is written. Awaited itself it is `start`ed, once. */
function startedWhenAsked(writePart: () => Query, start: () => Promise<Rows>): Query {
  let part: Query | undefined;
  let started: Promise<Rows> | undefined;
  const written = (): Query => (part ??= writePart());
  const answer = (): Promise<Rows> => (started ??= start());
  const asked: Record<string, unknown> = {
    then: (...given: Parameters<Promise<Rows>['then']>) => answer().then(...given),
    catch: (...given: Parameters<Promise<Rows>['catch']>) => answer().catch(...given),
    finally: (...given: Parameters<Promise<Rows>['finally']>) => answer().finally(...given),
    execute: () => (void answer(), query),
  };
  const query: Query = new Proxy(Object.create(queries) as Query, {
    get(_, name) {
      if (typeof name === 'string' && name in asked) return asked[name];
      const found: unknown = Reflect.get(written(), name);
      // A cursor, for instance, would hold a connection for as long as its reader takes.
      if (typeof found === 'function' && name !== 'constructor') throw new TypeError(`a query on a shared connection has no .${String(name)}(); read in pages`);
      return found;
    },
    set: (_, name, value) => Reflect.set(written(), name, value),
  });
  return query;
}
