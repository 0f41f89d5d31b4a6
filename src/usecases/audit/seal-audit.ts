/** Seals the audit log: sealed rows cannot be changed or removed without showing. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { auditRowsAfter, hashOfSeal, insertSeal, lastRowNumber, newestSeal, nextTransaction, oldestRunningTransaction } from '../../db/queries/audit/audit-seals.ts';
import type { SealMark } from '../../audit/marks.ts';
import { NO_SEAL, RowHasher, sealOf } from '../../audit/seal.ts';
import { systemActor } from '../../domain/case/commands.ts';

interface Dependencies {
  sql: Sql;
  config: { auditKey: string };
}

/** Rows in one seal, and so how precisely a later finding names the place. */
const ROWS_A_SEAL = 1_000;
const LOOK_AGAIN_MS = 50;

/**
 * Seals every row that was written by now, unless a transaction that is still open may add one among them: then nothing,
 * until the next time. Writers wait for none of it. Ends at any moment without harm.
 * @param previous the newest earlier seal; when it is missing that is logged
 * @returns the newest seal; null while there is none
 */
export async function sealAudit(deps: Dependencies, { previous, patienceMs }: { previous: SealMark | null; patienceMs: number }): Promise<{ newest: SealMark | null; lost: boolean }> {
  const { sql } = deps;
  const lost = previous !== null && (await hashOfSeal(sql, previous.n)) !== previous.hash;
  if (lost) await writeAudit(sql, systemActor, { action: 'seals-lost', outcome: 'done', detail: { n: previous.n, hash: previous.hash } });
  const settled = await settledRowNumber(sql, patienceMs);
  if (settled !== null) while (await sealNext(deps, settled));
  const newest = await newestSeal(sql);
  return { newest: newest === null ? null : { n: newest.n, hash: newest.hash }, lost };
}

/**
 * A row number up to which no row is still to come. A transaction has its own number before the row has: so every row
 * up to the last number belongs to a transaction before `bound`, and it is waited for all of those.
 */
async function settledRowNumber(sql: Sql, patienceMs: number): Promise<number | null> {
  const last = await lastRowNumber(sql);
  const bound = await nextTransaction(sql);
  const end = performance.now() + patienceMs;
  while ((await oldestRunningTransaction(sql)) < bound) {
    if (performance.now() > end) return null;
    await pause(LOOK_AGAIN_MS);
  }
  return last;
}

/** @returns whether there was something to seal */
async function sealNext({ sql, config }: Dependencies, until: number): Promise<boolean> {
  const before = (await newestSeal(sql)) ?? NO_SEAL;
  const rows = await auditRowsAfter(sql, before.lastId, until, ROWS_A_SEAL);
  if (rows.length === 0) return false;
  const hasher = new RowHasher();
  for (const row of rows) hasher.add(row);
  const lastId = rows.length < ROWS_A_SEAL ? until : Number(rows.at(-1)?.id);
  const content = { n: before.n + 1, firstId: before.lastId + 1, lastId, rows: hasher.rows, root: hasher.root(), previousHash: before.hash, sealedAt: new Date().toISOString() };
  await insertSeal(sql, sealOf(content, config.auditKey));
  return true;
}
