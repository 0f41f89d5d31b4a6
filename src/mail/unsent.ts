import type { Db } from '../db/connect.ts';
import type { Instant } from '../domain/dates.ts';

export interface Unsent {
  /** Not sent yet and still being tried. */
  waiting: number;
  /** When the longest waiting one was written; null when none waits. */
  oldestAt: Instant | null;
  /** Refused for good. */
  failed: number;
}

/** How much mail has not left: for health and metrics. */
export async function countUnsent(db: Db): Promise<Unsent> {
  const [waiting] = await db<{ waiting: number; oldestAt: Instant | null }[]>`
    select count(*) as waiting, min(created_at) as oldest_at from outbox where sent_at is null and failed_at is null`;
  const [failed] = await db<{ failed: number }[]>`select count(*) as failed from outbox where failed_at is not null`;
  return { waiting: waiting?.waiting ?? 0, oldestAt: waiting?.oldestAt ?? null, failed: failed?.failed ?? 0 };
}
