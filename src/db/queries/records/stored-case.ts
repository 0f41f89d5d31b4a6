/** A case as it is stored: of each table the columns that follow from the history. */
import type { Db } from '../../connect.ts';

export interface Counts {
  signalCount: number;
  totalCents: number;
  crisis: boolean;
}

interface Standing {
  seq: number;
  phase: string;
  /** The household was just claimed by a reopening whose workflow has not answered yet. */
  isReserved: boolean;
  isAnonymised: boolean;
}

/** Null when there is no such case. */
export async function standing(db: Db, caseId: string): Promise<Standing | null> {
  const [row] = await db<Standing[]>`
    select seq, phase, anonymised_at is not null as is_anonymised, coalesce(phase <> 'closed' and state->>'phase' = 'closed' and reserved_at > now() - interval '10 minutes', false) as is_reserved
    from cases where id = ${caseId}`;
  return row ?? null;
}

export function signalMarks(db: Db, caseId: string) {
  return db<{ id: string; isPlaced: boolean; isReplaced: boolean }[]>`
    select id, placed_at is not null as is_placed, replaced_by is not null as is_replaced from signals where case_id = ${caseId}`;
}

/** Columns of the case's row. */
export async function storedCounts(db: Db, caseId: string): Promise<Counts> {
  const [counts] = await db<Counts[]>`select signal_count, total_cents, crisis from cases where id = ${caseId}`;
  return counts ?? { signalCount: 0, totalCents: 0, crisis: false };
}

/** Totals of the case's signals. */
export async function countedSignals(db: Db, caseId: string): Promise<Counts> {
  const [counts] = await db<Counts[]>`
    select count(*) as signal_count, coalesce(sum(amount_cents), 0)::bigint as total_cents, coalesce(bool_or(crisis), false) as crisis
    from signals where case_id = ${caseId} and state = 'in-case'`;
  return counts ?? { signalCount: 0, totalCents: 0, crisis: false };
}

export function caseRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`
    select id, phase, paused_at, team_id, caseworker_id, policy_version, matched_at, closed_at, ending, result, visits, next_due_on, next_due_kind, undecided,
      seq, state, feedback_at, help_accepted
    from cases where id = ${caseId}`;
}

export function deadlineRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`
    select id, case_id, municipality_code, kind, owner, creditor_id, state, term, started_at, due_on, due_before, warns_at, warned_at, breached_at, moot,
      ended_at, remaining, changes, started_by, seq
    from deadlines where case_id = ${caseId}`;
}

export function signalRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`select id, case_id, creditor_id, round_id, state, reason, feedback_id, feedback_at, help_accepted from signals where case_id = ${caseId}`;
}

/** Without events that involve no workflow, such as notes. */
export function timelineRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`
    select case_id, key, seq, type, at, actor_id, actor_role, note_id, command_id, data from timeline where case_id = ${caseId} and seq is not null`;
}

export function outboxRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`
    select id, template, recipient, data, case_id, created_at from outbox where case_id = ${caseId} and starts_with(id, ${`${caseId}.`})`;
}

export function factRows(db: Db, caseId: string) {
  return db<Record<string, unknown>[]>`
    select key, case_id, municipality_code, seq, kind, code, contact, part_of_day, creditor_id, cycle, happened_on, agreed_for from case_facts where case_id = ${caseId}`;
}
