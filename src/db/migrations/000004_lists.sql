-- Each order in which the lists of running cases can be asked has an index that ends a page early: the key first, the id
-- that breaks ties next. Cases without a next deadline come last in it, so that a page after them is a range as well.
drop index cases_by_due;
drop index cases_by_due_region;
drop index cases_by_team;
create index cases_by_due on cases (municipality_code, coalesce(next_due_on, 'infinity'::date), id) where phase not in ('closed', 'candidate');
create index cases_by_due_region on cases (coalesce(next_due_on, 'infinity'::date), id) where phase not in ('closed', 'candidate');
create index cases_by_team on cases (team_id, coalesce(next_due_on, 'infinity'::date), id) where phase not in ('closed', 'candidate');
create index cases_by_opening on cases (opened_at, id) where phase not in ('closed', 'candidate');
create index cases_by_total on cases (total_cents, id) where phase not in ('closed', 'candidate');
