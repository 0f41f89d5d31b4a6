/**
 * Refusals to callers who are not signed in. Everybody can cause any number of them, so they are counted, and one row of the audit
 * log holds those of a minute: our own codes and numbers, and nothing that was sent.
 */
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import type { AuditAction } from '../../domain/audit/audit.ts';
import { refusalOf } from './audit-refusal.ts';

export interface RefusalCounts {
  /** Other errors are not counted. */
  count(action: AuditAction, error: unknown): void;
  /** Writes what was counted since the last row; nothing when there was nothing. */
  write(): Promise<void>;
}

const nobody = { id: null, role: null };

/**
 * Counted in memory: a process that is killed loses what it counted since its last row.
 * @param everyMs how long one row covers; it is written so long after the first refusal that it counts
 */
export function refusalCounts(sql: Sql, onFailure: (error: unknown) => void, everyMs = 60_000): RefusalCounts {
  let kinds = new Map<string, number>();
  let since: string | null = null;
  let due: NodeJS.Timeout | undefined;

  const add = (kind: string, times: number): void => {
    kinds.set(kind, (kinds.get(kind) ?? 0) + times);
    since ??= new Date().toISOString();
    due ??= setTimeout(() => void counts.write().catch(onFailure), everyMs).unref();
  };
  const counts: RefusalCounts = {
    count(action, error) {
      const refusal = refusalOf(error);
      if (refusal !== null) add([action, refusal.code, refusal.reason ?? []].flat().join(' '), 1);
    },
    async write() {
      clearTimeout(due);
      if (since === null) return;
      const [from, counted] = [since, kinds];
      [since, kinds, due] = [null, new Map<string, number>(), undefined];
      const count = [...counted.values()].reduce((sum, times) => sum + times, 0);
      try {
        await writeAudit(sql, nobody, { action: 'refused-unknown', outcome: 'refused', detail: { since: from, count, kinds: Object.fromEntries(counted) } });
      } catch (error) {
        for (const [kind, times] of counted) add(kind, times);
        since = from;
        throw error;
      }
    },
  };
  return counts;
}
