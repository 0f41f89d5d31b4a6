/** Who is who, and who may do what: accounts, municipalities, teams, creditors and the functions of the system. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import type { Account } from '../../db/queries/identity/accounts.ts';
import { listCreditors, listMunicipalities, listTeams } from '../../db/queries/identity/reference.ts';
import { creditorKinds, labelOf } from '../../domain/codes.ts';
import { may, people, permissionCodes, permissions } from '../../domain/identity/access.ts';
import { roleLabels } from '../../wording/labels/labels.ts';

export const readMunicipalities = (sql: Sql): ReturnType<typeof listMunicipalities> => listMunicipalities(sql);

/** Teams; for an account of one municipality only its own. */
export const readTeams = (sql: Sql, actor: CallingActor): ReturnType<typeof listTeams> => listTeams(sql, actor);

/** A creditor sees only itself. */
export const readCreditors = async (sql: Sql, actor: CallingActor) => (await listCreditors(sql, actor)).map((creditor) => ({ ...creditor, kindLabel: labelOf(creditorKinds, creditor.kind) }));

export const accountView = (account: Account) => ({ ...account, roleLabel: roleLabels[account.role] });

/** Every function, which roles have it, and whether this account does. */
export const readAccess = ({ role }: CallingActor) => ({
  roles: people.map((code) => ({ code, label: roleLabels[code] })),
  functions: permissionCodes.map((code) => ({ code, label: permissions[code].label, roles: permissions[code].by, mine: may(role, code) })),
});
