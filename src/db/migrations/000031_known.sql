-- Every process keeps for some seconds who somebody is and which days are closed (src/db/known.ts), and hears of a change at once.
create function tell_known() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_notify('known', '');
  return null;
end $$;

do $$
declare t text;
begin
  foreach t in array array['identities', 'accounts', 'closed_days'] loop
    execute format('create trigger tell_known after insert or update or delete or truncate on %I for each statement execute function tell_known()', t);
  end loop;
end $$;

-- A query brings its scope along as a parameter of this type (src/db/scoped-sql.ts). Postgres reads the parameters of a statement before
-- it plans and carries it out, and checks a domain while it reads: so the scope is set in the transaction of that one statement, without
-- statements of its own around it. A function with settings of its own (set search_path) would take it back when it returns.
create function enter_scope(scope text) returns boolean language sql volatile as $$ select pg_catalog.set_config('app.scope', scope, true) is not null $$;
create domain entered_scope as text check (enter_scope(value));
