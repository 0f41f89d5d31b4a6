import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase, findInformed, type Informed } from '../../db/queries/cases/case-detail.ts';
import { insertEvent } from '../../db/queries/cases/timeline.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';
import { mustBePast } from '../cases/must-be-past.ts';

/**
 * Records that the resident was told from whom the data comes, what it is for and which rights there are (AVG art. 14).
 * Recorded once: a second call changes nothing and gives the first.
 * @throws AppError not-found, invalid-input; conflict when the case was anonymised
 */
export async function recordInformed({ sql }: { sql: Sql }, actor: CallingActor, { caseId, on, how, at }: { caseId: string; at: Instant } & Pick<Informed, 'on' | 'how'>): Promise<Informed> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  mustBePast('on', on, at);
  return sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    const isNew = await insertEvent(tx, { caseId, key: 'informed', type: 'informed', at, actorId: actor.id, actorRole: actor.role, data: { on, how } });
    if (isNew) await writeAudit(tx, actor, { action: 'record-informed', outcome: 'done', at, caseId, detail: { on, how } });
    return (await findInformed(tx, caseId)) ?? { on, how, recordedAt: at };
  });
}
