-- The administrator runs accounts by the API. An account that was blocked or has left signs in as nobody; its rows stay, since
-- cases and the audit log name it.
alter table accounts add column version integer not null default 1;
alter table accounts add column created_at timestamptz;
alter table accounts add column blocked_at timestamptz;
alter table accounts add column left_at timestamptz;
-- who takes over what it had in hand when it left
alter table accounts add column successor_id text references accounts;
create index accounts_with_successor on accounts (successor_id) where successor_id is not null;

-- an issuer is an address, and stands in no path
alter table identities add column id uuid not null default gen_random_uuid();
create unique index identities_by_id on identities (id);

create index cases_by_caseworker on cases (caseworker_id, id) where phase <> 'closed' and caseworker_id is not null;

-- Those who set up the system: the system itself and the region's administrators; those of one municipality, in it.
create function scope_administration() returns boolean language sql stable as $$
  select coalesce((s).role = 'system' or ((s).municipality is null and (s).role = 'administrator'), false) from current_scope() s $$;
create function scope_administered_municipality() returns text language sql stable as $$
  select (s).municipality from current_scope() s where (s).role = 'administrator' $$;

drop policy write on accounts;
create policy administration on accounts using ((select scope_administration()));
create policy administered on accounts using (municipality_code = (select scope_administered_municipality()));

create policy administration on identities using ((select scope_administration()));
create policy administered on identities using ((select scope_administered_municipality()) is not null
  and exists (select from accounts a where a.id = account_id and a.municipality_code = (select scope_administered_municipality())));
-- Who may see all accounts and rights.
create policy officer on identities for select using ((select scope_role()) = 'privacy-officer'
  and exists (select from accounts a where a.id = account_id and coalesce(a.municipality_code = (select scope_municipality()), (select scope_municipality()) is null)));

-- Nobody reads a session by them; an administrator ends those of an account. Postgres wants a row to be visible to remove it.
create policy administration on sessions for select using ((select scope_administration()));
create policy administration_ends on sessions for delete using ((select scope_administration()));
create policy administered on sessions for select using ((select scope_administered_municipality()) is not null
  and exists (select from identities i join accounts a on a.id = i.account_id
    where i.issuer = sessions.issuer and i.subject = sessions.subject and a.municipality_code = (select scope_administered_municipality())));
create policy administered_ends on sessions for delete using ((select scope_administered_municipality()) is not null
  and exists (select from identities i join accounts a on a.id = i.account_id
    where i.issuer = sessions.issuer and i.subject = sessions.subject and a.municipality_code = (select scope_administered_municipality())));
