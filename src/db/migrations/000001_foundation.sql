-- Persons and addresses stand in tables of their own and are referred to by id: everything else is free of them.

create table regions (id text primary key, name text not null);

create table municipalities (
  code text primary key,
  region_id text not null references regions,
  name text not null
);

create table municipality_postcodes (
  municipality_code text not null references municipalities,
  place text not null,
  first int not null,
  last int not null,
  primary key (first, last)
);

create table creditors (
  id text primary key,
  name text not null,
  kind text not null,
  email text not null
);

create table agreements (
  id uuid primary key default gen_random_uuid(),
  creditor_id text not null references creditors,
  valid_from date not null,
  valid_to date,
  mapping jsonb not null default '{}',
  -- {"from": 30, "to": 100}; null: the policy's window
  arrears_age_days jsonb,
  unique (creditor_id, valid_from)
);

create table teams (
  id text primary key,
  municipality_code text not null references municipalities,
  name text not null,
  email text not null
);

create table team_creditors (
  team_id text not null references teams,
  creditor_id text not null references creditors,
  primary key (team_id, creditor_id)
);

create table accounts (
  id text primary key,
  name text not null,
  email text not null,
  role text not null,
  municipality_code text references municipalities,
  team_id text references teams,
  creditor_id text references creditors
);

create table policies (
  version text primary key,
  region_id text not null references regions,
  -- null: the whole region
  municipality_code text references municipalities,
  valid_from date not null,
  body jsonb not null,
  unique nulls not distinct (region_id, municipality_code, valid_from)
);

create table closed_days (
  date date primary key,
  name text not null
);

create table rounds (
  -- region and month: 'twente-2026-10'
  id text primary key,
  region_id text not null references regions,
  month text not null,
  cut_off timestamptz not null,
  -- closes only when somebody closes it: a past month opened by the desk
  by_hand boolean not null default false,
  state text not null check (state in ('open', 'matching', 'proposed', 'applying', 'confirmed')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  proposed_at timestamptz,
  confirmed_at timestamptz,
  confirmed_by text,
  -- goes up whenever the match list is made anew
  list_version int not null default 0,
  to_apply int not null default 0,
  applied int not null default 0,
  unique (region_id, month)
);

create table deliveries (
  id uuid primary key,
  creditor_id text not null references creditors,
  -- the round the delivery names; a late row may stand in another
  round_id text not null references rounds,
  format text not null,
  encoding text,
  file_name text,
  bytes bigint not null default 0,
  sha256 text,
  state text not null check (state in ('receiving', 'processing', 'done', 'unreadable')),
  received_at timestamptz not null,
  received_by text not null,
  finished_at timestamptz,
  rows int not null default 0,
  accepted int not null default 0,
  duplicates int not null default 0,
  refused int not null default 0,
  replaced int not null default 0,
  placed int not null default 0,
  problem jsonb
);
create unique index deliveries_same_file on deliveries (creditor_id, round_id, sha256) where state <> 'receiving';
create index deliveries_by_round on deliveries (round_id, creditor_id, received_at);

create table delivery_chunks (
  delivery_id uuid not null references deliveries on delete cascade,
  n int not null,
  bytes bytea not null,
  primary key (delivery_id, n)
);

create table households (
  id uuid primary key default gen_random_uuid(),
  address_key text not null unique,
  -- keyed hash of address_key: kept six months to see consecutive signals
  address_hash text not null,
  postcode text not null,
  house_number int not null,
  addition text not null,
  municipality_code text not null references municipalities
);

create table persons (
  id uuid primary key,
  last_name text not null,
  initials text not null,
  birth_date date,
  phone text,
  email text,
  street text not null,
  place text not null,
  -- keyed hash of normalised name and birth date: for objections
  person_key text not null
);

create table cases (
  id uuid primary key,
  household_id uuid not null references households,
  municipality_code text not null references municipalities,
  -- the round of its first signal
  round_id text not null references rounds,
  policy_version text not null references policies,
  phase text not null default 'candidate',
  -- when a reopening took the household, before the engine heard of it
  reserved_at timestamptz,
  paused_at timestamptz,
  team_id text references teams,
  caseworker_id text references accounts,
  opened_at timestamptz not null,
  matched_at timestamptz,
  closed_at timestamptz,
  ending text,
  result text,
  crisis boolean not null default false,
  multiple boolean not null default false,
  consecutive boolean not null default false,
  signal_count int not null default 0,
  total_cents bigint not null default 0,
  visits int not null default 0,
  next_due_on date,
  next_due_kind text,
  undecided boolean not null default false,
  feedback_at timestamptz,
  help_accepted boolean not null default false,
  -- the last step of the workflow that is stored here
  seq int not null default 0,
  -- the workflow's own state: ids, codes, dates; nothing about a person
  state jsonb
);
create unique index cases_one_open_per_household on cases (household_id) where phase <> 'closed';
create index cases_reserved on cases (reserved_at) where phase <> 'closed' and state->>'phase' = 'closed';
create index cases_by_due on cases (municipality_code, next_due_on, id) where phase not in ('closed', 'candidate');
-- the same for lists of the whole region
create index cases_by_due_region on cases (next_due_on, id) where phase not in ('closed', 'candidate');
create index cases_by_phase on cases (phase, opened_at, id);
create index cases_by_team on cases (team_id, next_due_on, id) where phase not in ('closed', 'candidate');
create index cases_by_round on cases (round_id);
create index cases_by_household on cases (household_id);

create table signals (
  id uuid primary key,
  creditor_id text not null references creditors,
  round_id text not null references rounds,
  reference text not null,
  household_id uuid not null references households,
  person_id uuid not null references persons,
  case_id uuid not null references cases,
  delivery_id uuid references deliveries,
  amount_cents bigint not null check (amount_cents > 0),
  arrears_since date not null,
  kind text not null,
  legal_form text not null default '',
  crisis boolean not null default false,
  warm boolean not null default false,
  -- hash of the normalised content: the same again is a duplicate
  content_hash text not null,
  state text not null default 'pending' check (state in ('pending', 'in-case', 'dropped')),
  reason text,
  received_at timestamptz not null,
  decided_at timestamptz,
  -- a crisis is judged on receipt: {"outcome": "in-case", "reason": "crisis"}; null waits for the match
  on_receipt jsonb,
  -- the signal of a later delivery that took its place
  replaced_by uuid references signals,
  -- known to its case's workflow
  placed_at timestamptz,
  -- replaced, and its case's workflow knows that too
  taken_out_at timestamptz
);
create unique index signals_identity on signals (creditor_id, reference, round_id) where replaced_by is null;
create index signals_unplaced on signals (delivery_id) where placed_at is null;
create index signals_replaced on signals (replaced_by) where replaced_by is not null and taken_out_at is null;
create index signals_by_case on signals (case_id);
create index signals_by_round on signals (round_id, state);
create index signals_by_household on signals (household_id, received_at);
create index signals_by_creditor on signals (creditor_id, received_at desc, id);

create table delivery_rows (
  delivery_id uuid not null references deliveries on delete cascade,
  line int not null,
  reference text,
  verdict text not null check (verdict in ('accepted', 'duplicate', 'replaced', 'refused')),
  signal_id uuid references signals,
  round_id text references rounds,
  -- [{field, value, rule, message}] of a refused row
  problems jsonb,
  primary key (delivery_id, line)
);

create table deadlines (
  id text primary key,
  case_id uuid references cases,
  round_id text references rounds,
  municipality_code text references municipalities,
  kind text not null,
  owner text not null,
  creditor_id text references creditors,
  state text not null check (state in ('open', 'paused', 'breached', 'met', 'met-late', 'cancelled')),
  term jsonb not null,
  started_at timestamptz not null,
  due_on date not null,
  due_before timestamptz not null,
  warns_at timestamptz,
  warned boolean not null default false,
  breached_at timestamptz,
  ended_at timestamptz,
  remaining int,
  -- what started it: a command's id, a match, a moment
  started_by text not null default '',
  -- pauses and extensions, in order
  changes jsonb not null default '[]',
  seq int not null,
  check (num_nonnulls(case_id, round_id) = 1)
);
create index deadlines_by_due on deadlines (due_before, id) where ended_at is null;
create index deadlines_by_case on deadlines (case_id);

create table notes (
  id uuid primary key,
  case_id uuid not null references cases,
  kind text not null check (kind in ('reason', 'note', 'complaint')),
  text text not null,
  author_id text not null,
  created_at timestamptz not null
);
create index notes_by_case on notes (case_id);

create table timeline (
  id bigint generated always as identity primary key,
  case_id uuid not null references cases,
  -- '12.0': the first event of the workflow's step 12; 'note-<id>' for what needs no workflow
  key text not null,
  seq int,
  type text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  actor_id text not null,
  actor_role text not null,
  note_id uuid references notes,
  command_id text,
  data jsonb not null default '{}',
  unique (case_id, key)
);
create index timeline_by_case on timeline (case_id, at, id);
create index timeline_by_command on timeline (case_id, command_id);

create table plans (
  id uuid primary key,
  case_id uuid not null references cases,
  body jsonb not null,
  author_id text not null,
  created_at timestamptz not null
);
create index plans_by_case on plans (case_id);

create table hand_overs (
  id uuid primary key,
  case_id uuid not null references cases,
  service text not null,
  contact text,
  offered_at timestamptz not null
);
create index hand_overs_by_case on hand_overs (case_id);

-- what creditors are told: a closed set of codes and dates
create table feedbacks (
  id uuid primary key,
  case_id uuid not null references cases,
  body jsonb not null,
  author_id text not null,
  created_at timestamptz not null
);
create index feedbacks_by_case on feedbacks (case_id);

create table match_decisions (
  round_id text not null references rounds,
  signal_id uuid not null references signals,
  case_id uuid not null references cases,
  outcome text not null check (outcome in ('in-case', 'dropped')),
  -- a drop-out's reason; 'higher' or 'other' for one that joins a running case; 'crisis' or null in a new case
  reason text,
  new_case boolean not null,
  multiple boolean not null default false,
  consecutive boolean not null default false,
  -- passed the person and age rules
  sighting boolean not null default false,
  -- its case's workflow has been told
  applied_at timestamptz,
  primary key (round_id, signal_id)
);
create index match_decisions_by_case on match_decisions (round_id, case_id);

-- signals that passed the person and age rules, by address hash; kept six months
create table address_sightings (
  address_hash text not null,
  round_id text not null references rounds,
  seen_on date not null,
  primary key (address_hash, round_id)
);

create table objections (
  id uuid primary key,
  person_key text not null,
  filed_on date not null,
  filed_by text not null,
  withdrawn_on date
);
create index objections_by_person on objections (person_key);

create table outbox (
  -- stable: the step and place it came from
  id text primary key,
  template text not null,
  recipient jsonb not null,
  data jsonb not null default '{}',
  case_id uuid references cases,
  round_id text references rounds,
  delivery_id uuid references deliveries,
  created_at timestamptz not null,
  sent_at timestamptz,
  message_id text,
  -- refused for good: not tried again, shown to the desk; failure says why, a code and the server's reply code
  failed_at timestamptz,
  failure text
);
create index outbox_unsent on outbox (created_at) where sent_at is null and failed_at is null;
create index outbox_by_case on outbox (case_id);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id text not null,
  actor_role text not null,
  action text not null,
  outcome text not null,
  case_id uuid,
  detail jsonb not null default '{}'
);
create index audit_log_by_case on audit_log (case_id, at);
