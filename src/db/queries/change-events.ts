import type { Db } from '../connect.ts';
import type { TimelineRow } from './timeline.ts';

/** The changes of calendar and policy that were confirmed, in that order, as a timeline tells them. */
export function changeEvents(sql: Db): Promise<TimelineRow[]> {
  return sql<TimelineRow[]>`
    select changes.id::text as id, 'replanned' as type, confirmed_at as at, confirmed_by as actor_id, confirmed_role as actor_role,
      accounts.name as actor_name, null as note_id, reason as change_reason, 'replan-' || changes.id as command_id, because as data
    from changes left join accounts on accounts.id = confirmed_by
    where number is not null order by number`;
}
