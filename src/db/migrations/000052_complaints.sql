-- Complaints (Awb chapter 9), each with a workflow and a deadline of its own. Who complains and what was said stands apart, sealed
-- by the key of the case, or by one of its own where there is no case; here are ids, codes and dates.
create table complaints (
  id uuid primary key,
  source text not null check (source in ('resident', 'creditor', 'other')),
  subject text not null check (subject in ('treatment', 'course', 'delay', 'information', 'privacy', 'other')),
  case_id uuid references cases,
  -- who complains, where it is a person of the case; no reference to persons: an erased one is gone
  person_id uuid,
  creditor_id text references creditors,
  municipality_code text not null references municipalities,
  -- whom it is about: that person does not handle it (Awb 9:7)
  about_account_id text references accounts,
  received_on date not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  policy_version text not null references policies,
  owner_id text references accounts,
  receipt_sent_on date,
  receipt_sent_by text,
  state text not null default 'received' check (state in ('received', 'closed', 'withdrawn')),
  outcome text check (outcome in ('founded', 'partly-founded', 'unfounded', 'solved')),
  words_id uuid,
  -- the note in its case that it was before there was a register
  note_id uuid,
  extended_to date,
  extended_at timestamptz,
  extended_by text,
  extended_with_consent boolean not null default false,
  extension_id uuid,
  decision_id text,
  decided_at timestamptz,
  decided_on date,
  decided_by text,
  findings_id uuid,
  ended_at timestamptz,
  -- of one without a case: its words went for their age, and then their key
  words_gone_at timestamptz,
  key_destroyed_at timestamptz,
  seq int not null default 0
);
create index complaints_by_state on complaints (state, municipality_code);
create index complaints_by_receipt on complaints (received_on, id);
create index complaints_by_case on complaints (case_id) where case_id is not null;
create index complaints_without_case on complaints (ended_at, id) where case_id is null and key_destroyed_at is null;

create table complaint_words (
  id uuid primary key,
  complaint_id uuid not null references complaints,
  case_id uuid references cases,
  sealed bytea not null,
  author_id text not null,
  created_at timestamptz not null
);
create index complaint_words_by_complaint on complaint_words (complaint_id);
create index complaint_words_by_case on complaint_words (case_id) where case_id is not null;

alter table deadlines add column complaint_id uuid references complaints;
alter table deadlines drop constraint deadlines_of_one;
alter table deadlines add constraint deadlines_of_one check (num_nonnulls(case_id, round_id, avg_request_id, complaint_id) = 1);
create index deadlines_by_complaint on deadlines (complaint_id) where complaint_id is not null;

-- Whoever hears a complaint records it; those who handle complaints see them.
alter table complaints enable row level security;
alter table complaint_words enable row level security;
create policy handling on complaints using (
  (select scope_role()) in ('system', 'desk', 'project-leader', 'privacy-officer')
  and ((select scope_municipality()) is null or municipality_code = (select scope_municipality())));
create policy recording on complaints for insert with check ((select scope_role()) = 'caseworker' and municipality_code = (select scope_municipality()));
create policy handling on complaint_words using ((select scope_role()) in ('system', 'desk', 'project-leader', 'privacy-officer') and exists (select from complaints c where c.id = complaint_id));
create policy recording on complaint_words for insert with check ((select scope_role()) = 'caseworker' and (select scope_municipality()) is not null);
-- When a complaint is due is for those who may see it.
create policy handling_of_complaints on deadlines as restrictive
  using (complaint_id is null or (select scope_role()) in ('system', 'desk', 'project-leader', 'privacy-officer'));

-- What was a kind of note in a case is a complaint like any other; whether it was handled nobody kept, so it waits.
insert into complaints (id, source, subject, case_id, municipality_code, received_on, recorded_at, recorded_by, policy_version, note_id)
  select n.id, 'resident', 'other', c.id, c.municipality_code, (n.created_at at time zone 'Europe/Amsterdam')::date, n.created_at, n.author_id, c.policy_version, n.id
  from notes n join cases c on c.id = n.case_id where n.kind = 'complaint' and c.anonymised_at is null;

-- To know a repeated command on a complaint without a case again.
create policy own_complaints on audit_log for select using (case_id is null and detail->>'complaintId' is not null and exists (select from complaints c where c.id::text = detail->>'complaintId'));
