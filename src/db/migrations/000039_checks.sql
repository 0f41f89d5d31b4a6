-- What is asked of others before triage is decided (debt services, benefits, population register, addresses): advice, asked once a signal.

-- From when a municipality has a check, and how it is answered. The one of the latest day that has come counts; without one it is off.
create table check_settings (
  municipality_code text not null references municipalities,
  check_code text not null,
  valid_from date not null,
  is_on boolean not null,
  way text not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (municipality_code, check_code, valid_from)
);

-- A municipality's own list: keyed hashes of name and date of birth, or of an address. Replaced as a whole.
create table check_lists (
  id uuid primary key,
  municipality_code text not null references municipalities,
  check_code text not null,
  dated date not null,
  kept_until date not null,
  persons integer not null,
  given_by text not null,
  given_at timestamptz not null,
  unique (municipality_code, check_code)
);
create table check_list_entries (
  list_id uuid not null references check_lists on delete cascade,
  hash text not null,
  primary key (list_id, hash)
);

-- What was asked about a signal, and the answer, sealed by the key of its case. `state`: asking, answered, or refused by the other side for good.
create table check_answers (
  signal_id uuid not null references signals,
  check_code text not null,
  case_id uuid not null references cases,
  way text not null,
  state text not null check (state in ('asking', 'answered', 'refused')),
  asked_at timestamptz not null,
  tried_at timestamptz not null,
  answered_at timestamptz,
  sealed bytea,
  primary key (signal_id, check_code),
  check ((sealed is not null) = (state = 'answered'))
);
create index check_answers_by_case on check_answers (case_id);

-- When a check was last answered and last failed: codes alone.
create table check_standings (
  municipality_code text not null references municipalities,
  check_code text not null,
  answered_at timestamptz,
  failed_at timestamptz,
  failure text,
  part text,
  failures integer not null default 0,
  primary key (municipality_code, check_code)
);

do $$
declare t text;
begin
  foreach t in array array['check_settings', 'check_lists', 'check_standings'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy region on %I using ((select scope_region()))', t);
    execute format('create policy municipality on %I using (municipality_code = (select scope_municipality()))', t);
    execute format('create policy administration on %I using ((select scope_administration()))', t);
    execute format('create policy administered on %I using (municipality_code = (select scope_administered_municipality()))', t);
  end loop;
end $$;
alter table check_list_entries enable row level security;
create policy listed on check_list_entries using (exists (select from check_lists l where l.id = list_id));
alter table check_answers enable row level security;
create policy region on check_answers using ((select scope_region()));
create policy municipality on check_answers using ((select scope_municipality()) is not null and exists (select from cases c where c.id = case_id));
