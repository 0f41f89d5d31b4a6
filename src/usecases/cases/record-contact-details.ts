import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { findContactDetails, insertContactDetails, withdrawContactDetails } from '../../db/queries/cases/contact-details.ts';
import { insertEvent } from '../../db/queries/cases/timeline.ts';
import { isPersonOfCase } from '../../db/queries/rights/persons.ts';
import type { ContactDetails } from '../../domain/case/contact-details.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';
import { idFrom } from './add-note.ts';

interface Heard extends ContactDetails {
  caseId: string;
  /** Null: it is of the household. */
  personId: string | null;
  key: string;
}

/**
 * Records how somebody in a case wants to be reached, as the resident said it; the same key twice records it once. It stands in
 * the place of what was said before.
 * @returns its id
 * @throws AppError not-found, invalid-input; conflict when the case was anonymised
 */
export async function recordContactDetails({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, { caseId, personId, key, ...details }: Heard): Promise<string> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const id = idFrom(`contact ${caseId} ${key}`);
  const at = new Date().toISOString();
  await sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    if (personId !== null && !(await isPersonOfCase(tx, caseId, personId))) throw unknownPerson();
    if (!(await insertContactDetails({ sql: tx, keys }, { id, caseId, personId, recordedBy: actor.id, recordedAt: at, ...details }))) return;
    // The row's reference waited for an erasure that was going on: who is gone by now is said nothing about.
    if (personId !== null && !(await isPersonOfCase(tx, caseId, personId))) throw unknownPerson();
    await insertEvent(tx, { caseId, key: `contact-${id}`, type: 'contact-details-recorded', at, actorId: actor.id, actorRole: actor.role, data: { detailsId: id, personId } });
    await writeAudit(tx, actor, { action: 'record-contact-details', outcome: 'done', at, caseId, detail: { detailsId: id } });
  });
  return id;
}

/**
 * Takes back what was recorded by mistake, or no longer holds: its words are gone, and what was said before stands again.
 * @throws AppError not-found; conflict when the case was anonymised
 */
export async function takeBackContactDetails({ sql }: { sql: Sql }, actor: CallingActor, { id, at }: { id: string; at: Instant }): Promise<{ id: string; withdrawnAt: Instant }> {
  const found = await findContactDetails(sql, id);
  if (found === null || (await findCase(sql, actor, found.caseId)) === null) throw new AppError('not-found', 'Deze contactgegevens bestaan niet, of zijn niet van u.');
  const { caseId, personId } = found;
  return sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    if (await withdrawContactDetails(tx, id, at)) {
      await insertEvent(tx, { caseId, key: `contact-back-${id}`, type: 'contact-details-withdrawn', at, actorId: actor.id, actorRole: actor.role, data: { detailsId: id, personId } });
      await writeAudit(tx, actor, { action: 'withdraw-contact-details', outcome: 'done', at, caseId, detail: { detailsId: id } });
    }
    return { id, withdrawnAt: (await findContactDetails(tx, id))?.withdrawnAt ?? at };
  });
}

const unknownPerson = () => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field: 'personId', rule: 'exists', message: 'Deze persoon staat niet in deze zaak. Laat het weg als het om het hele huishouden gaat.' }] });
