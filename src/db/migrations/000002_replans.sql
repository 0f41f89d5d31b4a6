-- Changes of calendar and policy: first proposed, with a preview; once confirmed, told to every running case.
create table changes (
  id uuid primary key,
  -- in the order of confirming; null until then
  number bigint unique,
  -- {"because": "closed-day-added", "date", "name"}, the same withdrawn, or {"because": "policy", "version"}
  because jsonb not null,
  -- of a policy: the version as it will stand in policies
  region_id text references regions,
  municipality_code text references municipalities,
  valid_from date,
  policy jsonb,
  -- the municipalities whose running cases hear of it; null: all
  scope text[],
  reason text not null,
  state text not null check (state in ('proposed', 'telling', 'done', 'discarded')),
  -- what calendar and policies were at the preview; other ones make it outdated
  basis text not null,
  proposed_at timestamptz not null,
  proposed_by text not null,
  -- the preview: cases in which something moves, and [{effect, kind, municipalityCode, count}]
  cases int not null default 0,
  counts jsonb not null default '[]',
  confirmed_at timestamptz,
  confirmed_by text,
  confirmed_role text,
  discarded_at timestamptz,
  discarded_by text,
  -- cases to be told; in the end those that were
  total int not null default 0,
  done_at timestamptz
);
create index changes_by_proposal on changes (proposed_at desc, id);

-- What a preview foresees, a deadline a row.
create table change_moves (
  change_id uuid not null references changes on delete cascade,
  deadline_id text not null,
  case_id uuid references cases,
  round_id text references rounds,
  municipality_code text references municipalities,
  kind text not null,
  effect text not null check (effect in ('later', 'earlier', 'late', 'room')),
  from_on date not null,
  to_on date not null,
  primary key (change_id, deadline_id)
);

-- The breach on record would not have been one, by a calendar or policy of later.
alter table deadlines add column moot boolean not null default false;

-- How many cases a change was told to.
create index timeline_by_replan on timeline (command_id) where type = 'replanned';
-- Cases that were opened again: they may have missed changes.
create index cases_opened_again on cases (reserved_at) where phase <> 'closed' and reserved_at is not null;
