import type { Db } from '../../connect.ts';

/** The day on which the home must be left or the supply ends; null when its creditor withdrew it, which the case's state says. */
export const dayOf = (sql: Db) => sql`
  case when not exists (
    select from cases c, jsonb_array_elements(c.state->'signals') as told
    where c.id = signals.case_id and told->>'id' = signals.id::text and (told->>'dayWithdrawn')::boolean
  ) then signals.ends_on end as ends_on`;
