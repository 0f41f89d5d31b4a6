-- Anonymising: when a term has ended, or on request, what is known of a person goes; what is counted stays.

alter table cases
  add column anonymised_at timestamptz,
  -- after that its key was destroyed: until then it is still to be done
  add column key_destroyed_at timestamptz,
  -- kept because of a dispute: nothing of it goes, and the note that says why
  add column held_at timestamptz,
  add column hold_note_id uuid;
create index cases_to_anonymise on cases (closed_at, id) where phase = 'closed' and anonymised_at is null;
create index cases_half_anonymised on cases (id) where anonymised_at is not null and key_destroyed_at is null;
create index cases_held on cases (held_at, id) where held_at is not null;

-- Null once they are gone.
alter table persons alter column sealed drop not null, alter column name_index drop not null, alter column person_key drop not null;

alter table signals add column anonymised_at timestamptz;
create index signals_to_anonymise on signals (decided_at, id) where state = 'dropped' and anonymised_at is null;

-- What it held of rows that led to nothing is gone, and its key is destroyed.
alter table deliveries add column cleared_at timestamptz;
create index deliveries_to_clear on deliveries (finished_at, id) where cleared_at is null;

-- Without these, taking a note or a signal's rows away reads whole tables.
create index timeline_by_note on timeline (note_id) where note_id is not null;
create index delivery_rows_by_signal on delivery_rows (signal_id) where signal_id is not null;
create index delivery_rows_refused on delivery_rows (reference) where verdict = 'refused' and reference is not null;

-- What each night did.
create table retention_runs (
  id uuid primary key,
  -- 'schedule', or the account of whoever ran it by hand
  started_by text not null,
  started_at timestamptz not null,
  -- null: it was cut off, and the next one went on
  finished_at timestamptz,
  -- how many of what went
  counts jsonb not null default '{}'
);
create index retention_runs_by_time on retention_runs (started_at desc);
alter table retention_runs enable row level security;
create policy region on retention_runs using ((select scope_planning()));
