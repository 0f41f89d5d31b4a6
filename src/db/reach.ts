import type { Db } from './connect.ts';

/** Resolves when Postgres answers. */
export async function reach(sql: Db): Promise<void> {
  await sql`select 1`;
}

/** The scope that Postgres sees for these connections; null when it sees none. */
export async function scopeRole(sql: Db): Promise<string | null> {
  const [scope] = await sql<{ role: string | null }[]>`select scope_role() as role`;
  return scope?.role ?? null;
}
