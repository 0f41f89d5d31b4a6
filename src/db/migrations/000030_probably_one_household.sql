-- The keyed hash of postcode and number alone, which finds addresses that people write differently; made for older rows by a worker.
alter table households add column number_hash text;
create index households_by_number on households (number_hash) where number_hash is not null;

-- A person joined the signals of a candidate to the case of an address that is probably the same.
create table joinings (
  id uuid primary key,
  from_case uuid not null references cases,
  into_case uuid not null references cases,
  from_household uuid not null references households,
  signal_ids uuid[] not null,
  likeness text not null,
  joined_at timestamptz not null,
  joined_by text not null,
  undone_at timestamptz,
  undone_by text
);
create index joinings_into on joinings (into_case);

alter table joinings enable row level security;
create policy region on joinings using ((select scope_region()));
create policy municipality on joinings using ((select scope_municipality()) is not null and exists (select from cases c where c.id = into_case));
