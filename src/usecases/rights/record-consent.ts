import { randomUUID } from 'node:crypto';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { holdRow } from '../../db/queries/cases/case-rows.ts';
import { findCase, personsOfCase, type PersonRow } from '../../db/queries/cases/case-detail.ts';
import { consentsOfCase, insertConsent } from '../../db/queries/rights/consents.ts';
import { insertEvent } from '../../db/queries/cases/timeline.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import type { Consent } from '../../domain/rights/consent.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { byPerson } from '../../domain/rights/same-person.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';
import { mustBePast } from '../cases/must-be-past.ts';

type Answer = Pick<Consent, 'purpose' | 'state' | 'on' | 'how'> & { caseId: string; personId?: string | undefined; at: Instant };

/**
 * Records an answer to the question for consent (AVG art. 7); the same answer again is there already. What was recorded
 * before stays, so that it can be shown when consent was given, and until when (AVG art. 7(1)).
 * @throws AppError not-found, invalid-input; conflict when the case was anonymised
 */
export async function recordConsent({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, { caseId, personId, purpose, state, on, how, at }: Answer): Promise<void> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  mustBePast('on', on, at);
  await sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    // One answer after the other: which is the last one decides what is shared.
    await holdRow(tx, caseId);
    const person = await personMeant({ sql: tx, keys }, caseId, personId);
    const last = (await consentsOfCase(tx, caseId)).findLast((known) => known.purpose === purpose && person.some(({ id }) => id === known.personId));
    if (last?.state === state && last.on === on && last.how === how) return;
    if (state === 'withdrawn' && last?.state !== 'given') throw wrong('state', 'given-before', 'Er is geen toestemming gegeven die kan worden ingetrokken.');
    const row = { id: randomUUID(), caseId, personId: personId ?? person[0]?.id ?? '', purpose, state, on, how, recordedAt: at, actorId: actor.id, actorRole: actor.role };
    await insertConsent(tx, row);
    await insertEvent(tx, { caseId, key: `consent-${row.id}`, type: 'consent', at, actorId: actor.id, actorRole: actor.role, data: { purpose, state, on, how, personId: row.personId } });
    await writeAudit(tx, actor, { action: 'record-consent', outcome: 'done', at, caseId, detail: { consentId: row.id, purpose, state } });
  });
}

/** All rows of that person in the case; named when there are several persons. */
async function personMeant(stores: Stores, caseId: string, personId: string | undefined): Promise<PersonRow[]> {
  const groups = await personsInCase(stores, caseId);
  const found = personId === undefined ? (groups.length === 1 ? groups[0] : undefined) : groups.find((group) => group.some(({ id }) => id === personId));
  if (found !== undefined) return found;
  if (personId === undefined && groups.length > 1) throw wrong('personId', 'required', 'In deze zaak staan meer personen; noem van wie dit antwoord is.');
  throw wrong('personId', 'exists', 'Deze persoon staat niet in deze zaak.');
}

/** The rows of a case's persons, by person. */
export async function personsInCase(stores: Stores, caseId: string): Promise<PersonRow[][]> {
  const rows = await personsOfCase(stores, caseId);
  return byPerson(rows.map((row) => ({ ...row, personId: row.id, householdId: caseId })));
}

const wrong = (field: string, rule: string, message: string) => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field, rule, message }] });
