-- The region itself is kept by the API: municipalities with their postcodes, teams, creditors with contact people, and which team takes
-- whose cases. `version` goes up with each change, so that nobody overwrites what was not seen.
alter table municipalities add column version integer not null default 1;
alter table teams add column version integer not null default 1;
alter table creditors add column version integer not null default 1;

-- A postcode is of one municipality, or a row would belong to whichever was found first.
alter table municipality_postcodes add constraint municipality_postcodes_range check (first between 1000 and 9999 and last between first and 9999);
alter table municipality_postcodes add constraint municipality_postcodes_apart exclude using gist (int4range(first, last, '[]') with &&);

-- A pairing holds from a day to a day; null: always. A case keeps the team that it has.
alter table team_creditors drop constraint team_creditors_pkey;
alter table team_creditors add column id uuid primary key default gen_random_uuid();
alter table team_creditors add column valid_from date;
alter table team_creditors add column valid_to date;
alter table team_creditors add constraint team_creditors_days check (valid_to >= valid_from);
create unique index team_creditors_once on team_creditors (team_id, creditor_id, valid_from) nulls not distinct;

-- People at a creditor, each for some kinds of mail; empty: for all. Where none is for a kind, the creditor's own address is.
create table creditor_contacts (
  id uuid primary key default gen_random_uuid(),
  creditor_id text not null references creditors,
  name text not null,
  email text not null,
  about text[] not null default '{}'
);
create index creditor_contacts_by_creditor on creditor_contacts (creditor_id);
alter table creditor_contacts enable row level security;
create policy administration on creditor_contacts using ((select scope_administration()));
create policy region on creditor_contacts for select using ((select scope_region()));
create policy creditor on creditor_contacts for select using (creditor_id = (select scope_creditor()));

do $$
declare t text;
begin
  foreach t in array array['regions', 'municipalities', 'municipality_postcodes', 'creditors', 'teams', 'team_creditors'] loop
    execute format('drop policy write on %I', t);
    execute format('create policy administration on %I using ((select scope_administration()))', t);
  end loop;
end $$;
create policy administered on teams using (municipality_code = (select scope_administered_municipality()));
create policy administered on team_creditors using ((select scope_administered_municipality()) is not null
  and exists (select from teams t where t.id = team_id and t.municipality_code = (select scope_administered_municipality())));

-- Mail that could not be sent: which, to whom by id, about which case; its words are not in it.
create policy administration on outbox for select using ((select scope_administration()));
create policy administration_resends on outbox for update using ((select scope_administration()));
