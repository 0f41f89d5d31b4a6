-- The engine forgets closed runs after its retention: their histories are kept here, gzipped JSON of ids, codes and dates.
create table case_histories (
  case_id uuid not null references cases,
  run_id text not null,
  -- as the engine called the run's end: COMPLETED, TERMINATED, ...
  status text not null,
  started_at timestamptz not null,
  closed_at timestamptz not null,
  -- how many events, and how many bytes of JSON before compression
  events int not null,
  bytes int not null,
  history bytea not null,
  archived_at timestamptz not null default now(),
  primary key (case_id, run_id)
);

-- Runs that closed their case, until their history is kept.
create table closed_runs (
  case_id uuid not null references cases,
  run_id text not null,
  noted_at timestamptz not null default now(),
  primary key (case_id, run_id)
);
create index closed_runs_by_time on closed_runs (noted_at, case_id);

-- Each time that Postgres was held against the histories.
create table verifications (
  id uuid primary key,
  scope text not null check (scope in ('all', 'case', 'nightly')),
  started_at timestamptz not null,
  finished_at timestamptz not null,
  cases int not null,
  -- how many differences there were; the first of them as [{caseId, table, key, column, inPostgres, fromHistory}]
  differences int not null,
  findings jsonb not null default '[]'
);
create index verifications_by_scope on verifications (scope, started_at desc);

-- What changed since the last verification.
create index timeline_by_recording on timeline (recorded_at);
