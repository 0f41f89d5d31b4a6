-- A double name is found by either half: the keyed hash of the second, where there is one.
alter table persons add column second_name_index text;
create index persons_by_second_name on persons (second_name_index) where second_name_index is not null;

-- The first line of a file that could not be read, sealed by the delivery's key: it need not be names of columns.
alter table deliveries add column header bytea;
update deliveries set problem = problem - 'header' where problem ? 'header';

-- A creditor may say why with its answer to the re-check; it comes by its own reasons again, and by no other word.
create policy creditor on notes using (
  kind = 'reason' and (select scope_creditor()) is not null
  and exists (select from accounts a where a.id = author_id and a.creditor_id = (select scope_creditor()))
  and exists (select from cases c where c.id = case_id));
