-- A double name is found by either half: the keyed hash of the second, where there is one.
alter table persons add column second_name_index text;
create index persons_by_second_name on persons (second_name_index) where second_name_index is not null;
