-- For which of a mail's addresses the mail server has taken it, as keyed hashes: the others are tried again, these are not.
alter table outbox add column taken_by text[] not null default '{}';
