-- Evictions, judgements and disconnections, as creditors record them: how many in a year or a month; earlier years are the base line. No person is
-- in it. Nothing is overwritten: of a creditor, kind, municipality and period the newest row counts, and those before it show what was corrected.
create table recorded_outcomes (
  id uuid primary key,
  creditor_id text not null references creditors,
  kind text not null check (kind in ('eviction', 'judgement', 'disconnection')),
  -- Null: of all municipalities together.
  municipality_code text references municipalities,
  -- YYYY or YYYY-MM.
  period text not null check (period ~ '^\d{4}(-\d\d)?$'),
  number integer not null check (number >= 0),
  recorded_by text not null,
  recorded_at timestamptz not null,
  seq bigint generated always as identity
);
create index recorded_outcomes_by_creditor on recorded_outcomes (creditor_id, seq);
alter table recorded_outcomes enable row level security;
create policy region on recorded_outcomes using ((select scope_region()));
create policy creditor on recorded_outcomes using (creditor_id = (select scope_creditor()));
-- Figures of the region hold no persons: whoever may see them adds these up, small counts left out.
create policy figures on recorded_outcomes for select using ((select scope_role()) in ('steering-group', 'project-leader') and (select scope_creditor()) is null);
