-- Feedback that is being written: codes and dates alone, as in the feedback itself. Creditors do not see it; one for each case.
create table feedback_drafts (
  case_id uuid primary key references cases,
  body jsonb not null,
  author_id text not null,
  saved_at timestamptz not null
);
alter table feedback_drafts enable row level security;
create policy region on feedback_drafts using ((select scope_region()));
create policy municipality on feedback_drafts using ((select scope_municipality()) is not null and exists (select from cases c where c.id = case_id));
