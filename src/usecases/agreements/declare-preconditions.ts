import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { findAgreement, insertDeclaration } from '../../db/queries/agreements/agreements.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { standingOf } from '../../domain/agreements/agreement.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { mustBeTheirs } from '../planning/may-change.ts';

/**
 * The creditor says yes to each of the four preconditions, or the project leader records that it did. Once for a version: what was
 * declared first stands.
 * @throws AppError forbidden, not-found; conflict when the agreement has ended
 */
export async function declarePreconditions(sql: Sql, actor: CallingActor, agreementId: string, at: Instant): Promise<void> {
  mustBeTheirs(actor, null);
  await sql.begin(async (tx) => {
    const agreement = await findAgreement(tx, agreementId);
    if (agreement === null) throw new AppError('not-found', 'Deze afspraak bestaat niet, of is niet van u.');
    if (agreement.declaration !== null) return;
    if (standingOf(agreement, localDate(at)) === 'ended') throw new AppError('conflict', 'Deze afspraak is geëindigd; er valt niets meer voor te verklaren.');
    const isNew = await insertDeclaration(tx, agreement, { declaredOn: localDate(at), declaredAt: at, declaredBy: actor.id });
    if (isNew) await writeAudit(tx, actor, { action: 'declare-preconditions', outcome: 'done', at, detail: { agreementId, creditorId: agreement.creditorId } });
  });
}
