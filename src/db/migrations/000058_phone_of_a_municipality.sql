-- The number that residents call back; it stands on flyers and letters.
alter table municipalities add column phone text;
