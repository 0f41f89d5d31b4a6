import type { Sql } from '../../db/connect.ts';
import { blankSignals, lockCase, type SignalCounts } from '../../db/queries/retention/anonymising.ts';
import { writeAudit, type AuditedActor } from '../../db/queries/audit/audit.ts';
import { stillDropped } from '../../db/queries/retention/retention.ts';
import type { Instant, LocalDate } from '../../domain/time/dates.ts';

/**
 * Takes what says who signals were about that led to no case, while the case at whose address they came goes on or is
 * kept longer: each with its own term. The case's key stays, so a backup of before opens until that goes too.
 * @param deps.sql the system's connections
 * @returns how much went; null when nothing had to any more, the case is on hold, or a request about it waits
 */
export async function anonymiseSignals({ sql }: { sql: Sql }, { caseId, signalIds, actor, at, dueOn }: { caseId: string; signalIds: readonly string[]; actor: AuditedActor; at: Instant; dueOn: LocalDate }): Promise<SignalCounts | null> {
  return sql.begin(async (tx) => {
    const found = await lockCase(tx, caseId);
    if (found === null || found.anonymisedAt !== null || found.heldAt !== null || found.isAskedAbout) return null;
    const ids = await stillDropped(tx, caseId, signalIds);
    if (ids.length === 0) return null;
    const counts = await blankSignals(tx, ids, at);
    const detail = { because: 'retention', basis: { rule: 'no-case', dueOn }, policyVersion: found.policyVersion, signalIds: ids, counts };
    await writeAudit(tx, actor, { action: 'signals-anonymised', outcome: 'done', at, caseId, detail });
    return counts;
  });
}
