/** The appointments of many cases, as they were made last. */
import type { PartOfDay } from '../../../domain/codes.ts';
import type { Place } from '../../../domain/case/commands.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { heldBy } from '../cases/timeline.ts';

export interface ListedAppointment {
  caseId: string;
  date: LocalDate;
  time: string | null;
  partOfDay: PartOfDay;
  place: Place;
  caseworkerId: string | null;
  caseworker: string | null;
}

/** Those that were not kept or missed yet. */
export const appointmentsOf = (sql: Db, caseIds: readonly string[]) => sql<ListedAppointment[]>`
  select distinct on (t.case_id) t.case_id, t.data->>'date' as date, t.data->>'time' as time, t.data->>'partOfDay' as part_of_day, t.data->>'place' as place,
    ${heldBy(sql)} as caseworker_id, accounts.name as caseworker
  from timeline t join cases c on c.id = t.case_id left join accounts on accounts.id = ${heldBy(sql)}
  where t.case_id = any(${[...caseIds]}::uuid[]) and t.type = 'appointment' and t.data->>'date' = c.state->'appointment'->>'date'
  order by t.case_id, t.at desc, t.id desc`;
