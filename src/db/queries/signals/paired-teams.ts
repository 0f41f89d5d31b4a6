import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { pairedToday, standingToday } from '../identity/reference.ts';

export interface TeamForCreditor {
  municipalityCode: string;
  municipality: string;
  team: string;
  email: string;
  /** Names, as colleagues know them. */
  people: string[];
  isPaired: boolean;
  pairedFrom: LocalDate | null;
  /** The last day; null while nobody has ended it. */
  pairedTo: LocalDate | null;
}

/** As new cases are given out today: the paired team of a municipality, else any of it. */
export const teamsForCreditor = (sql: Db, creditorId: string) => sql<TeamForCreditor[]>`
  with paired as (select tc.team_id, tc.valid_from, tc.valid_to from team_creditors tc where tc.creditor_id = ${creditorId} and ${pairedToday(sql)})
  select m.code as municipality_code, m.name as municipality, t.name as team, t.email, p.team_id is not null as is_paired, p.valid_from as paired_from, p.valid_to as paired_to,
    coalesce((select array_agg(a.name order by a.name, a.id) from accounts a where a.team_id = t.id and a.role = 'caseworker' and a.left_at is null and a.blocked_at is null), '{}') as people
  from municipalities m join teams t on t.municipality_code = m.code and ${standingToday(sql)} left join paired p on p.team_id = t.id
  where p.team_id is not null or not exists (select from paired other join teams o on o.id = other.team_id where o.municipality_code = m.code)
  order by m.name, t.name, t.id`;
