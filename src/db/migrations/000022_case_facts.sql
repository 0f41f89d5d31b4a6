-- What reports count of a case, as codes and days (src/domain/case/facts.ts). It follows from the timeline, the state and the
-- codes of plans and feedback, and is kept when the case is anonymised, so that figures stay right.
create table case_facts (
  -- null: of a plan, and cut loose from its case when that was anonymised
  case_id uuid references cases,
  -- the timeline's key of the event, and which of its facts this is: '12.0.1'; of one that was cut loose ''
  key text not null,
  seq int not null,
  kind text not null,
  -- from the list that the kind has; null where the kind says all
  code text,
  -- of an attempt: how contact was sought
  contact text,
  part_of_day text,
  creditor_id text references creditors,
  municipality_code text not null references municipalities,
  -- 0 for the first visiting phase, then one more for each new one
  cycle int not null,
  -- local day; of one that was cut loose the first day of its month
  happened_on date not null,
  -- local day that was agreed: of an appointment, or from which current costs are paid
  agreed_for date,
  unique (case_id, key)
);
create index case_facts_by_kind on case_facts (kind, happened_on);
create index case_facts_by_municipality on case_facts (municipality_code, kind, happened_on);

alter table case_facts enable row level security;
create policy region on case_facts using ((select scope_region()));
create policy municipality on case_facts using (municipality_code = (select scope_municipality()));

-- The codes of a plan as they are counted; null of a draft.
alter table plans add column codes jsonb;

-- By which rules a case's facts were made. Those of before are made by the workers, who can open the plans; what is no case yet,
-- or never became one, has none.
alter table cases add column facts_version smallint not null default 1;
update cases set facts_version = 0 where phase <> 'candidate' and ending is distinct from 'drop-out';
create index cases_without_facts on cases (id) where facts_version < 1;
