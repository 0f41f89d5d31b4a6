/**
 * Writes the demo's past: months of rows at once. Only the demo's seeding may import this (docs/architecture.md): no process that works
 * can write a history that did not happen.
 */
import type { CaseState } from '../../../domain/case/state.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

/** In an order in which each row finds what it refers to. */
export const pastTables = [
  'rounds', 'deliveries', 'households', 'cases', 'persons', 'signals', 'delivery_rows', 'match_decisions', 'address_sightings', 'notes', 'plans',
  'hand_overs', 'feedbacks', 'deadlines', 'timeline', 'outbox', 'case_facts', 'case_histories',
] as const;
export type PastTable = (typeof pastTables)[number];
/** Rows, by the names of their columns. */
export type PastRows = Record<PastTable, Record<string, unknown>[]>;

/** Postgres takes so many parameters in a statement. */
const PARAMETERS = 60_000;

export async function insertPast(tx: Db, rows: PastRows): Promise<void> {
  for (const table of pastTables) {
    for (const alike of ofSameColumns(rows[table])) {
      const atOnce = Math.floor(PARAMETERS / Object.keys(alike[0] ?? { none: 0 }).length);
      for (let from = 0; from < alike.length; from += atOnce) await tx`insert into ${tx(table)} ${tx(alike.slice(from, from + atOnce) as never)}`;
    }
  }
}

/** Deadlines of cases and of rounds have different columns; what a row does not say is left to the table. */
function ofSameColumns(rows: PastRows[PastTable]): PastRows[PastTable][] {
  const groups = new Map<string, PastRows[PastTable]>();
  for (const row of rows) {
    const columns = Object.keys(row).join();
    const alike = groups.get(columns) ?? [];
    alike.push(row);
    groups.set(columns, alike);
  }
  return [...groups.values()];
}

/** Waits for another seeding, until the transaction ends. */
export async function lockPast(tx: Db): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('the past of the demo'))`;
}

export interface Found {
  /** The moment that the past leads up to; null while it is not there. */
  seededAt: Instant | null;
  cases: number;
  deliveries: number;
  /** Accounts that are not the demo's. */
  otherAccounts: number;
}

/** @param runStatus that of the runs that ended with the past */
export async function whatIsThere(tx: Db, { runStatus, demoAccounts }: { runStatus: string; demoAccounts: readonly string[] }): Promise<Found> {
  const [found] = await tx<[Found]>`
    select (select min(closed_at) from case_histories where status = ${runStatus}) as seeded_at, (select count(*) from cases) as cases, (select count(*) from deliveries) as deliveries,
      (select count(*) from accounts where not id = any(${[...demoAccounts]}::text[])) as other_accounts`;
  return found;
}

export interface CarriedOn {
  id: string;
  municipalityCode: string;
  roundId: string;
  state: CaseState;
}

/** The cases that go on from the past: a workflow is to run for each. @param runStatus of the run that ended with the past */
export function casesCarriedOn(db: Db, runStatus: string): Promise<CarriedOn[]> {
  return db<CarriedOn[]>`
    select id, municipality_code, round_id, state from cases
    where phase <> 'closed' and id in (select case_id from case_histories where status = ${runStatus}) order by id`;
}
