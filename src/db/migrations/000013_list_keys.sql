-- Underneath row-level security an index serves only what tells nothing of a row before the rule has let it through; of
-- coalesce() Postgres does not believe that. So the key by which lists are ordered is a column: a page half way down is
-- a range in the index again.
alter table cases add column due_key date not null generated always as (coalesce(next_due_on, 'infinity'::date)) stored;
drop index cases_by_due;
drop index cases_by_due_region;
drop index cases_by_team;
create index cases_by_due on cases (municipality_code, due_key, id) where phase not in ('closed', 'candidate');
create index cases_by_due_region on cases (due_key, id) where phase not in ('closed', 'candidate');
create index cases_by_team on cases (team_id, due_key, id) where phase not in ('closed', 'candidate');
-- Few among many, and looked at often.
create index cases_crises on cases (due_key, id) where crisis and phase not in ('closed', 'candidate');
