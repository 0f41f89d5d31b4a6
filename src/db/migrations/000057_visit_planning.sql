-- Which day a visit is planned on, noted beside the workflow: it moves no phase and no term. The newest row of a case that was not undone stands, until the case is visited or goes to another team.
create table planned_visits (
  id uuid primary key,
  case_id uuid not null references cases,
  -- Null: taken off the planning.
  day date,
  team_id text not null references teams,
  caseworker_id text references accounts,
  planned_by text not null,
  planned_at timestamptz not null,
  -- Whose the case was, for undoing.
  before_team_id text references teams,
  before_caseworker_id text references accounts,
  undone_at timestamptz,
  -- The request that undid it, which undoes nothing else when it comes again.
  undone_key text
);
create index planned_visits_by_case on planned_visits (case_id, planned_at desc);
create index planned_visits_by_day on planned_visits (day) where undone_at is null;
alter table planned_visits enable row level security;
create policy region on planned_visits using ((select scope_region()));
create policy municipality on planned_visits using ((select scope_municipality()) is not null and exists (select from cases c where c.id = case_id));

-- How many visits a team makes on a day when everybody is there, from a day on.
create table team_capacities (
  id uuid primary key,
  team_id text not null references teams,
  valid_from date not null,
  visits_a_day integer not null check (visits_a_day >= 0),
  recorded_by text not null,
  recorded_at timestamptz not null
);
create index team_capacities_by_team on team_capacities (team_id, valid_from desc);
alter table team_capacities enable row level security;
create policy region on team_capacities using ((select scope_region()));
create policy municipality on team_capacities using (exists (select from teams t where t.id = team_id and t.municipality_code = (select scope_municipality())));

-- When a caseworker is not there; never why.
create table absences (
  id uuid primary key,
  account_id text not null references accounts,
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  recorded_by text not null,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz
);
create index absences_by_account on absences (account_id, last_day);
alter table absences enable row level security;
create policy region on absences using ((select scope_region()));
create policy municipality on absences using (exists (select from accounts a where a.id = account_id and a.municipality_code = (select scope_municipality())));
