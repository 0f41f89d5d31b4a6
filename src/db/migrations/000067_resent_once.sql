-- The request that had messages sent again, and how many: repeated after its answer was lost, it changes nothing and is answered the same.
alter table webhook_endpoints add column resent_by uuid, add column resent int not null default 0;
