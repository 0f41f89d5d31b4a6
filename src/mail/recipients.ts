import type { Db } from '../db/connect.ts';
import { addressesOfColleagues, addressesOfTeamsPeople, addressOfAccount, addressOfCreditor, addressOfTeam } from '../db/queries/outreach/addresses.ts';
import type { OutboxRow } from '../db/queries/outreach/outbox.ts';
import { subjectOf } from '../domain/agreements/contact.ts';
import type { DigestKind } from '../domain/outreach/digest.ts';
import { notificationOf } from '../domain/outreach/notifications.ts';
import { Unsendable } from './outbox.ts';

type Colleague = 'desk' | 'project-leader' | 'privacy-officer' | 'administrator';

/**
 * The addresses for a row's mail. A case without a team belongs to the desk. Colleagues get a mail only when they may see its subject:
 * those of the region, and those of the municipality that it is about.
 * @throws Unsendable when no address is on file
 */
export async function addressesFor(db: Db, row: OutboxRow): Promise<string[]> {
  const addresses = written(await lookUp(db, row));
  if (addresses.length === 0) throw new Unsendable(`no-address: ${row.recipient.kind}`);
  return addresses;
}

interface Shared {
  atOnce: string[];
  /** Of those that get it in their digest. */
  daily: string[];
}

/**
 * The addresses for a mail to a creditor that can wait for the digest.
 * @throws Unsendable when no address is on file
 */
export async function shared(db: Db, row: OutboxRow, kind: DigestKind): Promise<Shared> {
  if (row.recipient.kind !== 'creditor') return { atOnce: await addressesFor(db, row), daily: [] };
  const found = await addressOfCreditor(db, row.recipient.id, subjectOf(row.template));
  const [atOnce, daily] = [true, false].map((single) => written(found.filter((one) => one.single.includes(kind) === single))) as [string[], string[]];
  if (atOnce.length + daily.length === 0) throw new Unsendable('no-address: creditor');
  return { atOnce, daily: daily.filter((address) => !atOnce.includes(address)) };
}

const written = (found: readonly { email: string }[]): string[] => [...new Set(found.map(({ email }) => email.trim()).filter((email) => email !== ''))];

/** A digest is for who does not want each mail by itself; when meanwhile all do, it has no other reader than they. */
async function ofDigest(db: Db, creditorId: string, kind: DigestKind): Promise<{ email: string }[]> {
  const found = await addressOfCreditor(db, creditorId, 'outcomes');
  const daily = found.filter(({ single }) => !single.includes(kind));
  return daily.length > 0 ? daily : found;
}

async function lookUp(db: Db, row: OutboxRow): Promise<{ email: string }[]> {
  const { recipient, caseId } = row;
  if (recipient.kind === 'creditor' && row.template === 'digest') return ofDigest(db, recipient.id, row.data['kind'] as DigestKind);
  if (recipient.kind === 'creditor') return addressOfCreditor(db, recipient.id, subjectOf(row.template));
  if (recipient.kind === 'account') return addressOfAccount(db, recipient.id);
  if (recipient.kind !== 'team') return colleagues(db, recipient.kind, row);
  const team = [...(await addressOfTeam(db, caseId)), ...(await peopleOf(db, row))];
  return team.length > 0 ? team : colleagues(db, 'desk', row);
}

/** Of a crisis and of new cases a team's people are told themselves: a shared mailbox is read when somebody opens it. */
async function peopleOf(db: Db, { template, caseId }: OutboxRow): Promise<{ email: string }[]> {
  const kind = notificationOf(template);
  return kind === 'crisis' || kind === 'new-cases' ? addressesOfTeamsPeople(db, caseId, kind) : [];
}

/** Those who want it; when nobody does, all: it must reach somebody. */
async function colleagues(db: Db, role: Colleague, { caseId, template, data: { deadlineId = null } }: OutboxRow): Promise<{ email: string }[]> {
  const found = await addressesOfColleagues(db, role, { caseId, deadlineId: deadlineId as string | null, kind: notificationOf(template) });
  const willing = found.filter(({ isOff }) => !isOff);
  return willing.length > 0 ? willing : found;
}
