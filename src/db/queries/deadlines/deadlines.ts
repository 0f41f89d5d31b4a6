/** Deadlines over all cases and rounds. */
import type { CallingActor } from '../../../actor.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { DeadlineState } from '../../../domain/deadlines/deadline.ts';
import type { DeadlineKind, Owner } from '../../../domain/planning/policy.ts';
import type { PageAsked } from '../../../paging.ts';
import type { Db } from '../../connect.ts';
import { inMunicipality } from '../identity/scope.ts';

export interface DeadlineFilters {
  states: readonly DeadlineState[];
  /** Only deadlines that are due on this local day or earlier. */
  dueTo?: LocalDate | undefined;
  owner?: Owner | undefined;
  kind?: DeadlineKind | undefined;
  municipality?: string | undefined;
  caseId?: string | undefined;
}

export interface DeadlineListItem {
  id: string;
  caseId: string | null;
  roundId: string | null;
  avgRequestId: string | null;
  complaintId: string | null;
  municipalityCode: string | null;
  kind: DeadlineKind;
  owner: Owner;
  creditorId: string | null;
  teamId: string | null;
  caseworkerId: string | null;
  state: DeadlineState;
  startedAt: Instant;
  dueOn: LocalDate;
  dueBefore: Instant;
  breachedAt: Instant | null;
  moot: boolean;
  endedAt: Instant | null;
}

export interface DeadlinePosition {
  dueBefore: Instant;
  id: string;
}

/** Nearest first. */
export function listDeadlines(sql: Db, actor: CallingActor, f: DeadlineFilters, { after, limit }: PageAsked<DeadlinePosition>): Promise<DeadlineListItem[]> {
  return sql<DeadlineListItem[]>`
    select deadlines.id, deadlines.case_id, deadlines.round_id, deadlines.avg_request_id, deadlines.complaint_id, deadlines.municipality_code, deadlines.kind, deadlines.owner, deadlines.creditor_id,
      cases.team_id, cases.caseworker_id, deadlines.state, deadlines.started_at, deadlines.due_on, deadlines.due_before, deadlines.breached_at, deadlines.moot, deadlines.ended_at
    from deadlines left join cases on cases.id = deadlines.case_id
    where ${inMunicipality(sql, actor, 'deadlines.municipality_code')}
      and deadlines.state = any(${[...f.states]})
      ${f.states.every(isRunning) ? sql`and deadlines.ended_at is null` : sql``}
      ${f.dueTo === undefined ? sql`` : sql`and deadlines.due_on <= ${f.dueTo}`}
      ${f.owner === undefined ? sql`` : sql`and deadlines.owner = ${f.owner}`}
      ${f.kind === undefined ? sql`` : sql`and deadlines.kind = ${f.kind}`}
      ${f.municipality === undefined ? sql`` : sql`and deadlines.municipality_code = ${f.municipality}`}
      ${f.caseId === undefined ? sql`` : sql`and deadlines.case_id = ${f.caseId}`}
      ${after === null ? sql`` : sql`and (deadlines.due_before, deadlines.id) > (${after.dueBefore}, ${after.id})`}
    order by deadlines.due_before, deadlines.id
    limit ${limit}`;
}

/** A breached deadline that has been done since counts as done. */
const isRunning = (state: DeadlineState) => state === 'open' || state === 'paused' || state === 'breached';
