import postgres from 'postgres';

/** A date column is a local date, not an instant: it stays the text 'YYYY-MM-DD'. */
const asText = { to: 1082, from: [1082], serialize: (value: string) => value, parse: (value: string) => value };

/** Whole cents fit a number up to 90 billion euros. */
const asNumber = { to: 20, from: [20], serialize: (value: number) => String(value), parse: Number };

/** Instants are ISO texts in UTC, as everywhere in the code. */
const asInstant = {
  to: 1184,
  from: [1184],
  serialize: (value: string | Date) => (typeof value === 'string' ? value : value.toISOString()),
  parse: (value: string) => new Date(value).toISOString(),
};

const types = { date: asText, bigint: asNumber, instant: asInstant };
type Types = { date: string; bigint: number; instant: string };

/** Connections that the caller owns and must end. */
export type Connections = ReturnType<typeof connect>;
/** The type that most code uses: queries and transactions, each on any free connection. */
export type Sql = postgres.ISql<Types> & Pick<Connections, 'begin'>;
/** The same, or a transaction of it: the argument of a query. */
export type Db = postgres.ISql<Types>;

interface Options {
  /** How many connections at most. */
  max?: number;
  /** The scope of all its connections, for as long as they exist (scoped.ts). */
  scope?: string;
  /** A connection is never replaced for its age. */
  ageless?: boolean;
  onclose?: () => void;
  /** Called for each message on a channel that a query of these connections listens to. */
  onnotify?: () => void;
  /** Postgres ends statements that take longer. */
  statementMs?: number;
}

const CONNECT_WITHIN_SECONDS = 10;
/** The pause between attempts does not grow, so that a request after Postgres is back does not wait longer because it was away for long. */
const RECONNECT_AFTER_SECONDS = 0.25;

/** Connects to Postgres; column names come back in camelCase. */
export function connect(databaseUrl: string, { max = 10, scope, ageless = false, onclose, onnotify, statementMs }: Options = {}) {
  return postgres(databaseUrl, {
    max,
    types,
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel }, undefined: null },
    onnotice: () => undefined,
    connect_timeout: CONNECT_WITHIN_SECONDS,
    backoff: () => RECONNECT_AFTER_SECONDS,
    connection: { ...(scope !== undefined && { 'app.scope': scope }), ...(statementMs !== undefined && { statement_timeout: statementMs }) },
    ...(ageless ? { max_lifetime: null } : {}),
    ...(onclose === undefined ? {} : { onclose }),
    // The driver takes onnotify, and its types do not name it. Reading the types of arrays first would fail unseen when it is ended meanwhile.
    ...(onnotify === undefined ? {} : ({ onnotify, fetch_types: false } as object)),
  });
}
