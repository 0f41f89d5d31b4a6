-- The same file again is the delivery it was, while that one stands: it was read, nothing of it was replaced since, and the
-- agreement reads files as it did. One that does not stand is not in the way of the same file.
alter table deliveries add column stands boolean not null default true;
-- What the agreement fixed about files when this one was read.
alter table deliveries add column read_with jsonb;
drop index deliveries_same_file;
create unique index deliveries_same_file on deliveries (creditor_id, round_id, same_file) where state <> 'receiving' and stands;
