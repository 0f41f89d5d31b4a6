/** The end of a creditor. Its row stays, for the histories that name it. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { endCreditorOn, lockCreditor } from '../../db/queries/administration/creditors.ts';
import { endPairingsOf } from '../../db/queries/administration/teams.ts';
import { agreementsOf, endAgreements, lockAgreements } from '../../db/queries/agreements/agreements.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import type { Instant, LocalDate } from '../../domain/time/dates.ts';
import { mustBeToCome } from '../administration/guards.ts';
import { noCreditor } from '../administration/keep-creditors.ts';
import { mustBeTheirs } from '../planning/may-change.ts';

/**
 * From the day after it delivers nothing; its cases go on, and it reads and answers in them. Its agreements and pairings end that day.
 * @throws AppError forbidden, not-found, invalid-input; conflict when it ended on another day
 */
export async function endCreditor(sql: Sql, actor: CallingActor, { id, validTo }: { id: string; validTo: LocalDate }, at: Instant): Promise<void> {
  mustBeTheirs(actor, null);
  await sql.begin(async (tx) => {
    await lockAgreements(tx, id);
    const creditor = await lockCreditor(tx, id);
    if (creditor === null) throw noCreditor();
    if (creditor.endedOn === validTo) return;
    mustBeToCome(creditor.endedOn, validTo, at, 'Deze schuldeiser');
    await endCreditorOn(tx, id, validTo);
    const running = (await agreementsOf(tx, id)).filter((one) => one.validFrom <= validTo && (one.validTo === null || one.validTo > validTo));
    await endAgreements(tx, running.map((one) => one.id), validTo);
    await endPairingsOf(tx, { creditorId: id }, validTo);
    await writeAudit(tx, actor, { action: 'change-creditor', outcome: 'done', at, detail: { creditorId: id, fields: ['endedOn'], validTo } });
  });
}
