-- Links with which a service that takes over confirms a hand-over, without an account: signed, for some weeks, used once.
create table hand_over_links (
  id uuid primary key,
  case_id uuid not null references cases,
  hand_over_id uuid not null,
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index hand_over_links_by_case on hand_over_links (case_id);
alter table hand_over_links enable row level security;
create policy region on hand_over_links using ((select scope_region()));
create policy municipality on hand_over_links using ((select scope_municipality()) is not null and exists (select from cases c where c.id = case_id));
