-- How a creditor's files are read is decided by a person who looked at a proposal: who, and when. The creditor may decide it for itself, and
-- a version of its agreement begins with it.
alter table agreements
  add column mapping_kept_by text,
  add column mapping_kept_at timestamptz;
create policy creditor on agreements using (creditor_id = (select scope_creditor()));

-- What is decided so far: names of columns and what they hold, nothing out of a file. One for each creditor.
create table mapping_drafts (
  creditor_id text primary key references creditors,
  mapping jsonb not null,
  saved_by text not null,
  saved_at timestamptz not null
);
alter table mapping_drafts enable row level security;
create policy region on mapping_drafts using ((select scope_region()));
create policy creditor on mapping_drafts using (creditor_id = (select scope_creditor()));
