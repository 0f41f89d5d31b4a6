/** Every account with its rights and its identities: for administrators, and for the privacy officer who watches over them. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { findAccountRow, listAccountRows, type AccountRow } from '../../db/queries/administration/accounts.ts';
import { identitiesOf, type IdentityRow } from '../../db/queries/administration/identities.ts';
import { appointmentsInHand, casesInHand } from '../../db/queries/administration/work-in-hand.ts';
import { permissionCodes, may } from '../../domain/identity/access.ts';
import { standingOfAccount } from '../../domain/identity/account.ts';
import { localDate } from '../../domain/time/dates.ts';
import { roleLabels } from '../../wording/labels/labels.ts';
import { isOfActor, noAccount } from './guards.ts';

const view = (account: AccountRow, identities: readonly IdentityRow[]) => ({
  ...account,
  roleLabel: roleLabels[account.role],
  standing: standingOfAccount(account),
  identities: identities.filter(({ accountId }) => accountId === account.id).map(({ id, issuer, subject }) => ({ id, issuer, subject })),
});

export async function readAccounts(sql: Sql, actor: CallingActor) {
  const accounts = await listAccountRows(sql, actor.municipalityCode);
  const identities = await identitiesOf(sql, accounts.map(({ id }) => id));
  return accounts.map((account) => view(account, identities));
}

/**
 * With what it may do, and how much it has in hand.
 * @param system with the scope of the system: of cases an administrator learns their number alone
 * @throws AppError not-found
 */
export async function readAccountInFull({ sql, system }: { sql: Sql; system: Sql }, actor: CallingActor, id: string) {
  const account = await findAccountRow(sql, id);
  if (account === null || !isOfActor(actor, account)) throw noAccount();
  const identities = await identitiesOf(sql, [id]);
  return { ...view(account, identities), functions: permissionCodes.filter((code) => may(account.role, code)), inHand: await countInHand(system, account) };
}

export interface InHand {
  cases: number;
  appointments: number;
}

export async function countInHand(system: Sql, account: Pick<AccountRow, 'id' | 'municipalityCode'>): Promise<InHand> {
  const [cases, appointments] = await Promise.all([casesInHand(system, account.id), appointmentsInHand(system, account, localDate(new Date().toISOString()))]);
  return { cases: cases.length, appointments: appointments.length };
}
