/** Who can sign in at the demo's issuer, and as which accounts. */
import type { Sql } from '../../db/connect.ts';
import { listAccounts, type Account } from '../../db/queries/identity/accounts.ts';
import { addIdentities } from '../../db/queries/identity/identities.ts';

/** Somebody with two roles, who chooses. */
export const personOfTwo = { subject: 'meldpunt-en-projectleider', name: 'Demo Meldpunt en projectleider', accounts: ['meldpunt', 'projectleider'] };

/** A creditor's computer, which is another subject than the creditor's people. */
export const systemOf = (creditorId: string): string => `systeem-${creditorId}`;

/** Each account has a person of the same name; each creditor's account its system too. What is there already stays. */
export async function seedIdentities(sql: Sql, issuer: string): Promise<void> {
  const found = (await listAccounts(sql)).flatMap((account) => subjectsOf(account).map((subject) => ({ issuer, subject, accountId: account.id })));
  if (found.length > 0) await addIdentities(sql, found);
}

const subjectsOf = ({ id, creditorId }: Account): string[] => [
  id,
  ...(creditorId === null ? [] : [systemOf(creditorId)]),
  ...(personOfTwo.accounts.includes(id) ? [personOfTwo.subject] : []),
];
