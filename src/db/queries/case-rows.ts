/** A case's row as those who act on it need it. */
import type { CallingActor } from '../../actor.ts';
import type { CaseState } from '../../domain/case/state.ts';
import type { Phase } from '../../domain/lifecycle.ts';
import type { Db, Sql } from '../connect.ts';
import { violates } from '../errors.ts';
import { actableCases } from './scope.ts';

export interface CaseRow {
  id: string;
  phase: Phase;
  municipalityCode: string;
  householdId: string;
  planId: string | null;
  anonymisedAt: string | null;
  /** Null until the first step of its workflow is stored. */
  state: CaseState | null;
}

/** The case, when this account may act on it. */
export async function findActableCase(sql: Db, actor: CallingActor, id: string): Promise<CaseRow | null> {
  const [row] = await sql<CaseRow[]>`
    select id, phase, municipality_code, household_id, state->>'planId' as plan_id, anonymised_at, state
    from cases where id = ${id} and ${actableCases(sql, actor)}`;
  return row ?? null;
}

/**
 * Takes the household for a case that is opened again; the unique index says no when another case is open there.
 * @returns the other case's id, or null when the household is ours
 */
export async function reserveHousehold(sql: Sql, { id, householdId }: CaseRow, phase: Phase): Promise<string | null> {
  try {
    await sql`
      update cases set phase = ${phase}, reserved_at = now() where id = ${id} and (phase = 'closed' or state->>'phase' = 'closed') and anonymised_at is null`;
    return null;
  } catch (error) {
    if (!violates(error, 'cases_one_open_per_household')) throw error;
    const [other] = await sql<{ id: string }[]>`select id from cases where household_id = ${householdId} and phase <> 'closed'`;
    return other?.id ?? '';
  }
}

/** Gives the household back when the opening did not happen: the workflow's own state still says closed. */
export async function releaseHousehold(sql: Db, id: string): Promise<void> {
  await sql`update cases set phase = 'closed' where id = ${id} and phase <> 'closed' and state->>'phase' = 'closed'`;
}

/** Whether a command's outcome stands in the timeline: then it was done, whatever became of the run that did it. */
export async function isCommandStored(sql: Db, caseId: string, commandId: string): Promise<boolean> {
  const rows = await sql`select 1 from timeline where case_id = ${caseId} and command_id = ${commandId} limit 1`;
  return rows.length > 0;
}

/** Whether this team, and this caseworker in it, work for the municipality. */
export async function worksFor(sql: Db, municipalityCode: string, { teamId, caseworkerId }: { teamId: string; caseworkerId?: string | undefined }) {
  const [row] = await sql<{ team: boolean; caseworker: boolean }[]>`
    select
      exists (select 1 from teams where id = ${teamId} and municipality_code = ${municipalityCode}) as team,
      exists (select 1 from accounts where id = ${caseworkerId ?? null} and role = 'caseworker' and municipality_code = ${municipalityCode}) as caseworker`;
  return { team: row?.team ?? false, caseworker: caseworkerId === undefined || (row?.caseworker ?? false) };
}
