/** Compares the audit log with its seals. */
import type { Db } from '../db/connect.ts';
import { auditRowsBetween, backwardSteps, impossibleRows, seals, unsealedRows, type BackwardStep, type Unsealed } from '../db/queries/audit/audit-seals.ts';
import type { SealMark } from './marks.ts';
import { isGenuine, NO_SEAL, RowHasher, type Seal } from './seal.ts';

export interface Finding {
  kind: 'changed' | 'removed' | 'inserted' | 'seal-forged' | 'seal-missing' | 'seal-lost';
  /** The number of the seal. */
  n: number;
  /** The rows concerned; null when only the seal itself is. */
  range: { firstId: number; lastId: number; sealed: number; found: number } | null;
}

export interface AuditComparison {
  seals: number;
  /** Rows that a seal covers, as they are now. */
  rows: number;
  newest: Pick<Seal, 'n' | 'hash' | 'sealedAt'> | null;
  unsealed: Unsealed;
  backwards: BackwardStep[];
  findings: Finding[];
}

/** Whether the log is as it was written, and sealed in time. */
export const isSound = ({ findings, unsealed, backwards }: AuditComparison): boolean => findings.length === 0 && backwards.length === 0 && !unsealed.overdue;

interface Options {
  key: string;
  /** Seals that are also recorded outside the database: they must still exist. */
  marks: readonly SealMark[];
  onSeal?: () => void;
}

/** Reads the whole log once, as a stream. */
export async function compareAudit(sql: Db, { key, marks, onSeal }: Options): Promise<AuditComparison> {
  const findings: Finding[] = [];
  const seen = new Map<number, string>();
  let before: Pick<Seal, 'n' | 'lastId' | 'hash'> & { sealedAt?: string } = NO_SEAL;
  let rows = 0;
  for await (const seal of seals(sql)) {
    findings.push(...findingsOnSeal(seal, before, key));
    const found = await hashed(sql, seal);
    rows += found.rows;
    findings.push(...findingsOnRows(seal, found));
    seen.set(seal.n, seal.hash);
    before = seal;
    onSeal?.();
  }
  const impossible = await impossibleRows(sql);
  if (impossible > 0) findings.push({ kind: 'inserted', n: 0, range: { firstId: Number.MIN_SAFE_INTEGER, lastId: 0, sealed: 0, found: impossible } });
  const lost = new Set(marks.filter(({ n, hash }) => seen.get(n) !== hash).map(({ n }) => n));
  findings.push(...[...lost].map((n) => ({ kind: 'seal-lost' as const, n, range: null })));
  const newest = before.sealedAt === undefined ? null : { n: before.n, hash: before.hash, sealedAt: before.sealedAt };
  return { seals: seen.size, rows, newest, unsealed: await unsealedRows(sql, before.lastId), backwards: await backwardSteps(sql), findings };
}

function findingsOnSeal(seal: Seal, before: Pick<Seal, 'n' | 'lastId' | 'hash'>, key: string): Finding[] {
  const missing = Array.from({ length: seal.n - before.n - 1 }, (_, i) => ({ kind: 'seal-missing' as const, n: before.n + 1 + i, range: null }));
  const follows = missing.length > 0 || (seal.previousHash === before.hash && seal.firstId === before.lastId + 1);
  return [...missing, ...(isGenuine(seal, key) && follows ? [] : [{ kind: 'seal-forged' as const, n: seal.n, range: null }])];
}

async function hashed(sql: Db, { firstId, lastId }: Seal): Promise<{ rows: number; root: string }> {
  const hasher = new RowHasher();
  for await (const row of auditRowsBetween(sql, firstId, lastId)) hasher.add(row);
  return { rows: hasher.rows, root: hasher.root() };
}

function findingsOnRows({ n, firstId, lastId, rows, root }: Seal, found: { rows: number; root: string }): Finding[] {
  if (found.root === root) return [];
  const kind = found.rows < rows ? 'removed' : found.rows > rows ? 'inserted' : 'changed';
  return [{ kind, n, range: { firstId, lastId, sealed: rows, found: found.rows } }];
}
