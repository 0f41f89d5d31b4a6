/** What the steps of a night of retention share: the counts, and going on after a single failure. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import type { Instant, LocalDate } from '../../domain/time/dates.ts';
import type { RetentionPolicy } from '../../domain/planning/policy.ts';
import type { KeyStore } from '../../privacy/key-store.ts';

/** Counts of what was anonymised, or in a dry run would be; `held` and `waiting` count what could not be. */
export const retentionCounts = ['with-help', 'without-help', 'by-result', 'no-case', 'signals', 'deliveries', 'deliveryRows', 'sightings', 'complaints', 'notes', 'proposals', 'checkLists', 'keys', 'held', 'waiting'] as const;
export type RetentionCounts = Record<(typeof retentionCounts)[number], number>;

export interface Night {
  /** The system's connections. */
  sql: Sql;
  keys: KeyStore;
  actor: CallingActor;
  at: Instant;
  /** The local day that it is. */
  today: LocalDate;
  dryRun: boolean;
  /** By version. */
  policies: ReadonlyMap<string, RetentionPolicy>;
  /** What ended after this moment cannot have reached any term. */
  before: Instant;
  counts: RetentionCounts;
  failures: unknown[];
  onStep: () => void;
}

export const PAGE = 200;
export const AT_ONCE = 4;

export const nothingYet = (): RetentionCounts => Object.fromEntries(retentionCounts.map((name) => [name, 0])) as RetentionCounts;

/** A page at a time, by id, since what a page takes is not there for the next. */
export async function throughPages<Row extends { id: string }>({ onStep }: Night, read: (after: string | null) => Promise<Row[]>, take: (rows: Row[]) => Promise<void>): Promise<void> {
  for (let after: string | null = null; ; ) {
    const rows: Row[] = await read(after);
    await take(rows);
    onStep();
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? null;
  }
}

/** Handles one item; a failure is reported at the end. */
export async function attempt({ failures, onStep }: Night, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    failures.push(error);
  }
  onStep();
}

/** @throws Error when it was taken away under the cases that keep it */
export function policyOf({ policies }: Night, version: string): RetentionPolicy {
  const policy = policies.get(version);
  if (policy === undefined) throw new Error(`there is no policy ${version}`);
  return policy;
}
