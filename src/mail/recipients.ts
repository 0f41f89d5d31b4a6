import type { Db } from '../db/connect.ts';
import { addressesOfColleagues, addressOfCreditor, addressOfTeam } from '../db/queries/outreach/addresses.ts';
import type { OutboxRow } from '../db/queries/outreach/outbox.ts';
import { subjectOf } from '../domain/agreements/contact.ts';
import { Unsendable } from './outbox.ts';

type Colleague = 'desk' | 'project-leader' | 'privacy-officer' | 'administrator';

/**
 * The addresses for a row's mail. A case without a team belongs to the desk. Colleagues get a mail only when they may see its subject:
 * those of the region, and those of the municipality that it is about.
 * @throws Unsendable when no address is on file
 */
export async function addressesFor(db: Db, row: OutboxRow): Promise<string[]> {
  const addresses = (await lookUp(db, row)).map(({ email }) => email.trim()).filter((email) => email !== '');
  if (addresses.length === 0) throw new Unsendable(`no-address: ${row.recipient.kind}`);
  return [...new Set(addresses)];
}

async function lookUp(db: Db, row: OutboxRow): Promise<{ email: string }[]> {
  const { recipient, caseId } = row;
  if (recipient.kind === 'creditor') return addressOfCreditor(db, recipient.id, subjectOf(row.template));
  if (recipient.kind !== 'team') return colleagues(db, recipient.kind, row);
  const team = await addressOfTeam(db, caseId);
  return team.length > 0 ? team : colleagues(db, 'desk', row);
}

function colleagues(db: Db, role: Colleague, { caseId, data: { deadlineId = null } }: OutboxRow) {
  return addressesOfColleagues(db, role, { caseId, deadlineId: deadlineId as string | null });
}
