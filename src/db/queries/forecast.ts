/** The running cases in which something happens by itself, for a forecast over many. */
import type { CallingActor } from '../../actor.ts';
import type { CaseState } from '../../domain/case/state.ts';
import type { Instant } from '../../domain/dates.ts';
import type { Db, Sql } from '../connect.ts';
import { inMunicipality } from './scope.ts';

export interface ForecastScope {
  teamId?: string | undefined;
  municipality?: string | undefined;
}

/** States read at once: few enough to hold, and others get their turn between two batches. */
const BATCH = 200;

/**
 * The states of the cases whose next moment falls before `until`, a batch at a time. A triage decision that can still be
 * undone is no deadline, so cases in triage are read whatever their deadlines are.
 */
export function statesWithMoments(sql: Sql, actor: CallingActor, { teamId, municipality }: ForecastScope, until: Instant): AsyncIterable<{ state: CaseState }[]> {
  return sql<{ state: CaseState }[]>`
    select cases.state from cases
    where cases.phase not in ('closed', 'candidate') and cases.paused_at is null and cases.state is not null
      and ${inMunicipality(sql, actor, 'cases.municipality_code')}
      ${teamId === undefined ? sql`` : sql`and cases.team_id = ${teamId}`}
      ${municipality === undefined ? sql`` : sql`and cases.municipality_code = ${municipality}`}
      and (cases.phase = 'triage' or exists (
        select 1 from deadlines
        where deadlines.case_id = cases.id and deadlines.ended_at is null and deadlines.state = 'open'
          and (deadlines.warns_at <= ${until} or deadlines.due_before <= ${until}::timestamptz + interval '2 days')))`.cursor(BATCH);
}

/** The team, when it is of a municipality that this account may read. */
export async function findTeam(sql: Db, actor: CallingActor, id: string): Promise<{ id: string; name: string } | null> {
  const [team] = await sql<{ id: string; name: string }[]>`
    select id, name from teams
    where id = ${id} and ${actor.municipalityCode === null ? sql`true` : sql`municipality_code = ${actor.municipalityCode}`}`;
  return team ?? null;
}
