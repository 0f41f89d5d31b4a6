-- The day on which a resident was answered, where that was recorded on a later day.
alter table avg_requests add column decided_on date;
