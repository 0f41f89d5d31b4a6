/** Whom to visit on a day. */
import type { CallingActor } from '../../../actor.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { DeadlineKind } from '../../../domain/planning/policy.ts';
import type { Db } from '../../connect.ts';
import { heldBy } from '../cases/timeline.ts';
import { inMunicipality } from '../identity/scope.ts';

/** Of one caseworker, with what nobody of the team has taken yet; of everybody in a team; of everybody. */
export interface VisitsOf {
  caseworkerId: string | null;
  teamId: string | null;
}

export interface VisitRow {
  id: string;
  number: string | null;
  address: Buffer | null;
  teamId: string | null;
  team: string | null;
  caseworkerId: string | null;
  caseworker: string | null;
  crisis: boolean;
  totalCents: number;
  nextDueOn: LocalDate | null;
  nextDueKind: DeadlineKind | null;
  state: CaseState;
}

/**
 * Cases to visit, and cases with an appointment on that day, the nearest last day first. Who has an appointment on a later day is not visited
 * before; nor is a door where it was not safe, but by an appointment.
 * @param only among these; default: all
 */
export const casesToVisit = (sql: Db, actor: CallingActor, date: LocalDate, of: VisitsOf, limit: number, only?: readonly string[]) => sql<VisitRow[]>`
  select cases.id, cases.number, cases.address, cases.team_id, teams.name as team, cases.caseworker_id, accounts.name as caseworker, cases.crisis, cases.total_cents, cases.next_due_on, cases.next_due_kind, cases.state
  from cases left join teams on teams.id = cases.team_id left join accounts on accounts.id = cases.caseworker_id
  where ${inMunicipality(sql, actor, 'cases.municipality_code')} and cases.phase not in ('closed', 'candidate') and cases.paused_at is null and cases.state is not null ${only === undefined ? sql`` : sql`and cases.id = any(${[...only]}::uuid[])`}
    and (cases.state->'appointment'->>'date' = ${date}
      or (cases.phase = 'visiting' and not (cases.state->>'visitsStopped')::boolean and coalesce(cases.state->'appointment'->>'date', '') < ${date}))
    and (${assigned(sql, of)}
      or (cases.state->'appointment'->>'date' = ${date} and exists (select from timeline t where t.case_id = cases.id and t.type = 'appointment' and t.data->>'date' = ${date} and ${heldBy(sql)} = ${of.caseworkerId})))
  order by cases.due_key, cases.id limit ${limit}`;

const assigned = (sql: Db, { caseworkerId, teamId }: VisitsOf) =>
  caseworkerId === null ? (teamId === null ? sql`true` : sql`cases.team_id = ${teamId}`) : sql`(cases.caseworker_id = ${caseworkerId} or (cases.caseworker_id is null and cases.team_id = ${teamId}))`;
