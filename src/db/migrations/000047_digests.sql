-- A creditor gets one mail a working day of each kind instead of one for every decision. Until then its mails wait here, as entries; at
-- that time one mail is made of those that still hold, in one transaction. An entry that was undone meanwhile is skipped.
alter table outbox add column held_until timestamptz, add column digest_id text references outbox, add column skipped_at timestamptz;
create index outbox_held on outbox (recipient, held_until) where held_until is not null and digest_id is null and skipped_at is null;
create index outbox_of_digest on outbox (digest_id) where digest_id is not null;
-- What is held, in a digest or skipped is not the sender's.
drop index outbox_unsent;
create index outbox_unsent on outbox (created_at) where sent_at is null and failed_at is null and held_until is null;
drop index outbox_unsent_to;
create index outbox_unsent_to on outbox (recipient, created_at) where sent_at is null and failed_at is null and held_until is null;

-- Of which kinds this person wants every mail by itself.
alter table creditor_contacts add column single text[] not null default '{}';
