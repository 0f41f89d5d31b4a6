import postgres from 'postgres';

const INSUFFICIENT_PRIVILEGE = '42501';

/** Whether Postgres refused a row because of this constraint or unique index. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof postgres.PostgresError && error.constraint_name === constraint;
}

/** Whether row-level security refused a row that does not belong to whom the connection serves. */
export function isNotTheirs(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === INSUFFICIENT_PRIVILEGE && error.message.includes('row-level security');
}
