-- Written by `npm run schema` from a migrated database: to read, not to run. Columns and all else stand in the order of their names.

create table absences (
  account_id text not null,
  first_day date not null,
  id uuid not null,
  last_day date not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  withdrawn_at timestamp with time zone
);
alter table absences add constraint absences_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id);
alter table absences add constraint absences_check CHECK ((last_day >= first_day));
alter table absences add constraint absences_pkey PRIMARY KEY (id);
CREATE INDEX absences_by_account ON public.absences USING btree (account_id, last_day);
alter table absences enable row level security;
create policy municipality on absences as permissive for all to public using ((EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = absences.account_id) AND (a.municipality_code = ( SELECT scope_municipality() AS scope_municipality))))));
create policy region on absences as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table account_notifications (
  account_id text not null,
  daily_at text default '07:30'::text,
  off text[] default '{}'::text[] not null,
  told_on date
);
alter table account_notifications add constraint account_notifications_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id);
alter table account_notifications add constraint account_notifications_pkey PRIMARY KEY (account_id);
alter table account_notifications enable row level security;
create policy own on account_notifications as permissive for all to public using ((EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = account_notifications.account_id) AND (a.role = ( SELECT scope_role() AS scope_role)) AND (NOT (a.municipality_code IS DISTINCT FROM ( SELECT (current_scope()).municipality AS municipality)))))));
create policy system on account_notifications as permissive for all to public using ((( SELECT scope_role() AS scope_role) = 'system'::text));

create table accounts (
  blocked_at timestamp with time zone,
  created_at timestamp with time zone,
  creditor_id text,
  email text not null,
  id text not null,
  left_at timestamp with time zone,
  municipality_code text,
  name text not null,
  role text not null,
  successor_id text,
  team_id text,
  version integer default 1 not null
);
alter table accounts add constraint accounts_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table accounts add constraint accounts_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table accounts add constraint accounts_pkey PRIMARY KEY (id);
alter table accounts add constraint accounts_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES accounts(id);
alter table accounts add constraint accounts_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id);
CREATE INDEX accounts_with_successor ON public.accounts USING btree (successor_id) WHERE (successor_id IS NOT NULL);
alter table accounts enable row level security;
create policy administered on accounts as permissive for all to public using ((municipality_code = ( SELECT scope_administered_municipality() AS scope_administered_municipality)));
create policy administration on accounts as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy read on accounts as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));
CREATE TRIGGER tell_known AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION tell_known();

create table address_sightings (
  address_hash text not null,
  round_id text not null,
  seen_on date not null
);
alter table address_sightings add constraint address_sightings_pkey PRIMARY KEY (address_hash, round_id);
alter table address_sightings add constraint address_sightings_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
alter table address_sightings enable row level security;
create policy region on address_sightings as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table agreements (
  allowed_kinds text[],
  arrears_age_days jsonb,
  creditor_id text not null,
  id uuid default gen_random_uuid() not null,
  mapping jsonb default '{}'::jsonb not null,
  mapping_kept_at timestamp with time zone,
  mapping_kept_by text,
  minimum_amount_cents integer,
  valid_from date not null,
  valid_to date
);
alter table agreements add constraint agreements_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table agreements add constraint agreements_creditor_id_valid_from_key UNIQUE (creditor_id, valid_from);
alter table agreements add constraint agreements_minimum_amount_cents_check CHECK ((minimum_amount_cents >= 0));
alter table agreements add constraint agreements_pkey PRIMARY KEY (id);
alter table agreements enable row level security;
create policy creditor on agreements as permissive for all to public using ((creditor_id = ( SELECT scope_creditor() AS scope_creditor)));
create policy read on agreements as permissive for select to public using (((( SELECT scope_role() AS scope_role) IS NOT NULL) AND COALESCE((creditor_id = ( SELECT scope_creditor() AS scope_creditor)), (( SELECT scope_creditor() AS scope_creditor) IS NULL))));
create policy write on agreements as permissive for all to public using (( SELECT scope_planning() AS scope_planning));

create table audit_log (
  action text not null,
  actor_id text,
  actor_role text,
  at timestamp with time zone not null,
  case_id uuid,
  detail jsonb default '{}'::jsonb not null,
  id bigint not null,
  note_id uuid,
  outcome text not null,
  recorded_at timestamp with time zone not null,
  request_id text,
  signed_in_by text
);
alter table audit_log add constraint audit_log_outcomes CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text])));
alter table audit_log add constraint audit_log_pkey PRIMARY KEY (id);
CREATE INDEX audit_log_by_action ON public.audit_log USING btree (action, at DESC, id DESC);
CREATE INDEX audit_log_by_actor ON public.audit_log USING btree (actor_id, at DESC, id DESC);
CREATE INDEX audit_log_by_case ON public.audit_log USING btree (case_id, at DESC, id DESC);
CREATE INDEX audit_log_by_time ON public.audit_log USING btree (at DESC, id DESC);
CREATE INDEX audit_log_naming ON public.audit_log USING gin (((detail -> 'caseIds'::text)) jsonb_path_ops) WHERE (detail ? 'caseIds'::text);
CREATE INDEX audit_log_refused ON public.audit_log USING btree (at DESC, id DESC) WHERE (outcome = 'refused'::text);
alter table audit_log enable row level security;
create policy naming on audit_log as permissive for select to public using (((detail ? 'caseIds'::text) AND (( SELECT scope_role() AS scope_role) = 'privacy-officer'::text) AND (EXISTS ( SELECT
   FROM (jsonb_array_elements_text((audit_log.detail -> 'caseIds'::text)) named(value)
     JOIN cases c ON ((c.id = (named.value)::uuid)))))));
create policy note on audit_log as permissive for insert to public with check ((( SELECT scope_role() AS scope_role) IS NOT NULL));
create policy own on audit_log as permissive for select to public using (((case_id IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = audit_log.case_id)))));
create policy own_complaints on audit_log as permissive for select to public using (((case_id IS NULL) AND ((detail ->> 'complaintId'::text) IS NOT NULL) AND (EXISTS ( SELECT
   FROM complaints c
  WHERE ((c.id)::text = (audit_log.detail ->> 'complaintId'::text))))));
create policy people on audit_log as permissive for select to public using (((( SELECT scope_role() AS scope_role) = 'privacy-officer'::text) AND (EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = audit_log.actor_id) AND (a.municipality_code = ( SELECT scope_municipality() AS scope_municipality)))))));
create policy region on audit_log as permissive for select to public using (( SELECT scope_region() AS scope_region));
CREATE TRIGGER audit_log_only_added_to BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER audit_log_stamp BEFORE INSERT ON public.audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_stamp();

create table audit_seals (
  first_id bigint not null,
  hash text not null,
  last_id bigint not null,
  mac text not null,
  n integer not null,
  previous_hash text not null,
  root text not null,
  rows integer not null,
  sealed_at timestamp with time zone not null
);
alter table audit_seals add constraint audit_seals_check CHECK ((last_id >= first_id));
alter table audit_seals add constraint audit_seals_hash_key UNIQUE (hash);
alter table audit_seals add constraint audit_seals_n_check CHECK ((n > 0));
alter table audit_seals add constraint audit_seals_pkey PRIMARY KEY (n);
alter table audit_seals add constraint audit_seals_rows_check CHECK ((rows > 0));
alter table audit_seals enable row level security;
create policy reading on audit_seals as permissive for select to public using (( SELECT scope_region() AS scope_region));
create policy system on audit_seals as permissive for all to public using ((( SELECT scope_role() AS scope_role) = 'system'::text));
CREATE TRIGGER audit_seals_only_added_to BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

create table avg_requests (
  answer_id uuid,
  carried_out_at timestamp with time zone,
  case_id uuid not null,
  decided_at timestamp with time zone,
  decided_by text,
  decided_on date,
  decision_id text,
  effects jsonb default '{}'::jsonb not null,
  ended_at timestamp with time zone,
  extended_at timestamp with time zone,
  extended_by text,
  extended_on date,
  extended_to date,
  extension_id uuid,
  ground text,
  id uuid not null,
  kind text not null,
  municipality_code text not null,
  person_id uuid,
  policy_version text not null,
  received_on date not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  seq integer default 0 not null,
  state text default 'received'::text not null,
  within text,
  words_id uuid
);
alter table avg_requests add constraint avg_requests_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table avg_requests add constraint avg_requests_kind_check CHECK ((kind = ANY (ARRAY['inspection'::text, 'correction'::text, 'objection'::text, 'erasure'::text])));
alter table avg_requests add constraint avg_requests_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table avg_requests add constraint avg_requests_pkey PRIMARY KEY (id);
alter table avg_requests add constraint avg_requests_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES policies(version);
alter table avg_requests add constraint avg_requests_state_check CHECK ((state = ANY (ARRAY['received'::text, 'granted'::text, 'refused'::text, 'done'::text, 'withdrawn'::text])));
alter table avg_requests add constraint avg_requests_within_fkey FOREIGN KEY (within) REFERENCES municipalities(code);
CREATE INDEX avg_requests_by_case ON public.avg_requests USING btree (case_id);
CREATE INDEX avg_requests_by_person ON public.avg_requests USING btree (person_id);
CREATE INDEX avg_requests_by_state ON public.avg_requests USING btree (state, received_on, id);
alter table avg_requests enable row level security;
create policy keepers on avg_requests as permissive for all to public using (((( SELECT scope_role() AS scope_role) = ANY (ARRAY['system'::text, 'privacy-officer'::text, 'project-leader'::text])) AND ((( SELECT scope_municipality() AS scope_municipality) IS NULL) OR (municipality_code = ( SELECT scope_municipality() AS scope_municipality)))));

create table avg_words (
  author_id text not null,
  case_id uuid not null,
  created_at timestamp with time zone not null,
  id uuid not null,
  request_id uuid not null,
  sealed bytea not null
);
alter table avg_words add constraint avg_words_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table avg_words add constraint avg_words_pkey PRIMARY KEY (id);
alter table avg_words add constraint avg_words_request_id_fkey FOREIGN KEY (request_id) REFERENCES avg_requests(id);
CREATE INDEX avg_words_by_case ON public.avg_words USING btree (case_id);
CREATE INDEX avg_words_by_request ON public.avg_words USING btree (request_id);
alter table avg_words enable row level security;
create policy keepers on avg_words as permissive for all to public using ((EXISTS ( SELECT
   FROM avg_requests r
  WHERE (r.id = avg_words.request_id))));

create table breach_notes (
  author_id text not null,
  breach_id uuid not null,
  case_id uuid,
  created_at timestamp with time zone not null,
  id uuid not null,
  sealed bytea,
  state text
);
alter table breach_notes add constraint breach_notes_breach_id_fkey FOREIGN KEY (breach_id) REFERENCES breaches(id);
alter table breach_notes add constraint breach_notes_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table breach_notes add constraint breach_notes_pkey PRIMARY KEY (id);
alter table breach_notes add constraint breach_notes_state_check CHECK ((state = ANY (ARRAY['open'::text, 'raised'::text, 'solved'::text, 'dismissed'::text])));
CREATE INDEX breach_notes_by_breach ON public.breach_notes USING btree (breach_id, created_at);
CREATE INDEX breach_notes_by_case ON public.breach_notes USING btree (case_id) WHERE (case_id IS NOT NULL);
alter table breach_notes enable row level security;
create policy following on breach_notes as permissive for all to public using (((( SELECT scope_role() AS scope_role) = ANY (ARRAY['system'::text, 'desk'::text, 'project-leader'::text])) AND (EXISTS ( SELECT
   FROM breaches b
  WHERE (b.id = breach_notes.breach_id)))));

create table breaches (
  case_id uuid,
  creditor_id text not null,
  deadline_id text,
  delivered_at timestamp with time zone,
  ended_on date,
  found_at timestamp with time zone not null,
  id uuid not null,
  key text not null,
  key_destroyed_at timestamp with time zone,
  kind text not null,
  municipality_code text,
  occurred_on date not null,
  owner_id text,
  raised_on date,
  recorded_by text not null,
  round_id text,
  signal_id uuid,
  state text default 'open'::text not null,
  words_gone_at timestamp with time zone
);
alter table breaches add constraint breaches_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table breaches add constraint breaches_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table breaches add constraint breaches_key_key UNIQUE (key);
alter table breaches add constraint breaches_kind_check CHECK ((kind = ANY (ARRAY['no-delivery'::text, 'late-delivery'::text, 're-check-unanswered'::text, 'collecting'::text, 'other'::text])));
alter table breaches add constraint breaches_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table breaches add constraint breaches_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES accounts(id);
alter table breaches add constraint breaches_pkey PRIMARY KEY (id);
alter table breaches add constraint breaches_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
alter table breaches add constraint breaches_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signals(id);
alter table breaches add constraint breaches_state_check CHECK ((state = ANY (ARRAY['open'::text, 'raised'::text, 'solved'::text, 'dismissed'::text])));
CREATE INDEX breaches_by_case ON public.breaches USING btree (case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX breaches_by_creditor ON public.breaches USING btree (creditor_id, occurred_on DESC, id);
CREATE INDEX breaches_by_day ON public.breaches USING btree (occurred_on DESC, id);
alter table breaches enable row level security;
create policy creditor on breaches as permissive for select to public using (((raised_on IS NOT NULL) AND (creditor_id = ( SELECT scope_creditor() AS scope_creditor))));
create policy municipality on breaches as permissive for all to public using (((( SELECT scope_role() AS scope_role) = ANY (ARRAY['desk'::text, 'project-leader'::text])) AND (( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND COALESCE((municipality_code = ( SELECT scope_municipality() AS scope_municipality)), true)));
create policy region on breaches as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table case_facts (
  agreed_for date,
  case_id uuid,
  code text,
  contact text,
  creditor_id text,
  cycle integer not null,
  happened_on date not null,
  key text not null,
  kind text not null,
  municipality_code text not null,
  part_of_day text,
  seq integer not null
);
alter table case_facts add constraint case_facts_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table case_facts add constraint case_facts_case_id_key_key UNIQUE (case_id, key);
alter table case_facts add constraint case_facts_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table case_facts add constraint case_facts_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
CREATE INDEX case_facts_by_kind ON public.case_facts USING btree (kind, happened_on);
CREATE INDEX case_facts_by_municipality ON public.case_facts USING btree (municipality_code, kind, happened_on);
alter table case_facts enable row level security;
create policy municipality on case_facts as permissive for all to public using ((municipality_code = ( SELECT scope_municipality() AS scope_municipality)));
create policy region on case_facts as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table case_histories (
  archived_at timestamp with time zone default now() not null,
  bytes integer not null,
  case_id uuid not null,
  closed_at timestamp with time zone not null,
  events integer not null,
  history bytea not null,
  run_id text not null,
  started_at timestamp with time zone not null,
  status text not null
);
alter table case_histories add constraint case_histories_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table case_histories add constraint case_histories_pkey PRIMARY KEY (case_id, run_id);
alter table case_histories enable row level security;
create policy municipality on case_histories as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = case_histories.case_id)))));
create policy region on case_histories as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table cases (
  address bytea,
  anonymised_at timestamp with time zone,
  caseworker_id text,
  closed_at timestamp with time zone,
  consecutive boolean default false not null,
  crisis boolean default false not null,
  due_key date generated always as (COALESCE(next_due_on, 'infinity'::date)) stored not null,
  ending text,
  facts_version smallint default 1 not null,
  feedback_at timestamp with time zone,
  held_at timestamp with time zone,
  help_accepted boolean default false not null,
  hold_note_id uuid,
  hold_within text,
  household_id uuid not null,
  id uuid not null,
  key_destroyed_at timestamp with time zone,
  matched_at timestamp with time zone,
  multiple boolean default false not null,
  municipality_code text not null,
  next_due_kind text,
  next_due_on date,
  number text,
  opened_at timestamp with time zone not null,
  paused_at timestamp with time zone,
  phase text default 'candidate'::text not null,
  policy_version text not null,
  reserved_at timestamp with time zone,
  result text,
  round_id text not null,
  seq integer default 0 not null,
  signal_count integer default 0 not null,
  state jsonb,
  team_id text,
  total_cents bigint default 0 not null,
  undecided boolean default false not null,
  visits integer default 0 not null
);
alter table cases add constraint cases_caseworker_id_fkey FOREIGN KEY (caseworker_id) REFERENCES accounts(id);
alter table cases add constraint cases_hold_within_fkey FOREIGN KEY (hold_within) REFERENCES municipalities(code);
alter table cases add constraint cases_household_id_fkey FOREIGN KEY (household_id) REFERENCES households(id);
alter table cases add constraint cases_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table cases add constraint cases_pkey PRIMARY KEY (id);
alter table cases add constraint cases_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES policies(version);
alter table cases add constraint cases_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
alter table cases add constraint cases_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id);
CREATE INDEX cases_by_caseworker ON public.cases USING btree (caseworker_id, id) WHERE ((phase <> 'closed'::text) AND (caseworker_id IS NOT NULL));
CREATE INDEX cases_by_due ON public.cases USING btree (municipality_code, due_key, id) WHERE (phase <> ALL (ARRAY['closed'::text, 'candidate'::text]));
CREATE INDEX cases_by_due_region ON public.cases USING btree (due_key, id) WHERE (phase <> ALL (ARRAY['closed'::text, 'candidate'::text]));
CREATE INDEX cases_by_household ON public.cases USING btree (household_id);
CREATE UNIQUE INDEX cases_by_number ON public.cases USING btree (number);
CREATE INDEX cases_by_opening ON public.cases USING btree (opened_at, id) WHERE (phase <> ALL (ARRAY['closed'::text, 'candidate'::text]));
CREATE INDEX cases_by_phase ON public.cases USING btree (phase, opened_at, id);
CREATE INDEX cases_by_round ON public.cases USING btree (round_id);
CREATE INDEX cases_by_team ON public.cases USING btree (team_id, due_key, id) WHERE (phase <> ALL (ARRAY['closed'::text, 'candidate'::text]));
CREATE INDEX cases_by_total ON public.cases USING btree (total_cents, id) WHERE (phase <> ALL (ARRAY['closed'::text, 'candidate'::text]));
CREATE INDEX cases_crises ON public.cases USING btree (due_key, id) WHERE (crisis AND (phase <> ALL (ARRAY['closed'::text, 'candidate'::text])));
CREATE INDEX cases_half_anonymised ON public.cases USING btree (id) WHERE ((anonymised_at IS NOT NULL) AND (key_destroyed_at IS NULL));
CREATE INDEX cases_held ON public.cases USING btree (held_at, id) WHERE (held_at IS NOT NULL);
CREATE UNIQUE INDEX cases_one_open_per_household ON public.cases USING btree (household_id) WHERE (phase <> 'closed'::text);
CREATE INDEX cases_opened_again ON public.cases USING btree (reserved_at) WHERE ((phase <> 'closed'::text) AND (reserved_at IS NOT NULL));
CREATE INDEX cases_reserved ON public.cases USING btree (reserved_at) WHERE ((phase <> 'closed'::text) AND ((state ->> 'phase'::text) = 'closed'::text));
CREATE INDEX cases_to_anonymise ON public.cases USING btree (closed_at, id) WHERE ((phase = 'closed'::text) AND (anonymised_at IS NULL));
CREATE INDEX cases_without_facts ON public.cases USING btree (id) WHERE (facts_version < 1);
alter table cases enable row level security;
create policy creditor on cases as permissive for all to public using (((( SELECT scope_creditor() AS scope_creditor) IS NOT NULL) AND (EXISTS ( SELECT
   FROM signals s
  WHERE ((s.case_id = cases.id) AND (s.creditor_id = ( SELECT scope_creditor() AS scope_creditor)))))));
create policy municipality on cases as permissive for all to public using ((municipality_code = ( SELECT scope_municipality() AS scope_municipality)));
create policy region on cases as permissive for all to public using (( SELECT scope_planning() AS scope_planning));
CREATE TRIGGER case_number BEFORE INSERT ON public.cases FOR EACH ROW WHEN ((new.number IS NULL)) EXECUTE FUNCTION case_number();

create table change_moves (
  case_id uuid,
  change_id uuid not null,
  deadline_id text not null,
  effect text not null,
  from_on date not null,
  kind text not null,
  municipality_code text,
  round_id text,
  to_on date not null
);
alter table change_moves add constraint change_moves_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table change_moves add constraint change_moves_change_id_fkey FOREIGN KEY (change_id) REFERENCES changes(id) ON DELETE CASCADE;
alter table change_moves add constraint change_moves_effect_check CHECK ((effect = ANY (ARRAY['later'::text, 'earlier'::text, 'late'::text, 'room'::text])));
alter table change_moves add constraint change_moves_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table change_moves add constraint change_moves_pkey PRIMARY KEY (change_id, deadline_id);
alter table change_moves add constraint change_moves_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
alter table change_moves enable row level security;
create policy municipality on change_moves as permissive for all to public using ((municipality_code = ( SELECT scope_planned_municipality() AS scope_planned_municipality)));
create policy region on change_moves as permissive for all to public using (( SELECT scope_planning() AS scope_planning));

create table changes (
  basis text not null,
  because jsonb not null,
  cases integer default 0 not null,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  confirmed_role text,
  counts jsonb default '[]'::jsonb not null,
  discarded_at timestamp with time zone,
  discarded_by text,
  done_at timestamp with time zone,
  id uuid not null,
  municipality_code text,
  number bigint,
  policy jsonb,
  proposed_at timestamp with time zone not null,
  proposed_by text not null,
  reason text not null,
  region_id text,
  scope text[],
  state text not null,
  total integer default 0 not null,
  valid_from date
);
alter table changes add constraint changes_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table changes add constraint changes_number_key UNIQUE (number);
alter table changes add constraint changes_pkey PRIMARY KEY (id);
alter table changes add constraint changes_region_id_fkey FOREIGN KEY (region_id) REFERENCES regions(id);
alter table changes add constraint changes_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'telling'::text, 'done'::text, 'discarded'::text])));
CREATE INDEX changes_by_proposal ON public.changes USING btree (proposed_at DESC, id);
alter table changes enable row level security;
create policy municipality on changes as permissive for all to public using ((municipality_code = ( SELECT scope_planned_municipality() AS scope_planned_municipality)));
create policy reading on changes as permissive for select to public using ((( SELECT scope_planned_municipality() AS scope_planned_municipality) IS NOT NULL));
create policy region on changes as permissive for all to public using (( SELECT scope_planning() AS scope_planning));

create table check_answers (
  answered_at timestamp with time zone,
  asked_at timestamp with time zone not null,
  case_id uuid not null,
  check_code text not null,
  sealed bytea,
  signal_id uuid not null,
  state text not null,
  tried_at timestamp with time zone not null,
  way text not null
);
alter table check_answers add constraint check_answers_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table check_answers add constraint check_answers_check CHECK (((sealed IS NOT NULL) = (state = 'answered'::text)));
alter table check_answers add constraint check_answers_pkey PRIMARY KEY (signal_id, check_code);
alter table check_answers add constraint check_answers_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signals(id);
alter table check_answers add constraint check_answers_state_check CHECK ((state = ANY (ARRAY['asking'::text, 'answered'::text, 'refused'::text])));
CREATE INDEX check_answers_by_case ON public.check_answers USING btree (case_id);
alter table check_answers enable row level security;
create policy municipality on check_answers as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = check_answers.case_id)))));
create policy region on check_answers as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table check_list_entries (
  hash text not null,
  list_id uuid not null
);
alter table check_list_entries add constraint check_list_entries_list_id_fkey FOREIGN KEY (list_id) REFERENCES check_lists(id) ON DELETE CASCADE;
alter table check_list_entries add constraint check_list_entries_pkey PRIMARY KEY (list_id, hash);
alter table check_list_entries enable row level security;
create policy listed on check_list_entries as permissive for all to public using ((EXISTS ( SELECT
   FROM check_lists l
  WHERE (l.id = check_list_entries.list_id))));

create table check_lists (
  check_code text not null,
  dated date not null,
  given_at timestamp with time zone not null,
  given_by text not null,
  id uuid not null,
  kept_until date not null,
  municipality_code text not null,
  persons integer not null
);
alter table check_lists add constraint check_lists_municipality_code_check_code_key UNIQUE (municipality_code, check_code);
alter table check_lists add constraint check_lists_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table check_lists add constraint check_lists_pkey PRIMARY KEY (id);
alter table check_lists enable row level security;
create policy administered on check_lists as permissive for all to public using ((municipality_code = ( SELECT scope_administered_municipality() AS scope_administered_municipality)));
create policy administration on check_lists as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy municipality on check_lists as permissive for all to public using ((municipality_code = ( SELECT scope_municipality() AS scope_municipality)));
create policy region on check_lists as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table check_settings (
  check_code text not null,
  is_on boolean not null,
  municipality_code text not null,
  set_at timestamp with time zone not null,
  set_by text not null,
  valid_from date not null,
  way text not null
);
alter table check_settings add constraint check_settings_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table check_settings add constraint check_settings_pkey PRIMARY KEY (municipality_code, check_code, valid_from);
alter table check_settings enable row level security;
create policy administered on check_settings as permissive for all to public using ((municipality_code = ( SELECT scope_administered_municipality() AS scope_administered_municipality)));
create policy administration on check_settings as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy municipality on check_settings as permissive for all to public using ((municipality_code = ( SELECT scope_municipality() AS scope_municipality)));
create policy region on check_settings as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table check_standings (
  answered_at timestamp with time zone,
  check_code text not null,
  failed_at timestamp with time zone,
  failure text,
  failures integer default 0 not null,
  municipality_code text not null,
  part text
);
alter table check_standings add constraint check_standings_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table check_standings add constraint check_standings_pkey PRIMARY KEY (municipality_code, check_code);
alter table check_standings enable row level security;
create policy administered on check_standings as permissive for all to public using ((municipality_code = ( SELECT scope_administered_municipality() AS scope_administered_municipality)));
create policy administration on check_standings as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy municipality on check_standings as permissive for all to public using ((municipality_code = ( SELECT scope_municipality() AS scope_municipality)));
create policy region on check_standings as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table closed_days (
  date date not null,
  name text not null
);
alter table closed_days add constraint closed_days_pkey PRIMARY KEY (date);
alter table closed_days enable row level security;
create policy read on closed_days as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));
create policy write on closed_days as permissive for all to public using (( SELECT scope_planning() AS scope_planning));
CREATE TRIGGER tell_known AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.closed_days FOR EACH STATEMENT EXECUTE FUNCTION tell_known();

create table closed_runs (
  case_id uuid not null,
  noted_at timestamp with time zone default now() not null,
  run_id text not null
);
alter table closed_runs add constraint closed_runs_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table closed_runs add constraint closed_runs_pkey PRIMARY KEY (case_id, run_id);
CREATE INDEX closed_runs_by_time ON public.closed_runs USING btree (noted_at, case_id);
alter table closed_runs enable row level security;
create policy municipality on closed_runs as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = closed_runs.case_id)))));
create policy region on closed_runs as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table complaint_words (
  author_id text not null,
  case_id uuid,
  complaint_id uuid not null,
  created_at timestamp with time zone not null,
  id uuid not null,
  sealed bytea not null
);
alter table complaint_words add constraint complaint_words_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table complaint_words add constraint complaint_words_complaint_id_fkey FOREIGN KEY (complaint_id) REFERENCES complaints(id);
alter table complaint_words add constraint complaint_words_pkey PRIMARY KEY (id);
CREATE INDEX complaint_words_by_case ON public.complaint_words USING btree (case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX complaint_words_by_complaint ON public.complaint_words USING btree (complaint_id);
alter table complaint_words enable row level security;
create policy handling on complaint_words as permissive for all to public using (((( SELECT scope_role() AS scope_role) = ANY (ARRAY['system'::text, 'desk'::text, 'project-leader'::text, 'privacy-officer'::text])) AND (EXISTS ( SELECT
   FROM complaints c
  WHERE (c.id = complaint_words.complaint_id)))));
create policy recording on complaint_words as permissive for insert to public with check (((( SELECT scope_role() AS scope_role) = 'caseworker'::text) AND (( SELECT scope_municipality() AS scope_municipality) IS NOT NULL)));

create table complaints (
  about_account_id text,
  case_id uuid,
  creditor_id text,
  decided_at timestamp with time zone,
  decided_by text,
  decided_on date,
  decision_id text,
  ended_at timestamp with time zone,
  extended_at timestamp with time zone,
  extended_by text,
  extended_to date,
  extended_with_consent boolean default false not null,
  extension_id uuid,
  findings_id uuid,
  id uuid not null,
  key_destroyed_at timestamp with time zone,
  municipality_code text not null,
  note_id uuid,
  outcome text,
  owner_id text,
  person_id uuid,
  policy_version text not null,
  receipt_sent_by text,
  receipt_sent_on date,
  received_on date not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  seq integer default 0 not null,
  source text not null,
  state text default 'received'::text not null,
  subject text not null,
  words_gone_at timestamp with time zone,
  words_id uuid
);
alter table complaints add constraint complaints_about_account_id_fkey FOREIGN KEY (about_account_id) REFERENCES accounts(id);
alter table complaints add constraint complaints_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table complaints add constraint complaints_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table complaints add constraint complaints_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table complaints add constraint complaints_outcome_check CHECK ((outcome = ANY (ARRAY['founded'::text, 'partly-founded'::text, 'unfounded'::text, 'solved'::text])));
alter table complaints add constraint complaints_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES accounts(id);
alter table complaints add constraint complaints_pkey PRIMARY KEY (id);
alter table complaints add constraint complaints_policy_version_fkey FOREIGN KEY (policy_version) REFERENCES policies(version);
alter table complaints add constraint complaints_source_check CHECK ((source = ANY (ARRAY['resident'::text, 'creditor'::text, 'other'::text])));
alter table complaints add constraint complaints_state_check CHECK ((state = ANY (ARRAY['received'::text, 'closed'::text, 'withdrawn'::text])));
alter table complaints add constraint complaints_subject_check CHECK ((subject = ANY (ARRAY['treatment'::text, 'course'::text, 'delay'::text, 'information'::text, 'privacy'::text, 'other'::text])));
CREATE INDEX complaints_by_case ON public.complaints USING btree (case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX complaints_by_receipt ON public.complaints USING btree (received_on, id);
CREATE INDEX complaints_by_state ON public.complaints USING btree (state, municipality_code);
CREATE INDEX complaints_without_case ON public.complaints USING btree (ended_at, id) WHERE ((case_id IS NULL) AND (key_destroyed_at IS NULL));
alter table complaints enable row level security;
create policy handling on complaints as permissive for all to public using (((( SELECT scope_role() AS scope_role) = ANY (ARRAY['system'::text, 'desk'::text, 'project-leader'::text, 'privacy-officer'::text])) AND ((( SELECT scope_municipality() AS scope_municipality) IS NULL) OR (municipality_code = ( SELECT scope_municipality() AS scope_municipality)))));
create policy recording on complaints as permissive for insert to public with check (((( SELECT scope_role() AS scope_role) = 'caseworker'::text) AND (municipality_code = ( SELECT scope_municipality() AS scope_municipality))));

create table consents (
  actor_id text not null,
  actor_role text not null,
  case_id uuid not null,
  given_on date not null,
  how text not null,
  id uuid not null,
  n bigint generated always as identity not null,
  person_id uuid not null,
  purpose text not null,
  recorded_at timestamp with time zone not null,
  state text not null
);
alter table consents add constraint consents_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table consents add constraint consents_pkey PRIMARY KEY (id);
alter table consents add constraint consents_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'given'::text, 'refused'::text, 'withdrawn'::text])));
CREATE INDEX consents_by_case ON public.consents USING btree (case_id, n);
alter table consents enable row level security;
create policy municipality on consents as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = consents.case_id)))));
create policy region on consents as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table contact_details (
  case_id uuid not null,
  id uuid not null,
  person_id uuid,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  sealed bytea,
  withdrawn_at timestamp with time zone
);
alter table contact_details add constraint contact_details_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table contact_details add constraint contact_details_check CHECK (((sealed IS NULL) = (withdrawn_at IS NOT NULL)));
alter table contact_details add constraint contact_details_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table contact_details add constraint contact_details_pkey PRIMARY KEY (id);
CREATE INDEX contact_details_by_case ON public.contact_details USING btree (case_id);
CREATE INDEX contact_details_by_person ON public.contact_details USING btree (person_id);
alter table contact_details enable row level security;
create policy municipality on contact_details as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = contact_details.case_id)))));
create policy region on contact_details as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table creditor_contacts (
  about text[] default '{}'::text[] not null,
  creditor_id text not null,
  email text not null,
  id uuid default gen_random_uuid() not null,
  name text not null,
  single text[] default '{}'::text[] not null
);
alter table creditor_contacts add constraint creditor_contacts_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table creditor_contacts add constraint creditor_contacts_pkey PRIMARY KEY (id);
CREATE INDEX creditor_contacts_by_creditor ON public.creditor_contacts USING btree (creditor_id);
alter table creditor_contacts enable row level security;
create policy administration on creditor_contacts as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy creditor on creditor_contacts as permissive for select to public using ((creditor_id = ( SELECT scope_creditor() AS scope_creditor)));
create policy region on creditor_contacts as permissive for select to public using (( SELECT scope_region() AS scope_region));

create table creditors (
  email text not null,
  ended_on date,
  id text not null,
  kind text not null,
  name text not null,
  version integer default 1 not null
);
alter table creditors add constraint creditors_pkey PRIMARY KEY (id);
alter table creditors enable row level security;
create policy administration on creditors as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy read on creditors as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));

create table deadlines (
  avg_request_id uuid,
  breached_at timestamp with time zone,
  case_id uuid,
  changes jsonb default '[]'::jsonb not null,
  complaint_id uuid,
  creditor_id text,
  due_before timestamp with time zone not null,
  due_on date not null,
  ended_at timestamp with time zone,
  id text not null,
  kind text not null,
  moot boolean default false not null,
  municipality_code text,
  owner text not null,
  remaining integer,
  round_id text,
  seq integer not null,
  started_at timestamp with time zone not null,
  started_by text default ''::text not null,
  state text not null,
  term jsonb not null,
  warned_at timestamp with time zone,
  warns_at timestamp with time zone
);
alter table deadlines add constraint deadlines_avg_request_id_fkey FOREIGN KEY (avg_request_id) REFERENCES avg_requests(id);
alter table deadlines add constraint deadlines_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table deadlines add constraint deadlines_complaint_id_fkey FOREIGN KEY (complaint_id) REFERENCES complaints(id);
alter table deadlines add constraint deadlines_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table deadlines add constraint deadlines_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table deadlines add constraint deadlines_of_one CHECK ((num_nonnulls(case_id, round_id, avg_request_id, complaint_id) = 1));
alter table deadlines add constraint deadlines_pkey PRIMARY KEY (id);
alter table deadlines add constraint deadlines_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
alter table deadlines add constraint deadlines_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paused'::text, 'breached'::text, 'met'::text, 'met-late'::text, 'cancelled'::text])));
CREATE INDEX deadlines_breached_of_creditors ON public.deadlines USING btree (breached_at) WHERE ((creditor_id IS NOT NULL) AND (breached_at IS NOT NULL));
CREATE INDEX deadlines_by_avg_request ON public.deadlines USING btree (avg_request_id) WHERE (avg_request_id IS NOT NULL);
CREATE INDEX deadlines_by_case ON public.deadlines USING btree (case_id);
CREATE INDEX deadlines_by_complaint ON public.deadlines USING btree (complaint_id) WHERE (complaint_id IS NOT NULL);
CREATE INDEX deadlines_by_due ON public.deadlines USING btree (due_before, id) WHERE (ended_at IS NULL);
alter table deadlines enable row level security;
create policy creditor on deadlines as permissive for all to public using ((creditor_id = ( SELECT scope_creditor() AS scope_creditor)));
create policy handling_of_complaints on deadlines as restrictive for all to public using (((complaint_id IS NULL) OR (( SELECT scope_role() AS scope_role) = ANY (ARRAY['system'::text, 'desk'::text, 'project-leader'::text, 'privacy-officer'::text]))));
create policy keepers_of_avg on deadlines as restrictive for all to public using (((avg_request_id IS NULL) OR (( SELECT scope_role() AS scope_role) = ANY (ARRAY['system'::text, 'privacy-officer'::text, 'project-leader'::text]))));
create policy municipality on deadlines as permissive for all to public using ((municipality_code = ( SELECT scope_municipality() AS scope_municipality)));
create policy region on deadlines as permissive for all to public using (( SELECT scope_planning() AS scope_planning));

create table declarations (
  agreement_id uuid not null,
  creditor_id text not null,
  declared_at timestamp with time zone,
  declared_by text,
  declared_on date not null,
  offered_to_pass_on boolean not null,
  pointed_out_help boolean not null,
  reminded boolean not null,
  sought_contact boolean not null
);
alter table declarations add constraint declarations_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES agreements(id);
alter table declarations add constraint declarations_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table declarations add constraint declarations_offered_to_pass_on_check CHECK (offered_to_pass_on);
alter table declarations add constraint declarations_pkey PRIMARY KEY (agreement_id);
alter table declarations add constraint declarations_pointed_out_help_check CHECK (pointed_out_help);
alter table declarations add constraint declarations_reminded_check CHECK (reminded);
alter table declarations add constraint declarations_sought_contact_check CHECK (sought_contact);
alter table declarations enable row level security;
create policy creditor on declarations as permissive for all to public using ((creditor_id = ( SELECT scope_creditor() AS scope_creditor)));
create policy read on declarations as permissive for select to public using (((( SELECT scope_role() AS scope_role) IS NOT NULL) AND (( SELECT scope_creditor() AS scope_creditor) IS NULL)));
create policy region on declarations as permissive for all to public using (( SELECT scope_planning() AS scope_planning));

create table deliveries (
  accepted integer default 0 not null,
  bytes bigint default 0 not null,
  cleared_at timestamp with time zone,
  creditor_id text not null,
  duplicates integer default 0 not null,
  encoding text,
  file_name text,
  finished_at timestamp with time zone,
  format text not null,
  header bytea,
  id uuid not null,
  placed integer default 0 not null,
  problem jsonb,
  read_with jsonb,
  receipt bytea,
  received_at timestamp with time zone not null,
  received_by text not null,
  refused integer default 0 not null,
  replaced integer default 0 not null,
  round_id text not null,
  rows integer default 0 not null,
  same_file text,
  sha256 text,
  stands boolean default true not null,
  state text not null
);
alter table deliveries add constraint deliveries_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table deliveries add constraint deliveries_pkey PRIMARY KEY (id);
alter table deliveries add constraint deliveries_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
alter table deliveries add constraint deliveries_state_check CHECK ((state = ANY (ARRAY['receiving'::text, 'processing'::text, 'done'::text, 'unreadable'::text])));
CREATE INDEX deliveries_by_round ON public.deliveries USING btree (round_id, creditor_id, received_at);
CREATE UNIQUE INDEX deliveries_same_file ON public.deliveries USING btree (creditor_id, round_id, same_file) WHERE ((state <> 'receiving'::text) AND stands);
CREATE INDEX deliveries_to_clear ON public.deliveries USING btree (finished_at, id) WHERE (cleared_at IS NULL);
CREATE INDEX deliveries_to_seal ON public.deliveries USING btree (id) WHERE ((sha256 IS NOT NULL) OR (file_name IS NOT NULL));
alter table deliveries enable row level security;
create policy creditor on deliveries as permissive for all to public using ((creditor_id = ( SELECT scope_creditor() AS scope_creditor)));
create policy region on deliveries as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table delivery_chunks (
  bytes bytea not null,
  delivery_id uuid not null,
  n integer not null
);
alter table delivery_chunks add constraint delivery_chunks_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES deliveries(id) ON DELETE CASCADE;
alter table delivery_chunks add constraint delivery_chunks_pkey PRIMARY KEY (delivery_id, n);
alter table delivery_chunks enable row level security;
create policy creditor on delivery_chunks as permissive for all to public using (((( SELECT scope_creditor() AS scope_creditor) IS NOT NULL) AND (EXISTS ( SELECT
   FROM deliveries d
  WHERE (d.id = delivery_chunks.delivery_id)))));
create policy region on delivery_chunks as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table delivery_rows (
  delivery_id uuid not null,
  line integer not null,
  problems bytea,
  reference text,
  round_id text,
  signal_id uuid,
  verdict text not null
);
alter table delivery_rows add constraint delivery_rows_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES deliveries(id) ON DELETE CASCADE;
alter table delivery_rows add constraint delivery_rows_pkey PRIMARY KEY (delivery_id, line);
alter table delivery_rows add constraint delivery_rows_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
alter table delivery_rows add constraint delivery_rows_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signals(id);
alter table delivery_rows add constraint delivery_rows_verdict_check CHECK ((verdict = ANY (ARRAY['accepted'::text, 'duplicate'::text, 'replaced'::text, 'refused'::text])));
CREATE INDEX delivery_rows_by_signal ON public.delivery_rows USING btree (signal_id) WHERE (signal_id IS NOT NULL);
CREATE INDEX delivery_rows_refused ON public.delivery_rows USING btree (reference) WHERE ((verdict = 'refused'::text) AND (reference IS NOT NULL));
alter table delivery_rows enable row level security;
create policy creditor on delivery_rows as permissive for all to public using (((( SELECT scope_creditor() AS scope_creditor) IS NOT NULL) AND (EXISTS ( SELECT
   FROM deliveries d
  WHERE (d.id = delivery_rows.delivery_id)))));
create policy region on delivery_rows as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table feedback_drafts (
  author_id text not null,
  body jsonb not null,
  case_id uuid not null,
  saved_at timestamp with time zone not null
);
alter table feedback_drafts add constraint feedback_drafts_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table feedback_drafts add constraint feedback_drafts_pkey PRIMARY KEY (case_id);
alter table feedback_drafts enable row level security;
create policy municipality on feedback_drafts as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = feedback_drafts.case_id)))));
create policy region on feedback_drafts as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table feedbacks (
  author_id text not null,
  body jsonb not null,
  case_id uuid not null,
  created_at timestamp with time zone not null,
  id uuid not null
);
alter table feedbacks add constraint feedbacks_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table feedbacks add constraint feedbacks_pkey PRIMARY KEY (id);
CREATE INDEX feedbacks_by_case ON public.feedbacks USING btree (case_id);
alter table feedbacks enable row level security;
create policy others on feedbacks as permissive for all to public using ((((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) OR (( SELECT scope_creditor() AS scope_creditor) IS NOT NULL)) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = feedbacks.case_id)))));
create policy region on feedbacks as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table hand_over_links (
  case_id uuid not null,
  expires_at timestamp with time zone not null,
  hand_over_id uuid not null,
  id uuid not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  used_at timestamp with time zone
);
alter table hand_over_links add constraint hand_over_links_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table hand_over_links add constraint hand_over_links_pkey PRIMARY KEY (id);
CREATE INDEX hand_over_links_by_case ON public.hand_over_links USING btree (case_id);
alter table hand_over_links enable row level security;
create policy municipality on hand_over_links as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = hand_over_links.case_id)))));
create policy region on hand_over_links as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table hand_overs (
  case_id uuid not null,
  contact bytea,
  id uuid not null,
  offered_at timestamp with time zone not null,
  service text not null
);
alter table hand_overs add constraint hand_overs_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table hand_overs add constraint hand_overs_pkey PRIMARY KEY (id);
CREATE INDEX hand_overs_by_case ON public.hand_overs USING btree (case_id);
alter table hand_overs enable row level security;
create policy municipality on hand_overs as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = hand_overs.case_id)))));
create policy region on hand_overs as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table households (
  address_hash text not null,
  id uuid default gen_random_uuid() not null,
  municipality_code text not null,
  number_hash text
);
alter table households add constraint households_address_hash_key UNIQUE (address_hash);
alter table households add constraint households_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table households add constraint households_pkey PRIMARY KEY (id);
CREATE INDEX households_by_number ON public.households USING btree (number_hash) WHERE (number_hash IS NOT NULL);
alter table households enable row level security;
create policy creditor on households as permissive for all to public using (((( SELECT scope_creditor() AS scope_creditor) IS NOT NULL) AND (EXISTS ( SELECT
   FROM signals s
  WHERE ((s.household_id = households.id) AND (s.creditor_id = ( SELECT scope_creditor() AS scope_creditor)))))));
create policy municipality on households as permissive for all to public using ((municipality_code = ( SELECT scope_municipality() AS scope_municipality)));
create policy region on households as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table identities (
  account_id text not null,
  id uuid default gen_random_uuid() not null,
  issuer text not null,
  subject text not null
);
alter table identities add constraint identities_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id);
alter table identities add constraint identities_pkey PRIMARY KEY (issuer, subject, account_id);
CREATE INDEX identities_by_account ON public.identities USING btree (account_id);
CREATE UNIQUE INDEX identities_by_id ON public.identities USING btree (id);
alter table identities enable row level security;
create policy administered on identities as permissive for all to public using (((( SELECT scope_administered_municipality() AS scope_administered_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = identities.account_id) AND (a.municipality_code = ( SELECT scope_administered_municipality() AS scope_administered_municipality)))))));
create policy administration on identities as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy officer on identities as permissive for select to public using (((( SELECT scope_role() AS scope_role) = 'privacy-officer'::text) AND (EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = identities.account_id) AND COALESCE((a.municipality_code = ( SELECT scope_municipality() AS scope_municipality)), (( SELECT scope_municipality() AS scope_municipality) IS NULL)))))));
create policy system on identities as permissive for all to public using ((( SELECT scope_role() AS scope_role) = 'system'::text));
CREATE TRIGGER tell_known AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.identities FOR EACH STATEMENT EXECUTE FUNCTION tell_known();

create table joinings (
  from_case uuid not null,
  from_household uuid not null,
  id uuid not null,
  into_case uuid not null,
  joined_at timestamp with time zone not null,
  joined_by text not null,
  likeness text not null,
  signal_ids uuid[] not null,
  told_at timestamp with time zone,
  undone_at timestamp with time zone,
  undone_by text
);
alter table joinings add constraint joinings_from_case_fkey FOREIGN KEY (from_case) REFERENCES cases(id);
alter table joinings add constraint joinings_from_household_fkey FOREIGN KEY (from_household) REFERENCES households(id);
alter table joinings add constraint joinings_into_case_fkey FOREIGN KEY (into_case) REFERENCES cases(id);
alter table joinings add constraint joinings_pkey PRIMARY KEY (id);
CREATE INDEX joinings_into ON public.joinings USING btree (into_case);
alter table joinings enable row level security;
create policy municipality on joinings as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = joinings.into_case)))));
create policy region on joinings as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table key_migrations (
  applied_at timestamp with time zone default now() not null,
  name text not null
);
alter table key_migrations add constraint key_migrations_pkey PRIMARY KEY (name);

create table mapping_drafts (
  creditor_id text not null,
  mapping jsonb not null,
  saved_at timestamp with time zone not null,
  saved_by text not null
);
alter table mapping_drafts add constraint mapping_drafts_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table mapping_drafts add constraint mapping_drafts_pkey PRIMARY KEY (creditor_id);
alter table mapping_drafts enable row level security;
create policy creditor on mapping_drafts as permissive for all to public using ((creditor_id = ( SELECT scope_creditor() AS scope_creditor)));
create policy region on mapping_drafts as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table match_decisions (
  applied_at timestamp with time zone,
  case_id uuid not null,
  consecutive boolean default false not null,
  multiple boolean default false not null,
  new_case boolean not null,
  outcome text not null,
  reason text,
  round_id text not null,
  sighting boolean default false not null,
  signal_id uuid not null
);
alter table match_decisions add constraint match_decisions_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table match_decisions add constraint match_decisions_outcome_check CHECK ((outcome = ANY (ARRAY['in-case'::text, 'dropped'::text])));
alter table match_decisions add constraint match_decisions_pkey PRIMARY KEY (round_id, signal_id);
alter table match_decisions add constraint match_decisions_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
alter table match_decisions add constraint match_decisions_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signals(id);
CREATE INDEX match_decisions_by_case ON public.match_decisions USING btree (round_id, case_id);
alter table match_decisions enable row level security;
create policy region on match_decisions as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table migrations (
  applied_at timestamp with time zone default now() not null,
  name text not null
);
alter table migrations add constraint migrations_pkey PRIMARY KEY (name);

create table municipalities (
  code text not null,
  name text not null,
  phone text,
  region_id text not null,
  short_code text not null,
  version integer default 1 not null
);
alter table municipalities add constraint municipalities_pkey PRIMARY KEY (code);
alter table municipalities add constraint municipalities_region_id_fkey FOREIGN KEY (region_id) REFERENCES regions(id);
alter table municipalities add constraint municipalities_short_code_key UNIQUE (short_code);
alter table municipalities enable row level security;
create policy administration on municipalities as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy read on municipalities as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));
CREATE TRIGGER municipality_short_code BEFORE INSERT OR UPDATE ON public.municipalities FOR EACH ROW WHEN ((new.short_code IS NULL)) EXECUTE FUNCTION municipality_short_code();

create table municipality_postcodes (
  first integer not null,
  last integer not null,
  municipality_code text not null,
  place text not null
);
alter table municipality_postcodes add constraint municipality_postcodes_apart EXCLUDE USING gist (int4range(first, last, '[]'::text) WITH &&);
alter table municipality_postcodes add constraint municipality_postcodes_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table municipality_postcodes add constraint municipality_postcodes_pkey PRIMARY KEY (first, last);
alter table municipality_postcodes add constraint municipality_postcodes_range CHECK ((((first >= 1000) AND (first <= 9999)) AND ((last >= first) AND (last <= 9999))));
alter table municipality_postcodes enable row level security;
create policy administration on municipality_postcodes as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy read on municipality_postcodes as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));

create table notes (
  author_id text not null,
  case_id uuid not null,
  created_at timestamp with time zone not null,
  id uuid not null,
  kind text not null,
  sealed bytea not null
);
alter table notes add constraint notes_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table notes add constraint notes_kind_check CHECK ((kind = ANY (ARRAY['reason'::text, 'note'::text, 'complaint'::text])));
alter table notes add constraint notes_pkey PRIMARY KEY (id);
CREATE INDEX notes_by_case ON public.notes USING btree (case_id);
alter table notes enable row level security;
create policy creditor on notes as permissive for all to public using (((kind = 'reason'::text) AND (( SELECT scope_creditor() AS scope_creditor) IS NOT NULL) AND (EXISTS ( SELECT
   FROM accounts a
  WHERE ((a.id = notes.author_id) AND (a.creditor_id = ( SELECT scope_creditor() AS scope_creditor))))) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = notes.case_id)))));
create policy municipality on notes as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = notes.case_id)))));
create policy region on notes as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table objections (
  address_hash text,
  filed_by text not null,
  filed_on date not null,
  folding smallint default 1 not null,
  id uuid not null,
  name_index text,
  person_key text not null,
  sealed bytea,
  second_name_index text,
  withdrawn_on date,
  within text
);
alter table objections add constraint objections_pkey PRIMARY KEY (id);
alter table objections add constraint objections_within_fkey FOREIGN KEY (within) REFERENCES municipalities(code);
CREATE INDEX objections_by_name ON public.objections USING btree (name_index);
CREATE INDEX objections_by_person ON public.objections USING btree (person_key);
CREATE INDEX objections_by_second_name ON public.objections USING btree (second_name_index);
alter table objections enable row level security;
create policy municipality on objections as permissive for all to public using ((within = ( SELECT scope_municipality() AS scope_municipality)));
create policy reading on objections as permissive for select to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM persons p
  WHERE ((p.name_index = ANY (ARRAY[objections.name_index, objections.second_name_index])) OR (p.person_key = objections.person_key))))));
create policy region on objections as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table outbox (
  case_id uuid,
  claimed_by text,
  claimed_until timestamp with time zone,
  created_at timestamp with time zone not null,
  data jsonb default '{}'::jsonb not null,
  delivery_id uuid,
  digest_id text,
  failed_at timestamp with time zone,
  failure text,
  held_until timestamp with time zone,
  id text not null,
  message_id text,
  next_try_at timestamp with time zone,
  recipient jsonb not null,
  round_id text,
  sent_at timestamp with time zone,
  skipped_at timestamp with time zone,
  taken_by text[] default '{}'::text[] not null,
  template text not null,
  tries integer default 0 not null
);
alter table outbox add constraint outbox_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table outbox add constraint outbox_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES deliveries(id);
alter table outbox add constraint outbox_digest_id_fkey FOREIGN KEY (digest_id) REFERENCES outbox(id);
alter table outbox add constraint outbox_pkey PRIMARY KEY (id);
alter table outbox add constraint outbox_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
CREATE INDEX outbox_by_case ON public.outbox USING btree (case_id);
CREATE INDEX outbox_held ON public.outbox USING btree (recipient, held_until) WHERE ((held_until IS NOT NULL) AND (digest_id IS NULL) AND (skipped_at IS NULL));
CREATE INDEX outbox_of_digest ON public.outbox USING btree (digest_id) WHERE (digest_id IS NOT NULL);
CREATE INDEX outbox_unsent ON public.outbox USING btree (created_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL) AND (held_until IS NULL));
CREATE INDEX outbox_unsent_to ON public.outbox USING btree (recipient, created_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL) AND (held_until IS NULL));
alter table outbox enable row level security;
create policy administration on outbox as permissive for select to public using (( SELECT scope_administration() AS scope_administration));
create policy administration_resends on outbox as permissive for update to public using (( SELECT scope_administration() AS scope_administration));
create policy municipality on outbox as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = outbox.case_id)))));
create policy region on outbox as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table persons (
  folding smallint default 1 not null,
  id uuid not null,
  name_index text,
  person_key text,
  sealed bytea,
  sealed_for uuid not null,
  second_name_index text
);
alter table persons add constraint persons_pkey PRIMARY KEY (id);
CREATE INDEX persons_by_case ON public.persons USING btree (sealed_for);
CREATE INDEX persons_by_name ON public.persons USING btree (name_index);
CREATE INDEX persons_by_second_name ON public.persons USING btree (second_name_index) WHERE (second_name_index IS NOT NULL);
CREATE INDEX persons_to_refold ON public.persons USING btree (id) WHERE ((folding < 2) AND (sealed IS NOT NULL));
alter table persons enable row level security;
create policy municipality on persons as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM signals s
  WHERE (s.person_id = persons.id)))));
create policy region on persons as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table planned_visits (
  before_caseworker_id text,
  before_team_id text,
  case_id uuid not null,
  caseworker_id text,
  day date,
  id uuid not null,
  planned_at timestamp with time zone not null,
  planned_by text not null,
  team_id text not null,
  undone_at timestamp with time zone,
  undone_key text
);
alter table planned_visits add constraint planned_visits_before_caseworker_id_fkey FOREIGN KEY (before_caseworker_id) REFERENCES accounts(id);
alter table planned_visits add constraint planned_visits_before_team_id_fkey FOREIGN KEY (before_team_id) REFERENCES teams(id);
alter table planned_visits add constraint planned_visits_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table planned_visits add constraint planned_visits_caseworker_id_fkey FOREIGN KEY (caseworker_id) REFERENCES accounts(id);
alter table planned_visits add constraint planned_visits_pkey PRIMARY KEY (id);
alter table planned_visits add constraint planned_visits_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id);
CREATE INDEX planned_visits_by_case ON public.planned_visits USING btree (case_id, planned_at DESC);
CREATE INDEX planned_visits_by_day ON public.planned_visits USING btree (day) WHERE (undone_at IS NULL);
alter table planned_visits enable row level security;
create policy municipality on planned_visits as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = planned_visits.case_id)))));
create policy region on planned_visits as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table plans (
  author_id text not null,
  case_id uuid not null,
  codes jsonb,
  created_at timestamp with time zone not null,
  id uuid not null,
  sealed bytea not null
);
alter table plans add constraint plans_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table plans add constraint plans_pkey PRIMARY KEY (id);
CREATE INDEX plans_by_case ON public.plans USING btree (case_id);
alter table plans enable row level security;
create policy municipality on plans as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = plans.case_id)))));
create policy region on plans as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table policies (
  body jsonb not null,
  municipality_code text,
  region_id text not null,
  valid_from date not null,
  version text not null
);
alter table policies add constraint policies_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table policies add constraint policies_pkey PRIMARY KEY (version);
alter table policies add constraint policies_region_id_fkey FOREIGN KEY (region_id) REFERENCES regions(id);
alter table policies add constraint policies_region_id_municipality_code_valid_from_key UNIQUE NULLS NOT DISTINCT (region_id, municipality_code, valid_from);
alter table policies enable row level security;
create policy municipality on policies as permissive for all to public using ((municipality_code = ( SELECT scope_planned_municipality() AS scope_planned_municipality)));
create policy read on policies as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));
create policy write on policies as permissive for all to public using (( SELECT scope_planning() AS scope_planning));

create table recorded_outcomes (
  creditor_id text not null,
  id uuid not null,
  kind text not null,
  municipality_code text,
  number integer not null,
  period text not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  seq bigint generated always as identity not null
);
alter table recorded_outcomes add constraint recorded_outcomes_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table recorded_outcomes add constraint recorded_outcomes_kind_check CHECK ((kind = ANY (ARRAY['eviction'::text, 'judgement'::text, 'disconnection'::text])));
alter table recorded_outcomes add constraint recorded_outcomes_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table recorded_outcomes add constraint recorded_outcomes_number_check CHECK ((number >= 0));
alter table recorded_outcomes add constraint recorded_outcomes_period_check CHECK ((period ~ '^\d{4}(-\d\d)?$'::text));
alter table recorded_outcomes add constraint recorded_outcomes_pkey PRIMARY KEY (id);
CREATE INDEX recorded_outcomes_by_creditor ON public.recorded_outcomes USING btree (creditor_id, seq);
alter table recorded_outcomes enable row level security;
create policy creditor on recorded_outcomes as permissive for all to public using ((creditor_id = ( SELECT scope_creditor() AS scope_creditor)));
create policy figures on recorded_outcomes as permissive for select to public using (((( SELECT scope_role() AS scope_role) = ANY (ARRAY['steering-group'::text, 'project-leader'::text])) AND (( SELECT scope_creditor() AS scope_creditor) IS NULL)));
create policy region on recorded_outcomes as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table regions (
  id text not null,
  name text not null
);
alter table regions add constraint regions_pkey PRIMARY KEY (id);
alter table regions enable row level security;
create policy administration on regions as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy read on regions as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));

create table request_keys (
  answer bytea,
  caller text not null,
  content text not null,
  day date not null,
  key_hash text not null,
  mentions uuid[] default '{}'::uuid[] not null
);
alter table request_keys add constraint request_keys_pkey PRIMARY KEY (key_hash);
CREATE INDEX request_keys_by_day ON public.request_keys USING btree (day);
alter table request_keys enable row level security;
create policy system on request_keys as permissive for all to public using ((( SELECT scope_role() AS scope_role) = 'system'::text));

create table retention_runs (
  counts jsonb default '{}'::jsonb not null,
  finished_at timestamp with time zone,
  id uuid not null,
  started_at timestamp with time zone not null,
  started_by text not null
);
alter table retention_runs add constraint retention_runs_pkey PRIMARY KEY (id);
CREATE INDEX retention_runs_by_time ON public.retention_runs USING btree (started_at DESC);
alter table retention_runs enable row level security;
create policy region on retention_runs as permissive for all to public using (( SELECT scope_planning() AS scope_planning));

create table rounds (
  applied integer default 0 not null,
  by_hand boolean default false not null,
  closed_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  cut_off timestamp with time zone not null,
  id text not null,
  list_version integer default 0 not null,
  month text not null,
  opened_at timestamp with time zone not null,
  proposed_at timestamp with time zone,
  region_id text not null,
  state text not null,
  to_apply integer default 0 not null
);
alter table rounds add constraint rounds_pkey PRIMARY KEY (id);
alter table rounds add constraint rounds_region_id_fkey FOREIGN KEY (region_id) REFERENCES regions(id);
alter table rounds add constraint rounds_region_id_month_key UNIQUE (region_id, month);
alter table rounds add constraint rounds_state_check CHECK ((state = ANY (ARRAY['open'::text, 'matching'::text, 'proposed'::text, 'applying'::text, 'confirmed'::text])));
alter table rounds enable row level security;
create policy read on rounds as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));
create policy write on rounds as permissive for all to public using (( SELECT scope_planning() AS scope_planning));

create table scope_secret (
  key bytea not null,
  one boolean default true not null
);
alter table scope_secret add constraint scope_secret_one_check CHECK (one);
alter table scope_secret add constraint scope_secret_pkey PRIMARY KEY (one);
alter table scope_secret enable row level security;

create table sessions (
  account_id text,
  ends_at timestamp with time zone not null,
  id_hash text not null,
  idle_until timestamp with time zone not null,
  issuer text not null,
  issuer_session text,
  started_at timestamp with time zone not null,
  subject text not null
);
alter table sessions add constraint sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id);
alter table sessions add constraint sessions_pkey PRIMARY KEY (id_hash);
CREATE INDEX sessions_by_end ON public.sessions USING btree (LEAST(idle_until, ends_at));
CREATE INDEX sessions_by_subject ON public.sessions USING btree (issuer, subject);
alter table sessions enable row level security;
create policy administered on sessions as permissive for select to public using (((( SELECT scope_administered_municipality() AS scope_administered_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM (identities i
     JOIN accounts a ON ((a.id = i.account_id)))
  WHERE ((i.issuer = sessions.issuer) AND (i.subject = sessions.subject) AND (a.municipality_code = ( SELECT scope_administered_municipality() AS scope_administered_municipality)))))));
create policy administered_ends on sessions as permissive for delete to public using (((( SELECT scope_administered_municipality() AS scope_administered_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM (identities i
     JOIN accounts a ON ((a.id = i.account_id)))
  WHERE ((i.issuer = sessions.issuer) AND (i.subject = sessions.subject) AND (a.municipality_code = ( SELECT scope_administered_municipality() AS scope_administered_municipality)))))));
create policy administration on sessions as permissive for select to public using (( SELECT scope_administration() AS scope_administration));
create policy administration_ends on sessions as permissive for delete to public using (( SELECT scope_administration() AS scope_administration));
create policy system on sessions as permissive for all to public using ((( SELECT scope_role() AS scope_role) = 'system'::text));

create table sign_ins (
  browser_hash text not null,
  code_verifier text not null,
  expires_at timestamp with time zone not null,
  nonce text not null,
  return_to text not null,
  state_hash text not null
);
alter table sign_ins add constraint sign_ins_pkey PRIMARY KEY (state_hash);
CREATE INDEX sign_ins_by_expiry ON public.sign_ins USING btree (expires_at);
alter table sign_ins enable row level security;
create policy system on sign_ins as permissive for all to public using ((( SELECT scope_role() AS scope_role) = 'system'::text));

create table signals (
  amount_cents bigint not null,
  anonymised_at timestamp with time zone,
  arrears_since date not null,
  case_id uuid not null,
  content_hash text not null,
  creditor_id text not null,
  crisis boolean default false not null,
  decided_at timestamp with time zone,
  delivery_id uuid,
  ends_on date,
  feedback_at timestamp with time zone,
  feedback_id uuid,
  help_accepted boolean default false not null,
  household_id uuid not null,
  id uuid not null,
  kind text not null,
  legal_form text default ''::text not null,
  municipality_code text not null,
  objection_doubt boolean default false not null,
  on_receipt jsonb,
  person_id uuid not null,
  placed_at timestamp with time zone,
  reason text,
  received_at timestamp with time zone not null,
  reference text not null,
  replaced_by uuid,
  round_id text not null,
  signal_kind text default 'ordinary'::text not null,
  state text default 'pending'::text not null,
  taken_out_at timestamp with time zone,
  warm boolean default false not null
);
alter table signals add constraint signals_amount_cents_check CHECK ((amount_cents > 0));
alter table signals add constraint signals_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table signals add constraint signals_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table signals add constraint signals_day_of_kind CHECK (((ends_on IS NOT NULL) = (signal_kind = ANY (ARRAY['end-of-supply'::text, 'eviction'::text]))));
alter table signals add constraint signals_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES deliveries(id);
alter table signals add constraint signals_household_id_fkey FOREIGN KEY (household_id) REFERENCES households(id);
alter table signals add constraint signals_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table signals add constraint signals_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons(id);
alter table signals add constraint signals_pkey PRIMARY KEY (id);
alter table signals add constraint signals_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES signals(id);
alter table signals add constraint signals_round_id_fkey FOREIGN KEY (round_id) REFERENCES rounds(id);
alter table signals add constraint signals_signal_kind_check CHECK ((signal_kind = ANY (ARRAY['ordinary'::text, 'updated'::text, 'end-of-supply'::text, 'eviction'::text])));
alter table signals add constraint signals_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'in-case'::text, 'dropped'::text])));
CREATE INDEX signals_by_case ON public.signals USING btree (case_id);
CREATE INDEX signals_by_creditor ON public.signals USING btree (creditor_id, received_at DESC, id);
CREATE INDEX signals_by_household ON public.signals USING btree (household_id, received_at);
CREATE INDEX signals_by_person ON public.signals USING btree (person_id);
CREATE INDEX signals_by_reference ON public.signals USING btree (reference);
CREATE INDEX signals_by_round ON public.signals USING btree (round_id, state);
CREATE UNIQUE INDEX signals_identity ON public.signals USING btree (creditor_id, reference, round_id) WHERE (replaced_by IS NULL);
CREATE INDEX signals_replaced ON public.signals USING btree (replaced_by) WHERE ((replaced_by IS NOT NULL) AND (taken_out_at IS NULL));
CREATE INDEX signals_to_anonymise ON public.signals USING btree (decided_at, id) WHERE ((state = 'dropped'::text) AND (anonymised_at IS NULL));
CREATE INDEX signals_unplaced ON public.signals USING btree (delivery_id) WHERE (placed_at IS NULL);
alter table signals enable row level security;
create policy creditor on signals as permissive for all to public using ((creditor_id = ( SELECT scope_creditor() AS scope_creditor)));
create policy municipality on signals as permissive for all to public using ((municipality_code = ( SELECT scope_municipality() AS scope_municipality)));
create policy region on signals as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table team_capacities (
  id uuid not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  team_id text not null,
  valid_from date not null,
  visits_a_day integer not null
);
alter table team_capacities add constraint team_capacities_pkey PRIMARY KEY (id);
alter table team_capacities add constraint team_capacities_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id);
alter table team_capacities add constraint team_capacities_visits_a_day_check CHECK ((visits_a_day >= 0));
CREATE INDEX team_capacities_by_team ON public.team_capacities USING btree (team_id, valid_from DESC);
alter table team_capacities enable row level security;
create policy municipality on team_capacities as permissive for all to public using ((EXISTS ( SELECT
   FROM teams t
  WHERE ((t.id = team_capacities.team_id) AND (t.municipality_code = ( SELECT scope_municipality() AS scope_municipality))))));
create policy region on team_capacities as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table team_creditors (
  creditor_id text not null,
  id uuid default gen_random_uuid() not null,
  team_id text not null,
  valid_from date,
  valid_to date
);
alter table team_creditors add constraint team_creditors_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table team_creditors add constraint team_creditors_days CHECK ((valid_to >= valid_from));
alter table team_creditors add constraint team_creditors_pkey PRIMARY KEY (id);
alter table team_creditors add constraint team_creditors_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id);
CREATE UNIQUE INDEX team_creditors_once ON public.team_creditors USING btree (team_id, creditor_id, valid_from) NULLS NOT DISTINCT;
alter table team_creditors enable row level security;
create policy administered on team_creditors as permissive for all to public using (((( SELECT scope_administered_municipality() AS scope_administered_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM teams t
  WHERE ((t.id = team_creditors.team_id) AND (t.municipality_code = ( SELECT scope_administered_municipality() AS scope_administered_municipality)))))));
create policy administration on team_creditors as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy read on team_creditors as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));

create table teams (
  email text not null,
  ended_on date,
  id text not null,
  municipality_code text not null,
  name text not null,
  version integer default 1 not null
);
alter table teams add constraint teams_municipality_code_fkey FOREIGN KEY (municipality_code) REFERENCES municipalities(code);
alter table teams add constraint teams_pkey PRIMARY KEY (id);
alter table teams enable row level security;
create policy administered on teams as permissive for all to public using ((municipality_code = ( SELECT scope_administered_municipality() AS scope_administered_municipality)));
create policy administration on teams as permissive for all to public using (( SELECT scope_administration() AS scope_administration));
create policy read on teams as permissive for select to public using ((( SELECT scope_role() AS scope_role) IS NOT NULL));

create table timeline (
  actor_id text not null,
  actor_role text not null,
  at timestamp with time zone not null,
  case_id uuid not null,
  command_id text,
  data jsonb default '{}'::jsonb not null,
  id bigint generated always as identity not null,
  key text not null,
  note_id uuid,
  recorded_at timestamp with time zone default now() not null,
  seq integer,
  type text not null
);
alter table timeline add constraint timeline_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table timeline add constraint timeline_case_id_key_key UNIQUE (case_id, key);
alter table timeline add constraint timeline_note_id_fkey FOREIGN KEY (note_id) REFERENCES notes(id);
alter table timeline add constraint timeline_pkey PRIMARY KEY (id);
CREATE INDEX timeline_by_case ON public.timeline USING btree (case_id, at, id);
CREATE INDEX timeline_by_command ON public.timeline USING btree (case_id, command_id);
CREATE INDEX timeline_by_note ON public.timeline USING btree (note_id) WHERE (note_id IS NOT NULL);
CREATE INDEX timeline_by_recording ON public.timeline USING btree (recorded_at);
CREATE INDEX timeline_by_replan ON public.timeline USING btree (command_id) WHERE (type = 'replanned'::text);
CREATE INDEX timeline_by_type ON public.timeline USING btree (type, at DESC, id DESC);
CREATE INDEX timeline_goes ON public.timeline USING btree (case_id, at) WHERE (type = 'go'::text);
alter table timeline enable row level security;
create policy creditor on timeline as permissive for select to public using ((((data ->> 'creditorId'::text) = ( SELECT scope_creditor() AS scope_creditor)) AND (type = 're-check-answered'::text)));
create policy municipality on timeline as permissive for all to public using (((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = timeline.case_id)))));
create policy planning on timeline as permissive for select to public using (((type = 'replanned'::text) AND ( SELECT scope_planning() AS scope_planning)));
create policy region on timeline as permissive for all to public using (( SELECT scope_region() AS scope_region));

create table verifications (
  cases integer not null,
  differences integer not null,
  findings jsonb default '[]'::jsonb not null,
  finished_at timestamp with time zone not null,
  id uuid not null,
  scope text not null,
  started_at timestamp with time zone not null
);
alter table verifications add constraint verifications_pkey PRIMARY KEY (id);
alter table verifications add constraint verifications_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'case'::text, 'nightly'::text])));
CREATE INDEX verifications_by_scope ON public.verifications USING btree (scope, started_at DESC);
alter table verifications enable row level security;
create policy region on verifications as permissive for all to public using (( SELECT scope_planning() AS scope_planning));

create table webhook_endpoints (
  created_at timestamp with time zone not null,
  created_by text not null,
  creditor_id text not null,
  disabled_at timestamp with time zone,
  disabled_because text,
  failing_since timestamp with time zone,
  former_secret bytea,
  former_until timestamp with time zone,
  id uuid not null,
  resent integer default 0 not null,
  resent_by uuid,
  secret bytea not null,
  secret_by uuid,
  url text not null
);
alter table webhook_endpoints add constraint webhook_endpoints_created_by_fkey FOREIGN KEY (created_by) REFERENCES accounts(id);
alter table webhook_endpoints add constraint webhook_endpoints_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditors(id);
alter table webhook_endpoints add constraint webhook_endpoints_disabled_because_check CHECK ((disabled_because = ANY (ARRAY['gone'::text, 'failing'::text, 'removed'::text])));
alter table webhook_endpoints add constraint webhook_endpoints_pkey PRIMARY KEY (id);
CREATE INDEX webhook_endpoints_by_creditor ON public.webhook_endpoints USING btree (creditor_id);
alter table webhook_endpoints enable row level security;
create policy creditor on webhook_endpoints as permissive for all to public using ((creditor_id = ( SELECT scope_creditor() AS scope_creditor)));
create policy system on webhook_endpoints as permissive for all to public using ((( SELECT scope_role() AS scope_role) = 'system'::text));

create table webhook_messages (
  case_id uuid,
  claimed_until timestamp with time zone,
  created_at timestamp with time zone not null,
  endpoint_id uuid not null,
  failed_at timestamp with time zone,
  failure text,
  id text not null,
  next_try_at timestamp with time zone,
  outbox_id text,
  response integer,
  sent_at timestamp with time zone,
  tries integer default 0 not null,
  type text not null
);
alter table webhook_messages add constraint webhook_messages_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id);
alter table webhook_messages add constraint webhook_messages_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id);
alter table webhook_messages add constraint webhook_messages_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES outbox(id) ON DELETE CASCADE;
alter table webhook_messages add constraint webhook_messages_pkey PRIMARY KEY (id);
CREATE INDEX webhook_messages_by_case ON public.webhook_messages USING btree (case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX webhook_messages_by_endpoint ON public.webhook_messages USING btree (endpoint_id, created_at DESC);
CREATE UNIQUE INDEX webhook_messages_once ON public.webhook_messages USING btree (endpoint_id, outbox_id);
CREATE INDEX webhook_messages_waiting ON public.webhook_messages USING btree (next_try_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL));
alter table webhook_messages enable row level security;
create policy creditor on webhook_messages as permissive for all to public using ((EXISTS ( SELECT
   FROM webhook_endpoints e
  WHERE ((e.id = webhook_messages.endpoint_id) AND (e.creditor_id = ( SELECT scope_creditor() AS scope_creditor))))));
create policy staff on webhook_messages as permissive for select to public using (((case_id IS NOT NULL) AND (( SELECT scope_region() AS scope_region) OR ((( SELECT scope_municipality() AS scope_municipality) IS NOT NULL) AND (EXISTS ( SELECT
   FROM cases c
  WHERE (c.id = webhook_messages.case_id)))))));
create policy system on webhook_messages as permissive for all to public using ((( SELECT scope_role() AS scope_role) = 'system'::text));

CREATE OR REPLACE FUNCTION public.audit_log_stamp()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform pg_current_xact_id();
  new.id := nextval('audit_log_ids');
  new.recorded_at := clock_timestamp();
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.audit_rows_naming(wanted uuid)
 RETURNS TABLE(id bigint, at timestamp with time zone, actor_role text, action text, outcome text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select l.id, l.at, l.actor_role, l.action, l.outcome from audit_log l
  where l.detail ? 'caseIds' and l.detail->'caseIds' @> to_jsonb(wanted::text)
    and ((select scope_region()) or exists (select from cases c where c.id = wanted and c.municipality_code = (select scope_municipality()))) $function$;

CREATE OR REPLACE FUNCTION public.case_number()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.number := new_case_number((select short_code from municipalities where code = new.municipality_code), new.opened_at);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.current_scope()
 RETURNS scope
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  parts text[] := string_to_array(current_setting('app.scope', true), '|');
  secret bytea := (select key from public.scope_secret);
begin
  if cardinality(parts) is distinct from 4 or secret is null then return null; end if;
  if encode(public.hmac(convert_to(array_to_string(parts[1:3], '|'), 'UTF8'), secret, 'sha256'), 'hex') <> parts[4] then return null; end if;
  return row(parts[1], nullif(parts[2], ''), nullif(parts[3], ''))::public.scope;
end $function$;

CREATE OR REPLACE FUNCTION public.enter_scope(scope text)
 RETURNS boolean
 LANGUAGE sql
AS $function$ select pg_catalog.set_config('app.scope', scope, true) is not null $function$;

CREATE OR REPLACE FUNCTION public.municipality_short_code()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  letters text := upper(left(regexp_replace(new.name, '[^A-Za-z]', '', 'g'), 3));
begin
  new.short_code := case when length(letters) < 3 or exists (select from municipalities where short_code = letters) then 'G' || new.code else letters end;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.new_case_number(short_code text, opened_at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
AS $function$
  select short_code || '-' || extract(year from opened_at at time zone 'Europe/Amsterdam') || '-' || lpad(counter, greatest(5, length(counter)), '0')
  from (select nextval('case_numbers')::text as counter) given
$function$;

CREATE OR REPLACE FUNCTION public.refuse_rewriting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is only added to: % is refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.scope_administered_municipality()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select (s).municipality from current_scope() s where (s).role = 'administrator' $function$;

CREATE OR REPLACE FUNCTION public.scope_administration()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce((s).role = 'system' or ((s).municipality is null and (s).role = 'administrator'), false) from current_scope() s $function$;

CREATE OR REPLACE FUNCTION public.scope_creditor()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select (s).creditor from current_scope() s where (s).role = 'creditor' $function$;

CREATE OR REPLACE FUNCTION public.scope_municipality()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select (s).municipality from current_scope() s where (s).role in ('caseworker', 'desk', 'project-leader', 'privacy-officer') $function$;

CREATE OR REPLACE FUNCTION public.scope_planned_municipality()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select scope_municipality() where scope_role() = 'project-leader' $function$;

CREATE OR REPLACE FUNCTION public.scope_planning()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select scope_region() or coalesce(scope_role() = 'administrator', false) $function$;

CREATE OR REPLACE FUNCTION public.scope_region()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce((s).role = 'system' or ((s).municipality is null and (s).role in ('desk', 'project-leader', 'privacy-officer')), false) from current_scope() s $function$;

CREATE OR REPLACE FUNCTION public.scope_role()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select (current_scope()).role $function$;

CREATE OR REPLACE FUNCTION public.tell_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform pg_notify('known', '');
  return null;
end $function$;

create domain entered_scope as text CHECK (enter_scope(VALUE));
