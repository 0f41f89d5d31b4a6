-- When both cases had heard of a joining, or of its undoing: what a process that died left between Postgres and the cases is gone on with.
alter table joinings add column told_at timestamptz;
-- Those of before were told by who asked for them.
update joinings set told_at = coalesce(undone_at, joined_at);
