import type { Db } from '../db/connect.ts';
import { Unsendable, type OutboxRow } from './outbox.ts';

/**
 * The addresses a row's mail goes to. A case without a team is the desk's.
 * @throws Unsendable when there is none on file
 */
export async function addressesFor(db: Db, row: OutboxRow): Promise<string[]> {
  const addresses = (await lookUp(db, row)).map(({ email }) => email.trim()).filter((email) => email !== '');
  if (addresses.length === 0) throw new Unsendable(`no-address: ${row.recipient.kind}`);
  return addresses;
}

async function lookUp(db: Db, { recipient, caseId, data }: OutboxRow): Promise<{ email: string }[]> {
  switch (recipient.kind) {
    case 'creditor':
      return db<{ email: string }[]>`select email from creditors where id = ${recipient.id}`;
    case 'team': {
      const team = await db<{ email: string }[]>`select teams.email from teams join cases on cases.team_id = teams.id where cases.id = ${caseId}`;
      return team.length > 0 ? team : ofRole(db, 'desk');
    }
    case 'privacy-officer':
      return privacyOfficers(db, data);
    case 'desk':
    case 'project-leader':
      return ofRole(db, recipient.kind);
  }
}

/** Of the region, and of the municipality whose deadline it is. */
function privacyOfficers(db: Db, { deadlineId = null }: OutboxRow['data']) {
  return db<{ email: string }[]>`
    select email from accounts where role = 'privacy-officer'
      and (municipality_code is null or municipality_code = (select municipality_code from deadlines where id = ${deadlineId as string | null})) order by id`;
}

function ofRole(db: Db, role: 'desk' | 'project-leader') {
  return db<{ email: string }[]>`select email from accounts where role = ${role} order by id`;
}
