-- Breaches of the agreement (convenant) with a creditor: found by the system, or recorded by people. A key says which matter it is, so that
-- it is found once. What people write is sealed by the key of the case, or by one of its own where there is no case.
create table breaches (
  id uuid primary key,
  key text not null unique,
  kind text not null check (kind in ('no-delivery', 'late-delivery', 're-check-unanswered', 'collecting', 'other')),
  creditor_id text not null references creditors,
  round_id text references rounds,
  case_id uuid references cases,
  signal_id uuid references signals,
  deadline_id text,
  -- null: of the whole region, as a delivery is
  municipality_code text references municipalities,
  -- the first day on which it was one
  occurred_on date not null,
  found_at timestamptz not null,
  recorded_by text not null,
  state text not null default 'open' check (state in ('open', 'raised', 'solved', 'dismissed')),
  owner_id text references accounts,
  -- since when the creditor sees it
  raised_on date,
  delivered_at timestamptz,
  ended_on date,
  -- of one without a case: what was written went for its age, and then its key
  words_gone_at timestamptz,
  key_destroyed_at timestamptz
);
create index breaches_by_day on breaches (occurred_on desc, id);
create index breaches_by_creditor on breaches (creditor_id, occurred_on desc, id);
create index breaches_by_case on breaches (case_id) where case_id is not null;

create table breach_notes (
  id uuid primary key,
  breach_id uuid not null references breaches,
  case_id uuid references cases,
  -- what it became with this note; null: nothing changed
  state text check (state in ('open', 'raised', 'solved', 'dismissed')),
  sealed bytea,
  author_id text not null,
  created_at timestamptz not null
);
create index breach_notes_by_breach on breach_notes (breach_id, created_at);
create index breach_notes_by_case on breach_notes (case_id) where case_id is not null;
create index deadlines_breached_of_creditors on deadlines (breached_at) where creditor_id is not null and breached_at is not null;

alter table breaches enable row level security;
alter table breach_notes enable row level security;
create policy region on breaches using ((select scope_region()));
create policy municipality on breaches using ((select scope_role()) in ('desk', 'project-leader') and (select scope_municipality()) is not null and coalesce(municipality_code = (select scope_municipality()), true));
-- A creditor sees what was raised with it; what is still being looked into is not said.
create policy creditor on breaches for select using (raised_on is not null and creditor_id = (select scope_creditor()));
create policy following on breach_notes using ((select scope_role()) in ('system', 'desk', 'project-leader') and exists (select from breaches b where b.id = breach_id));
