/** The content of a seal over a batch of the audit log, and its link to the seal before. Pure. */
import { createHash, createHmac, timingSafeEqual, type Hash } from 'node:crypto';

/** A row as the texts of its columns: the hash must be the same from any Postgres and any restored backup. */
export interface AuditRowTexts {
  id: string;
  at: string;
  recordedAt: string;
  actorId: string | null;
  actorRole: string | null;
  action: string;
  outcome: string;
  caseId: string | null;
  noteId: string | null;
  requestId: string | null;
  signedInBy: string | null;
  /** As Postgres writes jsonb: keys in its own order. */
  detail: string;
}

export interface Seal {
  n: number;
  firstId: number;
  /** Every row from firstId to this one; numbers that were never used are skipped. */
  lastId: number;
  rows: number;
  root: string;
  previousHash: string;
  sealedAt: string;
  hash: string;
  mac: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Hashes rows one after the other, in the order of their numbers. */
export class RowHasher {
  readonly #hash: Hash = createHash('sha256');
  rows = 0;

  add(row: AuditRowTexts): void {
    const { id, at, recordedAt, actorId, actorRole, action, outcome, caseId, noteId, requestId, signedInBy, detail } = row;
    this.#hash.update(sha256(JSON.stringify([id, at, recordedAt, actorId, actorRole, action, outcome, caseId, noteId, requestId, signedInBy, detail])));
    this.rows += 1;
  }

  root(): string {
    return this.#hash.digest('hex');
  }
}

type SealContent = Omit<Seal, 'hash' | 'mac'>;

/** The hash before the first seal. */
export const NO_SEAL = { n: 0, lastId: 0, hash: '' } as const;

export function sealOf(content: SealContent, key: string): Seal {
  const hash = hashOf(content);
  return { ...content, hash, mac: macOf(hash, key) };
}

/** Whether a seal's hash fits its content and its MAC was made with the key. */
export function isGenuine(seal: Seal, key: string): boolean {
  const { hash, mac, ...content } = seal;
  const expected = Buffer.from(macOf(hash, key));
  const given = Buffer.from(mac);
  return hash === hashOf(content) && given.length === expected.length && timingSafeEqual(given, expected);
}

const hashOf = ({ n, firstId, lastId, rows, root, previousHash, sealedAt }: SealContent) => sha256(JSON.stringify([n, firstId, lastId, rows, root, previousHash, sealedAt]));
const macOf = (hash: string, key: string) => createHmac('sha256', key).update(hash).digest('hex');
