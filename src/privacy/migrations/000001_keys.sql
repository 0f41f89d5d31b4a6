-- Wrapped keys, nothing else: this database has backups of its own, kept for days.
create schema keys;

create table keys.subject_keys (
  -- a case's or a delivery's id
  subject text primary key,
  -- which master key wraps it; null once it is destroyed
  master text,
  wrapped bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  check ((destroyed_at is null) = (wrapped is not null) and (wrapped is null) = (master is null))
);
create index subject_keys_by_master on keys.subject_keys (master, subject) where destroyed_at is null;
