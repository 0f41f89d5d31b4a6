/** The part of a case's row that is needed to act on it. */
import type { CallingActor } from '../../../actor.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { Phase } from '../../../domain/case/lifecycle.ts';
import type { Db, Sql } from '../../connect.ts';
import { violates } from '../../errors.ts';
import { standingToday } from '../identity/reference.ts';
import { actableCases, inMunicipality } from '../identity/scope.ts';

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

/** The case, when this account may act on it, and whether a command's outcome is in its timeline (`isCommandStored`). */
export async function findActableCase(sql: Db, actor: CallingActor, id: string, commandId: string): Promise<(CaseRow & { isDone: boolean }) | null> {
  const [row] = await sql<(CaseRow & { isDone: boolean })[]>`
    select id, phase, municipality_code, household_id, state->>'planId' as plan_id, anonymised_at, state,
      exists (select from timeline where timeline.case_id = cases.id and command_id = ${commandId}) as is_done
    from cases where id = ${id} and ${actableCases(sql, actor)}`;
  return row ?? null;
}

/** Where a case stands, for an account that may read it. */
export async function findStanding(sql: Db, actor: CallingActor, id: string): Promise<Pick<CaseRow, 'phase' | 'anonymisedAt' | 'state'> | null> {
  const [row] = await sql<Pick<CaseRow, 'phase' | 'anonymisedAt' | 'state'>[]>`
    select phase, anonymised_at, state from cases where id = ${id} and ${inMunicipality(sql, actor, 'cases.municipality_code')}`;
  return row ?? null;
}

/**
 * Claims the household for a case that is reopened; the unique index refuses it when another case is open there.
 * @returns the other case's id, or null when the claim succeeded
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

/** Releases the household when the reopening did not happen: the workflow's own state still says closed. */
export async function releaseHousehold(sql: Db, id: string): Promise<void> {
  await sql`update cases set phase = 'closed' where id = ${id} and phase <> 'closed' and state->>'phase' = 'closed'`;
}

/** Whether a command's outcome is in the timeline: then it was done, also when the run that did it has ended. */
export async function isCommandStored(sql: Db, caseId: string, commandId: string): Promise<boolean> {
  const rows = await sql`select 1 from timeline where case_id = ${caseId} and command_id = ${commandId} limit 1`;
  return rows.length > 0;
}

/** Whether this team, and this caseworker in it, work for the municipality. */
export async function worksFor(sql: Db, municipalityCode: string, { teamId, caseworkerId }: { teamId: string; caseworkerId?: string | undefined }) {
  const [row] = await sql<{ team: boolean; caseworker: boolean }[]>`
    select
      exists (select 1 from teams t where id = ${teamId} and municipality_code = ${municipalityCode} and ${standingToday(sql)}) as team,
      exists (select 1 from accounts where id = ${caseworkerId ?? null} and role = 'caseworker' and municipality_code = ${municipalityCode} and blocked_at is null and left_at is null) as caseworker`;
  return { team: row?.team ?? false, caseworker: caseworkerId === undefined || (row?.caseworker ?? false) };
}

/** Locks the case until the transaction ends: no step of it is stored, and another transaction that locks it waits. */
export async function holdRow(tx: Db, caseId: string): Promise<void> {
  await tx`select 1 from cases where id = ${caseId} for no key update`;
}

/** Reopenings that claimed a household more than a minute ago and did not happen. */
export async function abandonedReopenings(sql: Db, limit: number): Promise<string[]> {
  const taken = await sql<{ id: string }[]>`
    select id from cases where phase <> 'closed' and state->>'phase' = 'closed' and reserved_at < now() - interval '1 minute' limit ${limit}`;
  return taken.map(({ id }) => id);
}

/** Releases the household of such a reopening, unless it was claimed again meanwhile. */
export async function releaseAbandonedHousehold(sql: Db, id: string): Promise<void> {
  await sql`
    update cases set phase = 'closed' where id = ${id} and phase <> 'closed' and state->>'phase' = 'closed'
      and reserved_at < now() - interval '1 minute'`;
}

export async function isCaseThere(sql: Db, id: string): Promise<boolean> {
  return (await sql`select 1 from cases where id = ${id}`).length > 0;
}

/** Also true when the case no longer exists. */
export async function isClosedOrGone(sql: Db, id: string): Promise<boolean> {
  const [row] = await sql<{ closed: boolean }[]>`select phase = 'closed' as closed from cases where id = ${id}`;
  return row?.closed ?? true;
}
