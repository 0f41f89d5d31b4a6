-- Searching over histories: the events of a kind, the newest first, over all cases.
create index timeline_by_type on timeline (type, at desc, id desc);
