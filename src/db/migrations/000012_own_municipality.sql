-- Who works for one municipality may do there what others do for the region: until now Postgres refused it.

-- An objection of a person of whom a signal is theirs.
create policy municipality on objections using ((select scope_municipality()) is not null and exists (select from persons p where p.person_key = objections.person_key));

-- A project leader of one municipality plans for that one, and reads what others planned: numbers and what holds are of all.
create function scope_planned_municipality() returns text language sql stable as $$ select scope_municipality() where scope_role() = 'project-leader' $$;
create policy reading on changes for select using ((select scope_planned_municipality()) is not null);
create policy municipality on changes using (municipality_code = (select scope_planned_municipality()));
create policy municipality on change_moves using (municipality_code = (select scope_planned_municipality()));
create policy municipality on policies using (municipality_code = (select scope_planned_municipality()));
