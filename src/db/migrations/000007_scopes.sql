-- Who sees which rows is settled here, underneath the application, whose account owns nothing and cannot pass by these
-- rules. A connection says whom it serves by the setting app.scope, signed; without one, or with one that was forged,
-- every table is empty.

create extension if not exists pgcrypto;

-- What scopes are signed with; for the owner only, put here by the set-up.
create table scope_secret (one boolean primary key default true check (one), key bytea not null);

create type scope as (role text, municipality text, creditor text);

-- 'role|municipality|creditor|signature', the signature HMAC-SHA-256 over what stands before it, in hex.
create function current_scope() returns scope language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  parts text[] := string_to_array(current_setting('app.scope', true), '|');
  secret bytea := (select key from public.scope_secret);
begin
  if cardinality(parts) is distinct from 4 or secret is null then return null; end if;
  if encode(public.hmac(convert_to(array_to_string(parts[1:3], '|'), 'UTF8'), secret, 'sha256'), 'hex') <> parts[4] then return null; end if;
  return row(parts[1], nullif(parts[2], ''), nullif(parts[3], ''))::public.scope;
end $$;

-- What the rules below ask. Each is called once a query: (select …) makes it so.
create function scope_role() returns text language sql stable as $$ select (current_scope()).role $$;
-- Of staff that works for one municipality.
create function scope_municipality() returns text language sql stable as $$
  select (s).municipality from current_scope() s where (s).role in ('caseworker', 'desk', 'project-leader', 'privacy-officer') $$;
create function scope_creditor() returns text language sql stable as $$ select (s).creditor from current_scope() s where (s).role = 'creditor' $$;
-- Those who work on cases of the whole region.
create function scope_region() returns boolean language sql stable as $$
  select coalesce((s).role = 'system' or ((s).municipality is null and (s).role in ('desk', 'project-leader', 'privacy-officer')), false) from current_scope() s $$;
-- The same and the administrator, who plans deadlines anew but reads nothing of persons.
create function scope_planning() returns boolean language sql stable as $$ select scope_region() or coalesce(scope_role() = 'administrator', false) $$;

alter table signals add column municipality_code text references municipalities;
update signals set municipality_code = h.municipality_code from households h where h.id = household_id;
alter table signals alter column municipality_code set not null;

do $$
declare t text;
begin
  for t in select tablename from pg_tables where schemaname = 'public' and tablename not in ('migrations') loop
    execute format('alter table %I enable row level security', t);
  end loop;
  -- What everybody who is somebody may read, and those who set the system up may write.
  foreach t in array array['regions', 'municipalities', 'municipality_postcodes', 'creditors', 'agreements', 'teams', 'team_creditors', 'accounts', 'policies', 'closed_days', 'rounds'] loop
    execute format('create policy read on %I for select using ((select scope_role()) is not null)', t);
    execute format('create policy write on %I using ((select scope_planning()))', t);
  end loop;
  -- Of the whole region, and of no person.
  foreach t in array array['changes', 'change_moves', 'verifications'] loop
    execute format('create policy region on %I using ((select scope_planning()))', t);
  end loop;
  foreach t in array array['match_decisions', 'address_sightings', 'objections'] loop
    execute format('create policy region on %I using ((select scope_region()))', t);
  end loop;
end $$;

do $$
declare t text;
begin
  foreach t in array array['identities', 'sign_ins', 'sessions'] loop
    execute format('create policy system on %I using ((select scope_role()) = ''system'')', t);
  end loop;
end $$;
create policy system on audit_seals using ((select scope_role()) = 'system');
create policy reading on audit_seals for select using ((select scope_region()));

create policy region on signals using ((select scope_region()));
create policy municipality on signals using (municipality_code = (select scope_municipality()));
create policy creditor on signals using (creditor_id = (select scope_creditor()));

create policy region on cases using ((select scope_planning()));
create policy municipality on cases using (municipality_code = (select scope_municipality()));
-- A creditor follows and answers about cases that hold a signal of its own.
create policy creditor on cases using ((select scope_creditor()) is not null and exists (select from signals s where s.case_id = cases.id and s.creditor_id = (select scope_creditor())));

create policy region on households using ((select scope_region()));
create policy municipality on households using (municipality_code = (select scope_municipality()));
create policy creditor on households using ((select scope_creditor()) is not null and exists (select from signals s where s.household_id = households.id and s.creditor_id = (select scope_creditor())));

create policy region on deadlines using ((select scope_planning()));
create policy municipality on deadlines using (municipality_code = (select scope_municipality()));
create policy creditor on deadlines using (creditor_id = (select scope_creditor()));

-- What staff writes of a person: never for a creditor.
create policy region on persons using ((select scope_region()));
create policy municipality on persons using ((select scope_municipality()) is not null and exists (select from signals s where s.person_id = persons.id));
do $$
declare t text;
begin
  foreach t in array array['notes', 'plans', 'hand_overs', 'case_histories', 'closed_runs', 'timeline'] loop
    execute format('create policy region on %I using ((select scope_region()))', t);
    execute format('create policy municipality on %I using ((select scope_municipality()) is not null and exists (select from cases c where c.id = case_id))', t);
  end loop;
end $$;
-- How many cases heard of a change, for whoever plans them.
create policy planning on timeline for select using (type = 'replanned' and (select scope_planning()));
-- Its own answers, to know a repeated one again.
create policy creditor on timeline for select using (data->>'creditorId' = (select scope_creditor()) and type = 're-check-answered');

create policy region on feedbacks using ((select scope_region()));
create policy others on feedbacks using (((select scope_municipality()) is not null or (select scope_creditor()) is not null) and exists (select from cases c where c.id = case_id));

create policy region on deliveries using ((select scope_region()));
create policy creditor on deliveries using (creditor_id = (select scope_creditor()));
do $$
declare t text;
begin
  foreach t in array array['delivery_chunks', 'delivery_rows'] loop
    execute format('create policy region on %I using ((select scope_region()))', t);
    execute format('create policy creditor on %I using ((select scope_creditor()) is not null and exists (select from deliveries d where d.id = delivery_id))', t);
  end loop;
end $$;

create policy region on outbox using ((select scope_region()));
create policy municipality on outbox using ((select scope_municipality()) is not null and exists (select from cases c where c.id = case_id));

create policy note on audit_log for insert with check ((select scope_role()) is not null);
create policy region on audit_log for select using ((select scope_region()));
-- What the people of one municipality did, for who watches over it.
create policy people on audit_log for select using ((select scope_role()) = 'privacy-officer' and exists (select from accounts a where a.id = actor_id and a.municipality_code = (select scope_municipality())));
-- To know a repeated command again.
create policy own on audit_log for select using (case_id is not null and exists (select from cases c where c.id = case_id));
