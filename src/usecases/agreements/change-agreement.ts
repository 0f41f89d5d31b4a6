/** A new version of what is agreed with a creditor, and the end of one. What has been delivered was judged by what held then. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { agreementsOf, endAgreements, findAgreement, insertAgreement, lockAgreements } from '../../db/queries/agreements/agreements.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { endOfCreditor, isCreditor } from '../../db/queries/identity/reference.ts';
import { fitted, type AgreementTerms } from '../../domain/agreements/agreement.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';
import { idFrom } from '../cases/add-note.ts';
import { mustBeTheirs } from '../planning/may-change.ts';

interface Asked {
  /** The caller's Idempotency-Key. */
  key: string;
  at: Instant;
}

const wrong = (field: string, rule: string, message: string): AppError => new AppError('invalid-input', message, { fields: [{ field, rule, message }] });

/**
 * The version that holds until then ends the day before. The same key twice adds one.
 * @returns its id
 * @throws AppError forbidden, not-found, invalid-input; conflict when a version begins on that day
 */
export async function addAgreement(sql: Sql, actor: CallingActor, creditorId: string, terms: AgreementTerms, { key, at }: Asked): Promise<string> {
  mustBeTheirs(actor, null);
  const id = idFrom(`agreement ${actor.id} ${key}`);
  await sql.begin(async (tx) => {
    await lockAgreements(tx, creditorId);
    if ((await findAgreement(tx, id)) !== null) return;
    if (!(await isCreditor(tx, creditorId))) throw new AppError('not-found', 'Deze schuldeiser bestaat niet.');
    const endedOn = await endOfCreditor(tx, creditorId);
    if (endedOn !== null && terms.validFrom > endedOn) throw new AppError('conflict', `Deze schuldeiser is geëindigd op ${dateInWords(endedOn)}; er valt niets nieuws af te spreken.`, { extra: { reason: 'ended' } });
    mustBePossible(terms, localDate(at));
    const place = fitted(await agreementsOf(tx, creditorId), terms);
    if (place === null) throw new AppError('conflict', `Er begint al een versie op ${dateInWords(terms.validFrom)}; kies een andere dag.`);
    await endAgreements(tx, place.shortened.map((version) => version.id), addDays(terms.validFrom, -1));
    await insertAgreement(tx, { ...terms, id, creditorId, validTo: place.validTo }, place.before?.id ?? null);
    await writeAudit(tx, actor, { action: 'add-agreement', outcome: 'done', at, detail: { agreementId: id, creditorId, validFrom: terms.validFrom, validTo: place.validTo } });
  });
  return id;
}

function mustBePossible({ validFrom, validTo, arrearsAgeDays }: AgreementTerms, today: LocalDate): void {
  if (validFrom < today) throw wrong('validFrom', 'not-past', 'Een versie gaat vandaag of later in: wat al is aangeleverd, is beoordeeld naar wat toen gold.');
  if (validTo !== null && validTo < validFrom) throw wrong('validTo', 'order', 'De laatste dag ligt voor de eerste; kies een latere dag.');
  if (arrearsAgeDays !== null && arrearsAgeDays.to !== null && arrearsAgeDays.to < arrearsAgeDays.from) throw wrong('arrearsAgeDays.to', 'order', 'Het hoogste aantal dagen is kleiner dan het laagste.');
}

/**
 * From the day after, its creditor's deliveries are refused with that day, unless a later version holds.
 * @throws AppError forbidden, not-found, invalid-input; conflict when it has ended already
 */
export async function endAgreement(sql: Sql, actor: CallingActor, { id, validTo }: { id: string; validTo: LocalDate }, at: Instant): Promise<void> {
  mustBeTheirs(actor, null);
  await sql.begin(async (tx) => {
    const found = await findAgreement(tx, id);
    if (found === null) throw new AppError('not-found', 'Deze afspraak bestaat niet, of is niet van u.');
    await lockAgreements(tx, found.creditorId);
    const { creditorId, validFrom, validTo: until } = (await findAgreement(tx, id)) ?? found;
    if (until === validTo) return;
    const today = localDate(at);
    if (until !== null && until < today) throw new AppError('conflict', `Deze afspraak is geëindigd op ${dateInWords(until)}.`);
    if (validTo < today) throw wrong('validTo', 'not-past', 'Deze dag is al geweest; kies vandaag of later.');
    if (validTo < validFrom) throw wrong('validTo', 'order', `Deze afspraak begint pas op ${dateInWords(validFrom)}; kies die dag of later.`);
    const next = (await agreementsOf(tx, creditorId)).find((version) => version.validFrom > validFrom && version.validFrom <= validTo);
    if (next !== undefined) throw wrong('validTo', 'overlap', `Vanaf ${dateInWords(next.validFrom)} geldt een andere versie; kies een eerdere dag.`);
    await endAgreements(tx, [id], validTo);
    await writeAudit(tx, actor, { action: 'end-agreement', outcome: 'done', at, detail: { agreementId: id, creditorId, validTo } });
  });
}
