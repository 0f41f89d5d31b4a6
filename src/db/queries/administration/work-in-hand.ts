/** What a caseworker has in hand: cases, and appointments that are still to come. Read with the scope of the system. */
import { runningPhases } from '../../../domain/case/lifecycle.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { standingToday } from '../identity/reference.ts';
import { heldBy } from '../cases/timeline.ts';

export interface CaseInHand {
  id: string;
  /** The case's team, when it works for the case's municipality. */
  teamId: string | null;
  municipalityCode: string;
}

export interface AppointmentInHand {
  caseId: string;
  /** The key of its event in the case's timeline. */
  appointment: string;
  date: LocalDate;
}

export const casesInHand = (sql: Db, accountId: string) => sql<CaseInHand[]>`
  select c.id, t.id as team_id, c.municipality_code from cases c left join teams t on t.id = c.team_id and t.municipality_code = c.municipality_code
  where c.caseworker_id = ${accountId} and c.phase = any(${[...runningPhases]}) order by c.id`;

/** The last one made in each case of the municipality, where it is neither kept nor missed and this account is to be there. */
export const appointmentsInHand = (sql: Db, { id, municipalityCode }: { id: string; municipalityCode: string | null }, today: LocalDate) => sql<AppointmentInHand[]>`
  select c.id as case_id, a.key as appointment, (a.data->>'date')::date as date
  from cases c
  cross join lateral (select key, data, ${heldBy(sql)} as held_by from timeline t where case_id = c.id and type = 'appointment' order by at desc, id desc limit 1) a
  where c.municipality_code = ${municipalityCode} and c.phase = any(${[...runningPhases]}) and (c.state->'appointment'->>'date')::date >= ${today}
    and a.held_by = ${id}
  order by c.id`;

/** A team for a case that is handed over to somebody without one. */
export async function anyTeamOf(sql: Db, municipalityCode: string): Promise<string | null> {
  return (await sql<{ id: string }[]>`select id from teams t where municipality_code = ${municipalityCode} and ${standingToday(sql)} order by id limit 1`)[0]?.id ?? null;
}

/** Accounts that have left with somebody to take over, and still have a case. */
export async function unfinishedHandOvers(sql: Db): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from accounts a where left_at < now() - interval '1 minute' and successor_id is not null
      and exists (select 1 from cases c where c.caseworker_id = a.id and c.phase = any(${[...runningPhases]})) order by id`;
  return rows.map(({ id }) => id);
}
