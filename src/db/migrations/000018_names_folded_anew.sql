-- Names are folded anew (src/domain/rights/names.ts): by which folding a row's indexes were made. What was made by an older one is
-- made anew by the workers, who can open the names.
alter table persons add column folding smallint not null default 1;
create index persons_to_refold on persons (id) where folding < 2 and sealed is not null;

-- Whoever objected, sealed by the objection's own key, and found by name: initials and dates of birth are compared opened.
-- Without it an objection is known by person_key alone. address_hash is the address that it was filed at.
alter table objections add column sealed bytea, add column name_index text, add column second_name_index text, add column folding smallint not null default 1;
create index objections_by_name on objections (name_index);
create index objections_by_second_name on objections (second_name_index);

-- It may be of somebody who objected, and nothing tells whether: somebody has to look.
alter table signals add column objection_doubt boolean not null default false;

drop policy reading on objections;
create policy reading on objections for select using ((select scope_municipality()) is not null and exists (
  select from persons p where p.name_index in (objections.name_index, objections.second_name_index) or p.person_key = objections.person_key));
