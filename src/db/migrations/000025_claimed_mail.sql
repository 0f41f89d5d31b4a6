-- Mail leaves by one sender that takes a batch of rows: whose it is for now, and when a row is tried next.
alter table outbox add column claimed_by text, add column claimed_until timestamptz, add column tries int not null default 0, add column next_try_at timestamptz;
-- A mail waits for an earlier one to the same recipient.
create index outbox_unsent_to on outbox (recipient, created_at) where sent_at is null and failed_at is null;
