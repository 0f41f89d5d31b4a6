/** Mails that somebody gets together: which wait, until when, and how one mail is made of them. */
import { randomUUID } from 'node:crypto';
import type { Db, Sql } from '../db/connect.ts';
import { hasCrisis, lockDueEntries, putInDigest, recipientsOfDue, skipMails, teamsOf } from '../db/queries/outreach/digests.ts';
import { insertMails, type MailRecipient, type OutboxRow } from '../db/queries/outreach/outbox.ts';
import { currentCalendar } from '../db/queries/planning/closed-days.ts';
import { digestKindCodes, digestKindOf, nextDigestAt, stillToTell, type DigestKind } from '../domain/outreach/digest.ts';
import type { Instant } from '../domain/time/dates.ts';

/** The kind of digest that the mail belongs in; null when it goes at once. A crisis waits for nothing. */
export async function digestOf(db: Db, { recipient, template, caseId }: OutboxRow): Promise<DigestKind | null> {
  const kind = digestKindOf(template);
  if (kind === null || recipient.kind !== 'creditor' || caseId === null) return null;
  return (await hasCrisis(db, caseId, recipient.id)) ? null : kind;
}

/** @param time of the day, in Europe/Amsterdam */
export const heldUntil = async (db: Db, at: Instant, time: string): Promise<Instant> => nextDigestAt(at, time, await currentCalendar(db));

/**
 * Makes a mail of each kind out of what is due, for each recipient in one transaction: a sender that dies leaves the entries waiting
 * or the mail written. What comes later is of the next digest.
 */
export async function makeDueDigests(sql: Sql, at: Instant): Promise<void> {
  for (const recipient of await recipientsOfDue(sql, at)) await sql.begin((tx) => (recipient.kind === 'creditor' ? makeDigests(tx, recipient, at) : tellTeams(tx, recipient, at)));
}

async function makeDigests(tx: Db, recipient: MailRecipient, at: Instant): Promise<void> {
  const entries = await lockDueEntries(tx, recipient, at);
  const told = stillToTell(entries);
  for (const kind of digestKindCodes) {
    const tellings = told.filter(({ template }) => digestKindOf(template) === kind);
    if (tellings.length === 0) continue;
    const id = `digest.${randomUUID()}`;
    await insertMails(tx, [{ id, template: 'digest', recipient, data: { kind, tellings }, createdAt: at }]);
    await putInDigest(tx, id, tellings.map((telling) => telling.id));
  }
  const isTold = new Set(told.map(({ id }) => id));
  await skipMails(tx, entries.filter(({ id }) => !isTold.has(id)).map(({ id }) => id), at);
}

/** One mail to each team of the cases that are new for it; of one that has ended meanwhile there is nothing to tell. */
async function tellTeams(tx: Db, recipient: MailRecipient, at: Instant): Promise<void> {
  const entries = await lockDueEntries(tx, recipient, at);
  const fresh = await teamsOf(tx, entries.map(({ id }) => id));
  for (const team of new Set(fresh.map(({ teamId }) => teamId))) {
    const ofTeam = fresh.filter(({ teamId }) => teamId === team);
    const [first] = ofTeam;
    if (first === undefined) continue;
    const id = `new-cases.${randomUUID()}`;
    await insertMails(tx, [{ id, template: 'new-cases', recipient, data: { caseIds: ofTeam.map(({ caseId }) => caseId) }, caseId: first.caseId, createdAt: at }]);
    await putInDigest(tx, id, ofTeam.map((one) => one.id));
  }
  const isTold = new Set(fresh.map(({ id }) => id));
  await skipMails(tx, entries.filter(({ id }) => !isTold.has(id)).map(({ id }) => id), at);
}
