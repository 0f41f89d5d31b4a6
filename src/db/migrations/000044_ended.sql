-- The last day of a team or a creditor; null while nobody has ended it. Its histories name it, so the row stays. After that day a team gets no
-- new case and a creditor delivers nothing; what runs goes on.
alter table teams add column ended_on date;
alter table creditors add column ended_on date;
