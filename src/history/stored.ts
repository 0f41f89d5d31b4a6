/** What stands in Postgres of a case: of each table the columns that a history determines. */
import type { Db } from '../db/connect.ts';
import type { CaseTables, Rows } from './expected.ts';

export interface StoredCase {
  seq: number;
  phase: string;
  /** Just taken by a reopening whose workflow has not answered yet. */
  isReserved: boolean;
  /** Its notes are gone, and what refers to them. */
  isAnonymised: boolean;
  /** Some signal of it has been told to its workflow. */
  isPlaced: boolean;
  tables: CaseTables;
  /** The counts in the case's row, and what its signals add up to: amounts stand in no history. */
  counts: { stored: Counts; counted: Counts };
  /** Signals that their creditor replaced: they are out, whatever the workflow made of them. */
  replaced: ReadonlySet<string>;
}

export interface Counts {
  signalCount: number;
  totalCents: number;
  crisis: boolean;
}

/** Null when there is no such case. */
export async function storedCase(db: Db, caseId: string): Promise<StoredCase | null> {
  const [row] = await db<{ seq: number; phase: string; isReserved: boolean; isAnonymised: boolean }[]>`
    select seq, phase, anonymised_at is not null as is_anonymised, coalesce(phase <> 'closed' and state->>'phase' = 'closed' and reserved_at > now() - interval '10 minutes', false) as is_reserved
    from cases where id = ${caseId}`;
  if (row === undefined) return null;
  const signals = await db<{ id: string; isPlaced: boolean; isReplaced: boolean }[]>`
    select id, placed_at is not null as is_placed, replaced_by is not null as is_replaced from signals where case_id = ${caseId}`;
  return {
    ...row,
    counts: { stored: await storedCounts(db, caseId), counted: await countedSignals(db, caseId) },
    isPlaced: signals.some(({ isPlaced }) => isPlaced),
    replaced: new Set(signals.filter(({ isReplaced }) => isReplaced).map(({ id }) => id)),
    tables: {
      cases: byKey(await caseRows(db, caseId), 'id'),
      deadlines: byKey(await deadlineRows(db, caseId), 'id'),
      signals: byKey(await signalRows(db, caseId), 'id'),
      timeline: byKey(await timelineRows(db, caseId), 'key'),
      outbox: byKey(await outboxRows(db, caseId), 'id'),
    },
  };
}

async function storedCounts(db: Db, caseId: string): Promise<Counts> {
  const [counts] = await db<Counts[]>`select signal_count, total_cents, crisis from cases where id = ${caseId}`;
  return counts ?? { signalCount: 0, totalCents: 0, crisis: false };
}

export async function countedSignals(db: Db, caseId: string): Promise<Counts> {
  const [counts] = await db<Counts[]>`
    select count(*) as signal_count, coalesce(sum(amount_cents), 0)::bigint as total_cents, coalesce(bool_or(crisis), false) as crisis
    from signals where case_id = ${caseId} and state = 'in-case'`;
  return counts ?? { signalCount: 0, totalCents: 0, crisis: false };
}

function caseRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`
    select id, phase, paused_at, team_id, caseworker_id, policy_version, matched_at, closed_at, ending, result, visits, next_due_on, next_due_kind, undecided,
      seq, state, feedback_at, help_accepted
    from cases where id = ${caseId}`;
}

function deadlineRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`
    select id, case_id, municipality_code, kind, owner, creditor_id, state, term, started_at, due_on, due_before, warns_at, warned, breached_at, moot,
      ended_at, remaining, changes, started_by, seq
    from deadlines where case_id = ${caseId}`;
}

function signalRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`select id, case_id, creditor_id, round_id, state, reason from signals where case_id = ${caseId}`;
}

/** Without what needs no workflow, such as notes. */
function timelineRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`
    select case_id, key, seq, type, at, actor_id, actor_role, note_id, command_id, data from timeline where case_id = ${caseId} and seq is not null`;
}

function outboxRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`
    select id, template, recipient, data, case_id, created_at from outbox where case_id = ${caseId} and starts_with(id, ${`${caseId}.`})`;
}

const byKey = (rows: readonly Record<string, unknown>[], key: string): Rows => new Map(rows.map((row) => [String(row[key]), row]));
