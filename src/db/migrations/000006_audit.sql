-- The audit log in full: who, when, what, which case, why, from which request. It is only ever added to, and sealed in batches.

-- Refused before it was known who asked.
alter table audit_log alter column actor_id drop not null, alter column actor_role drop not null;
-- The domain's moment, given by whoever writes; recorded_at is the database's.
alter table audit_log alter column at drop default;
alter table audit_log
  add column recorded_at timestamptz,
  add column request_id text,
  -- session, token or demo-account
  add column signed_in_by text,
  -- the words that were given as the reason
  add column note_id uuid,
  add constraint audit_log_outcomes check (outcome in ('done', 'refused'));
update audit_log set recorded_at = at;
alter table audit_log alter column recorded_at set not null;

-- A row's number is handed out after its transaction has one: whoever has seen the last row number, and then waits until
-- every transaction that was numbered by then has ended, knows that no row up to that number is still to come.
-- Cached numbers would break that; a sequence caches none unless told to.
alter table audit_log alter column id drop identity;
create sequence audit_log_ids owned by audit_log.id;
select setval('audit_log_ids', (select coalesce(max(id), 0) + 1 from audit_log), false);

create function audit_log_stamp() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_current_xact_id();
  new.id := nextval('audit_log_ids');
  new.recorded_at := clock_timestamp();
  return new;
end $$;
create trigger audit_log_stamp before insert on audit_log for each row execute function audit_log_stamp();
alter table audit_log enable always trigger audit_log_stamp;

-- Each seal covers the rows from first_id to last_id, whatever numbers were never used.
create table audit_seals (
  n int primary key check (n > 0),
  first_id bigint not null,
  last_id bigint not null check (last_id >= first_id),
  rows int not null check (rows > 0),
  -- SHA-256 over the hashes of the rows
  root text not null,
  -- hash of the seal before; empty for the first
  previous_hash text not null,
  sealed_at timestamptz not null,
  -- SHA-256 over all of the above
  hash text not null unique,
  -- keyed hash of `hash`: not to be made with the database alone
  mac text not null
);

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to: % is refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger audit_log_only_added_to before update or delete or truncate on audit_log for each statement execute function refuse_rewriting();
create trigger audit_seals_only_added_to before update or delete or truncate on audit_seals for each statement execute function refuse_rewriting();
-- Also in a session that says it replicates.
alter table audit_log enable always trigger audit_log_only_added_to;
alter table audit_seals enable always trigger audit_seals_only_added_to;
revoke update, delete, truncate on audit_log, audit_seals from public;

drop index audit_log_by_case;
create index audit_log_by_case on audit_log (case_id, at desc, id desc);
create index audit_log_by_time on audit_log (at desc, id desc);
create index audit_log_by_actor on audit_log (actor_id, at desc, id desc);
create index audit_log_by_action on audit_log (action, at desc, id desc);
create index audit_log_refused on audit_log (at desc, id desc) where outcome = 'refused';
