import type { Role } from '../../../domain/case/lifecycle.ts';
import type { Db } from '../../connect.ts';

export interface Account {
  id: string;
  name: string;
  role: Role;
  municipalityCode: string | null;
  teamId: string | null;
  creditorId: string | null;
}

export async function findAccount(sql: Db, id: string): Promise<Account | null> {
  const [account] = await sql<Account[]>`
    select id, name, role, municipality_code, team_id, creditor_id from accounts where id = ${id}`;
  return account ?? null;
}

export function listAccounts(sql: Db): Promise<Account[]> {
  return sql<Account[]>`
    select id, name, role, municipality_code, team_id, creditor_id from accounts order by role, id`;
}
