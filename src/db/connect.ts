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

export type Sql = ReturnType<typeof connect>;
/** A connection or a transaction of it: what a query takes. */
export type Db = Sql | postgres.TransactionSql<{ date: string; bigint: number; instant: string }>;

/**
 * Connects to Postgres; column names come back in camelCase. `max` is the size of the pool; `scope` says whom all its
 * connections serve (scoped.ts), which then close again when they are not used.
 */
export function connect(databaseUrl: string, { max = 10, scope }: { max?: number; scope?: string } = {}) {
  const bound = scope === undefined ? {} : { connection: { 'app.scope': scope }, idle_timeout: 30 };
  return postgres(databaseUrl, { max, ...bound, types, transform: { column: { from: postgres.toCamel, to: postgres.fromCamel }, undefined: null }, onnotice: () => undefined });
}
