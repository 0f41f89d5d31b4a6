import type { Db } from '../../connect.ts';
import { withEvents, type TimelineRow } from '../cases/timeline.ts';

/** The confirmed changes of calendar and policy for timelines, in the order of confirming. */
export async function changeEvents(sql: Db): Promise<TimelineRow[]> {
  const rows = await sql<Omit<TimelineRow, 'event'>[]>`
    select changes.id::text as id, 'replanned' as type, confirmed_at as at, confirmed_by as actor_id, confirmed_role as actor_role,
      accounts.name as actor_name, null as note_id, reason as change_reason, 'replan-' || changes.id as command_id, because as data
    from changes left join accounts on accounts.id = confirmed_by
    where number is not null order by number`;
  return withEvents(rows);
}
