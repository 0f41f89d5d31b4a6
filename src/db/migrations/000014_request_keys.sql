-- What each Idempotency-Key was used for, and what came of it: the same request again is given the first answer, another
-- one is refused. Kept for a week.
create table request_keys (
  -- keyed hash of the key
  key_hash text primary key,
  -- keyed hashes of who sent it and of what it held
  caller text not null,
  content text not null,
  -- the day whose key seals the answer
  day date not null,
  -- null: refused, still going on, or the process died before it could say
  answer bytea,
  -- every id in the request and its answer: what is erased is found by it
  mentions uuid[] not null default '{}'
);
create index request_keys_by_day on request_keys (day);
alter table request_keys enable row level security;
create policy system on request_keys using ((select scope_role()) = 'system');
