-- Personal data stands here only as it was sealed, by the key of the case (or delivery) it is about: src/privacy.
do $$ begin
  if exists (select from persons) or exists (select from notes) then
    raise exception using message = 'The database holds personal data of a release before sealing, which was for trial only. Start with an empty one: npm start -- --fresh.';
  end if;
end $$;

alter table persons
  drop column last_name, drop column initials, drop column birth_date, drop column phone, drop column email, drop column street, drop column place,
  add column sealed bytea not null,
  -- the case by whose key it is sealed: the one its signal came to first
  add column sealed_for uuid not null,
  -- keyed hash of the normalised last name, to search by
  add column name_index text not null;
create index persons_by_name on persons (name_index);
create index persons_by_case on persons (sealed_for);
create index signals_by_person on signals (person_id);

-- Known again by its hash; the address itself is sealed with each case.
alter table households drop column address_key, drop column postcode, drop column house_number, drop column addition, add unique (address_hash);
alter table cases add column address bytea;

alter table notes drop column text, add column sealed bytea not null;
alter table plans drop column body, add column sealed bytea not null;
alter table hand_overs drop column contact, add column contact bytea;

-- What was wrong in a row shows what stood there: sealed by the delivery's key.
alter table delivery_rows drop column problems, add column problems bytea;
