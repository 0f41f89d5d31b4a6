-- The number of a case is made by one function, so that a statement that stores hundreds of cases can name it itself: looked up case by
-- case in a trigger it was more than half of what storing a candidate cost.
create function new_case_number(short_code text, opened_at timestamptz) returns text language sql volatile as $$
  select short_code || '-' || extract(year from opened_at at time zone 'Europe/Amsterdam') || '-' || lpad(counter, greatest(5, length(counter)), '0')
  from (select nextval('case_numbers')::text as counter) given
$$;

create or replace function case_number() returns trigger language plpgsql as $$
begin
  new.number := new_case_number((select short_code from municipalities where code = new.municipality_code), new.opened_at);
  return new;
end $$;
