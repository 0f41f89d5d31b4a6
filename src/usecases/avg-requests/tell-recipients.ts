/** Whoever received data of a person is told that it was corrected or erased (AVG art. 19). */
import { insertMails } from '../../db/queries/outreach/outbox.ts';
import { referencesOfSignals } from '../../db/queries/avg-requests/recipients.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import type { AvgRequestRow } from '../../db/queries/avg-requests/avg-requests.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';
import { keyOfTold, toldReferences } from '../../privacy/personal.ts';

interface Telling {
  at: Instant;
  template: 'person-corrected' | 'person-erased';
  signalIds: readonly string[];
  /** Names of the fields that were corrected; no value. */
  fields?: readonly string[];
}

/**
 * Writes a mail to each creditor that delivered something of the person, with its own references. Where the person is erased those are gone
 * from the signals, so they go along sealed by a key of the day, which is destroyed when the mail cannot be on its way any more.
 */
export async function tellCreditors({ sql: tx, keys }: Stores, request: Pick<AvgRequestRow, 'id' | 'caseId'>, { at, template, signalIds, fields = [] }: Telling): Promise<void> {
  const told = await referencesOfSignals(tx, signalIds);
  const subject = keyOfTold(localDate(at));
  const key = await keys.make([subject]);
  const mails = told.map(({ creditorId, references }) => {
    const id = `avg-${request.id}.${template}.${creditorId}`;
    return { id, template, recipient: { kind: 'creditor', id: creditorId }, caseId: request.caseId, data: { requestId: request.id, fields, day: localDate(at), references: toldReferences.seal(key, subject, id, references).toString('base64') }, createdAt: at };
  });
  await insertMails(tx, mails);
}
