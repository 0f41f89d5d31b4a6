-- How a resident wants to be reached, as the resident said it: of one person, or of the household (no person). The newest that was not taken back stands; what is taken back loses its words at once.
create table contact_details (
  id uuid primary key,
  case_id uuid not null references cases,
  person_id uuid references persons,
  sealed bytea,
  recorded_by text not null,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz,
  check ((sealed is null) = (withdrawn_at is not null))
);
create index contact_details_by_case on contact_details (case_id);
create index contact_details_by_person on contact_details (person_id);
alter table contact_details enable row level security;
create policy region on contact_details using ((select scope_region()));
create policy municipality on contact_details using ((select scope_municipality()) is not null and exists (select from cases c where c.id = case_id));
