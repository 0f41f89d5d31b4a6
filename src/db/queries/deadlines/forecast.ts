/** The running cases in which something will happen by itself, for a forecast over many cases. */
import type { CallingActor } from '../../../actor.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { inPages } from '../../pages.ts';
import { inMunicipality } from '../identity/scope.ts';

export interface ForecastScope {
  teamId?: string | undefined;
  municipality?: string | undefined;
}

interface RunningCase {
  id: string;
  state: CaseState;
}

/** States per page: few enough for memory, and other requests get their turn between two pages. */
const STATES_A_PAGE = 200;

/**
 * The states of the cases whose next moment falls before `until`, by the id of their case. A triage decision that can still be
 * undone is no deadline, so cases in triage are read whatever their deadlines are.
 */
export function statesWithMoments(sql: Db, actor: CallingActor, { teamId, municipality }: ForecastScope, until: Instant): AsyncGenerator<RunningCase> {
  return inPages(STATES_A_PAGE, (last: RunningCase | null, limit) => sql<RunningCase[]>`
    select cases.id, cases.state from cases
    where cases.phase not in ('closed', 'candidate') and cases.state is not null
      and ${inMunicipality(sql, actor, 'cases.municipality_code')}
      ${teamId === undefined ? sql`` : sql`and cases.team_id = ${teamId}`}
      ${municipality === undefined ? sql`` : sql`and cases.municipality_code = ${municipality}`}
      and (cases.phase = 'triage' or exists (
        select 1 from deadlines
        where deadlines.case_id = cases.id and deadlines.ended_at is null and deadlines.state = 'open'
          and (deadlines.warns_at <= ${until} or deadlines.due_before <= ${until}::timestamptz + interval '2 days')))
      ${last === null ? sql`` : sql`and cases.id > ${last.id}`} order by cases.id limit ${limit}`);
}

/** The team, when it is of a municipality that this account may read. */
export async function findTeam(sql: Db, actor: CallingActor, id: string): Promise<{ id: string; name: string } | null> {
  const [team] = await sql<{ id: string; name: string }[]>`
    select id, name from teams
    where id = ${id} and ${actor.municipalityCode === null ? sql`true` : sql`municipality_code = ${actor.municipalityCode}`}`;
  return team ?? null;
}
