import postgres from 'postgres';

const INSUFFICIENT_PRIVILEGE = '42501';
const ABORTED = '25P02';

/** The connection was lost during a statement; whether the statement was carried out is unknown. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** Whether Postgres refused a row because of this constraint or unique index. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof postgres.PostgresError && error.constraint_name === constraint;
}

/** Whether row-level security refused a row outside the connection's scope. */
export function isNotTheirs(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === INSUFFICIENT_PRIVILEGE && error.message.includes('row-level security');
}

/** The driver's and the system's codes for a server that cannot be reached, or is no longer. */
const unreachable = /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
/** Codes of Postgres: it accepts no connection (08, 28, 3D), is out of resources (53), is a read-only copy (25006), or is starting or stopping (57P). */
const refusing = /^(08|28|3D|53|57P)|^25006$/;
/** Codes of Postgres: it ended this transaction for the sake of another, or a lock was not free in time. */
const contended = /^(40001|40P01|55P03|57014)$/;
/** The routine in Postgres that refuses a connection to a database; the error code alone is also used for other errors. */
const DOOR = 'CheckMyDatabase';

/** Whether the error means that Postgres, or the connection to it, is away. The statement may have been carried out. */
export function isAway(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  if (error instanceof postgres.PostgresError) return refusing.test(error.code) || error.routine === DOOR;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && unreachable.test(error.code);
}

/** Whether Postgres refused a statement because an earlier one in the transaction had failed. */
export const isAborted = (error: unknown): boolean => error instanceof postgres.PostgresError && error.code === ABORTED;

/** Whether Postgres ended the transaction for the sake of another; nothing was changed. */
export const isContended = (error: unknown): boolean => error instanceof postgres.PostgresError && contended.test(error.code);

/** Whether Postgres, or the connection to it, failed in any other way. */
export const isFailing = (error: unknown): boolean => isAway(error) || (error instanceof postgres.PostgresError && !isContended(error));
