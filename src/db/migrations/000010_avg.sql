-- Requests of residents under the AVG, each with a workflow and a deadline of its own. What is said in them stands apart,
-- sealed by the key of the case; here are ids, codes and dates.
create table avg_requests (
  id uuid primary key,
  kind text not null check (kind in ('inspection', 'correction', 'objection', 'erasure')),
  -- where the person, or the address, is known from; no reference to persons: an erased one is gone
  case_id uuid not null references cases,
  person_id uuid,
  municipality_code text not null references municipalities,
  -- what whoever filed it may see, and so what the request reaches: one municipality; null: the region
  within text references municipalities,
  received_on date not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  policy_version text not null references policies,
  state text not null default 'received' check (state in ('received', 'granted', 'refused', 'done', 'withdrawn')),
  words_id uuid,
  -- the command that decided; it is done once
  decision_id text,
  decided_at timestamptz,
  decided_by text,
  -- why not: a code
  ground text,
  answer_id uuid,
  extended_to date,
  extended_at timestamptz,
  extended_by text,
  extension_id uuid,
  carried_out_at timestamptz,
  -- what carrying it out did: counts and ids
  effects jsonb not null default '{}',
  ended_at timestamptz,
  seq int not null default 0
);
create index avg_requests_by_state on avg_requests (state, received_on, id);
create index avg_requests_by_case on avg_requests (case_id);
create index avg_requests_by_person on avg_requests (person_id);

-- What was asked, answered, corrected, or given as the reason of an extension: sealed by the key of the case.
create table avg_words (
  id uuid primary key,
  request_id uuid not null references avg_requests,
  case_id uuid not null references cases,
  sealed bytea not null,
  author_id text not null,
  created_at timestamptz not null
);
create index avg_words_by_request on avg_words (request_id);
create index avg_words_by_case on avg_words (case_id);

alter table deadlines add column avg_request_id uuid references avg_requests;
alter table deadlines drop constraint deadlines_check;
alter table deadlines add constraint deadlines_of_one check (num_nonnulls(case_id, round_id, avg_request_id) = 1);
create index deadlines_by_avg_request on deadlines (avg_request_id) where avg_request_id is not null;

-- Consent as it was asked, given, refused or withdrawn: every answer a row, the newest counts (AVG art. 7).
create table consents (
  id uuid primary key,
  case_id uuid not null references cases,
  person_id uuid not null,
  purpose text not null,
  state text not null check (state in ('asked', 'given', 'refused', 'withdrawn')),
  how text not null,
  given_on date not null,
  recorded_at timestamptz not null,
  -- the order in which they were recorded: the last one counts
  n bigint generated always as identity,
  actor_id text not null,
  actor_role text not null
);
create index consents_by_case on consents (case_id, n);

-- Somebody whose date of birth nobody knows is known by name at an address alone: elsewhere it may be a namesake. The
-- keyed hash of that address; null: wherever.
alter table objections add column address_hash text;

-- Those who handle requests, and the project leader who follows them; not the desk, not a caseworker.
do $$
declare t text;
begin
  foreach t in array array['avg_requests', 'avg_words', 'consents'] loop
    execute format('alter table %I enable row level security', t);
  end loop;
end $$;
create policy keepers on avg_requests using (
  (select scope_role()) in ('system', 'privacy-officer', 'project-leader')
  and ((select scope_municipality()) is null or municipality_code = (select scope_municipality())));
create policy keepers on avg_words using (exists (select from avg_requests r where r.id = request_id));
create policy region on consents using ((select scope_region()));
create policy municipality on consents using ((select scope_municipality()) is not null and exists (select from cases c where c.id = case_id));
