-- Which mails a colleague wants, and when the day's overview comes; without a row: all, at half past seven. `told_on`: the last day it was made for.
create table account_notifications (
  account_id text primary key references accounts,
  off text[] not null default '{}',
  daily_at text default '07:30',
  told_on date
);
alter table account_notifications enable row level security;
create policy system on account_notifications using ((select scope_role()) = 'system');
create policy own on account_notifications using (exists (
  select from accounts a where a.id = account_id and a.role = (select scope_role()) and a.municipality_code is not distinct from (select (current_scope()).municipality)));
-- What is new for a team is found by the step of the decision.
create index timeline_goes on timeline (case_id, at) where type = 'go';
