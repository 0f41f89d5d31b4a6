import type { Sql } from '../../db/connect.ts';
import { writeAudit, type AuditedActor } from '../../db/queries/audit/audit.ts';
import { clearRows, markCleared } from '../../db/queries/retention/retention.ts';
import type { Instant, LocalDate } from '../../domain/time/dates.ts';
import type { KeyStore } from '../../privacy/key-store.ts';

/**
 * Deletes what a delivery still holds of rows that led to nothing, and its key; the number of rows and their verdicts stay as
 * proof. Only then it counts as cleared, so that after a crash the next run continues.
 * @returns how many rows; null when somebody else was first
 */
export async function clearDelivery({ sql, keys }: { sql: Sql; keys: KeyStore }, { deliveryId, actor, at, dueOn }: { deliveryId: string; actor: AuditedActor; at: Instant; dueOn: LocalDate }): Promise<number | null> {
  const deliveryRows = await sql.begin((tx) => clearRows(tx, deliveryId));
  await keys.destroy([deliveryId], at);
  return sql.begin(async (tx) => {
    if (!(await markCleared(tx, deliveryId, at))) return null;
    await writeAudit(tx, actor, { action: 'delivery-cleared', outcome: 'done', at, detail: { deliveryId, because: 'retention', basis: { rule: 'no-case', dueOn }, counts: { deliveryRows } } });
    return deliveryRows;
  });
}
