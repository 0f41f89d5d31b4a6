import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase, handOversOfCase, type PersonRow } from '../../db/queries/cases/case-detail.ts';
import { contactDetailsOf } from '../../db/queries/cases/contact-details.ts';
import { consentsOfCase } from '../../db/queries/rights/consents.ts';
import { latestPlan } from '../../db/queries/cases/notes-and-plans.ts';
import { bestContact, standingOf, type HeardDetails } from '../../domain/case/contact-details.ts';
import { mayShare, type Shareable } from '../../domain/rights/consent.ts';
import { localDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { address, shownAddress } from '../../privacy/personal.ts';
import { personsInCase } from '../rights/record-consent.ts';

export type HandOverDocument = Awaited<ReturnType<typeof readHandOver>>;

/**
 * What the service that takes over gets of the newest hand-over: that there is one, with dates and codes; of each person
 * who gave consent, who that is and how to reach them; the plan when everybody in the case gave it. Consent that was
 * withdrawn takes it all out again.
 * @throws AppError not-found
 */
export async function readHandOver({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, caseId: string) {
  const row = await findCase(sql, actor, caseId);
  const handOver = row === null ? undefined : (await handOversOfCase({ sql, keys }, caseId)).at(-1);
  if (row === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  if (handOver === undefined) throw new AppError('not-found', 'In deze zaak is nog geen overdracht aangeboden.');
  const [persons, consents, plan, found, heard] = await Promise.all([personsInCase({ sql, keys }, caseId), consentsOfCase(sql, caseId), latestPlan({ sql, keys }, caseId, row.state?.planId ?? null), keys.find([caseId]), contactDetailsOf({ sql, keys }, [caseId])]);
  const may = (what: Shareable, person: readonly PersonRow[]) => mayShare(what, consents.filter(({ personId }) => person.some(({ id }) => id === personId)));
  const everybody = (what: Shareable) => persons.length > 0 && persons.every((person) => may(what, person));
  const shown = persons.flatMap((person) => (may('person', person) ? [{ ...nameOf(person), ...(may('contact-data', person) ? contactOf(person, heard) : nowhere) }] : []));
  const sharesPlan = plan !== null && plan.id === row.state?.planId && everybody('plan');
  await writeAudit(sql, actor, { action: 'read-hand-over', outcome: 'done', caseId, detail: { handOverId: handOver.id, persons: shown.length, plan: sharesPlan } });
  return {
    caseId,
    caseNumber: row.number,
    municipality: row.municipality,
    service: handOver.service,
    offeredOn: localDate(handOver.offeredAt),
    confirmedOn: handOver.confirmedAt === null ? null : localDate(handOver.confirmedAt),
    problematicDebts: row.state?.problematicDebts ?? false,
    urgent: row.state?.urgent ?? false,
    persons: shown,
    address: shown.some(({ reachable }) => reachable) ? shownAddress(address.open(found, caseId, caseId, row.address)) : null,
    plan: sharesPlan ? withoutService(plan.body) : null,
    withheld: persons.length - shown.length,
  };
}

const nameOf = ([first]: readonly PersonRow[]) => ({ lastName: first?.lastName ?? '', initials: first?.initials ?? '', birthDate: first?.birthDate ?? null });

const nowhere = { phone: null, email: null, reachable: false };

/** As the person said it; else creditors know different ways to reach somebody: the first that is known of each. */
function contactOf(person: readonly PersonRow[], heard: readonly HeardDetails[]) {
  const { phone, email } = bestContact(standingOf(heard, person.map(({ id }) => id)), person);
  return { phone, email, reachable: true };
}

/** Whom the hand-over is with, the service knows. */
const withoutService = (body: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(body).filter(([field]) => field !== 'handOver' && field !== 'consentToShare'));
