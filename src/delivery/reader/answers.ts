import type { ReadOptions, TableFound } from '../read.ts';
import type { Proposal } from '../proposing/propose.ts';
import type { RowResult } from '../judging/row.ts';
import type { UnreadableCode } from '../unreadable.ts';

export interface Job extends ReadOptions {
  /** Not to be read: what its columns hold is asked. */
  proposes?: true;
}

/** What the process that reads says. */
export type Answer =
  /** It wants the bytes of the file, from the start. */
  | { kind: 'send' }
  | { kind: 'table'; table: TableFound }
  | { kind: 'rows'; rows: RowResult[] }
  | { kind: 'proposal'; proposal: Proposal }
  | { kind: 'unreadable'; code: UnreadableCode; message: string; advice: string; missing: readonly string[]; header: readonly string[] }
  /** It failed where it should not: a fault of ours, with no word of the file. */
  | { kind: 'failed'; what: string }
  | { kind: 'done' };
