-- The day on which a resident was told that an answer takes longer, where that was recorded on a later day.
alter table avg_requests add column extended_on date;
