-- A plain hash of a file tells who was in it to whoever tries enough rows. A file that comes again is known by a keyed hash
-- instead; its checksum and name, for the receipt, are sealed by the delivery's key. Both go with that key.
alter table deliveries add column same_file text, add column receipt bytea;
-- Their key is destroyed, so nothing can be sealed for them any more.
update deliveries set sha256 = null, file_name = null where cleared_at is not null;
-- What older releases wrote: the set-up makes the keyed hashes of it (src/db/same-files.ts), the workers seal it
-- (src/usecases/deliveries/seal-receipts.ts) and leave both columns empty. A later release drops them.
create index deliveries_to_seal on deliveries (id) where sha256 is not null or file_name is not null;
drop index deliveries_same_file;
create unique index deliveries_same_file on deliveries (creditor_id, round_id, same_file) where state <> 'receiving';
