-- A number of a case that people can say: the municipality's short code, the year it began and a counter, as ENS-2026-00123. Given once and
-- unique; the counter is of all municipalities together and has gaps. Creditors never see it: it tells when a case began, and that it is one.
alter table municipalities add column short_code text unique;

-- The first three letters of the name; the code where another has those already.
create function municipality_short_code() returns trigger language plpgsql as $$
declare
  letters text := upper(left(regexp_replace(new.name, '[^A-Za-z]', '', 'g'), 3));
begin
  new.short_code := case when length(letters) < 3 or exists (select from municipalities where short_code = letters) then 'G' || new.code else letters end;
  return new;
end $$;
create trigger municipality_short_code before insert or update on municipalities for each row when (new.short_code is null) execute function municipality_short_code();
-- Row by row: each sees the codes that are taken.
do $$
declare
  place record;
begin
  for place in select code from municipalities order by name loop
    update municipalities set name = name where code = place.code;
  end loop;
end $$;
alter table municipalities alter column short_code set not null;

create sequence case_numbers;
alter table cases add column number text;

create function case_number() returns trigger language plpgsql as $$
declare
  counter text := nextval('case_numbers')::text;
begin
  new.number := (select short_code from municipalities where code = new.municipality_code)
    || '-' || extract(year from new.opened_at at time zone 'Europe/Amsterdam') || '-' || lpad(counter, greatest(5, length(counter)), '0');
  return new;
end $$;

-- Without those that are anonymised: the number stands in mails and files of others, and would lead back to the case.
update cases set number = numbered.number
from (
  select c.id, m.short_code || '-' || extract(year from c.opened_at at time zone 'Europe/Amsterdam') || '-' || lpad(n::text, greatest(5, length(n::text)), '0') as number
  from (select id, municipality_code, opened_at, nextval('case_numbers') as n from (select * from cases where anonymised_at is null order by opened_at, id) ordered) c
  join municipalities m on m.code = c.municipality_code
) numbered
where numbered.id = cases.id;

create trigger case_number before insert on cases for each row when (new.number is null) execute function case_number();
create unique index cases_by_number on cases (number);
create index signals_by_reference on signals (reference);
