-- Whose an objection, and a case kept in a dispute, is: one municipality's; null: the region's, which a municipality may
-- read and not take back. What stands there is of whoever did it.
alter table objections add column within text references municipalities;
update objections set within = a.municipality_code from accounts a where a.id = filed_by;
alter table cases add column hold_within text references municipalities;
update cases set hold_within = a.municipality_code from notes n join accounts a on a.id = n.author_id where n.id = hold_note_id;

drop policy municipality on objections;
create policy reading on objections for select using ((select scope_municipality()) is not null and exists (select from persons p where p.person_key = objections.person_key));
create policy municipality on objections using (within = (select scope_municipality()));
