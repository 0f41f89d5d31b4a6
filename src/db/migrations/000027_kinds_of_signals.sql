-- How urgent a creditor says that its signal is, and of an end of supply or an eviction the day. Neither says who it is about.
alter table signals
  add column signal_kind text not null default 'ordinary' check (signal_kind in ('ordinary', 'updated', 'end-of-supply', 'eviction')),
  add column ends_on date,
  add constraint signals_day_of_kind check ((ends_on is not null) = (signal_kind in ('end-of-supply', 'eviction')));
