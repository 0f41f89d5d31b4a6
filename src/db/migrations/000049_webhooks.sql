-- What a creditor's own system is told at once (Standard Webhooks): where, and how each message fared. No message is kept: it is made of ids and
-- codes whenever it is sent. A secret is sealed with a key of its own, and while it is exchanged the former one signs too.
create table webhook_endpoints (
  id uuid primary key,
  creditor_id text not null references creditors,
  url text not null,
  secret bytea not null,
  -- of the request that made it
  secret_by uuid,
  former_secret bytea,
  former_until timestamptz,
  created_at timestamptz not null,
  created_by text not null references accounts,
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_because text check (disabled_because in ('gone', 'failing', 'removed'))
);
create index webhook_endpoints_by_creditor on webhook_endpoints (creditor_id);

create table webhook_messages (
  id text primary key,
  endpoint_id uuid not null references webhook_endpoints,
  type text not null,
  outbox_id text references outbox on delete cascade,
  case_id uuid references cases,
  created_at timestamptz not null,
  tries int not null default 0,
  next_try_at timestamptz,
  claimed_until timestamptz,
  sent_at timestamptz,
  failed_at timestamptz,
  response int,
  failure text
);
create unique index webhook_messages_once on webhook_messages (endpoint_id, outbox_id);
create index webhook_messages_by_endpoint on webhook_messages (endpoint_id, created_at desc);
create index webhook_messages_waiting on webhook_messages (next_try_at) where sent_at is null and failed_at is null;
create index webhook_messages_by_case on webhook_messages (case_id) where case_id is not null;

alter table webhook_endpoints enable row level security;
alter table webhook_messages enable row level security;
create policy system on webhook_endpoints using ((select scope_role()) = 'system');
create policy creditor on webhook_endpoints using (creditor_id = (select scope_creditor()));
create policy system on webhook_messages using ((select scope_role()) = 'system');
create policy creditor on webhook_messages using (exists (select from webhook_endpoints e where e.id = endpoint_id and e.creditor_id = (select scope_creditor())));
create policy staff on webhook_messages for select using (case_id is not null and ((select scope_region()) or ((select scope_municipality()) is not null and exists (select from cases c where c.id = case_id))));
