-- `deadlines.warned` was true of a round or request whose owner was warned, and of a case's deadline also when no warning
-- lay ahead any more: breached, or extended into its warning days, without one. When the owner was warned last has a column
-- of its own now; whether a warning lies ahead is `warns_at`.
alter table deadlines add column warned_at timestamptz;

update deadlines set warned_at = told.at
from (select data->>'deadlineId' as id, max(at) as at from timeline where type = 'deadline-warned' group by 1) told
where told.id = deadlines.id;

update deadlines set warned_at = told.at
from (select data->>'deadlineId' as id, max(created_at) as at from outbox where template = 'deadline-warning' and case_id is null group by 1) told
where told.id = deadlines.id and deadlines.case_id is null;

alter table deadlines drop column warned;
