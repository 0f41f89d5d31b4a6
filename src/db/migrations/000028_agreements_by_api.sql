-- The declaration of the four preconditions (Besluit gemeentelijke schuldhulpverlening art. 2, a to d), each answered yes, with who
-- declared it and when. Of what was declared before, the day alone is known.
create table declarations (
  agreement_id uuid primary key references agreements,
  creditor_id text not null references creditors,
  sought_contact boolean not null check (sought_contact),
  pointed_out_help boolean not null check (pointed_out_help),
  reminded boolean not null check (reminded),
  offered_to_pass_on boolean not null check (offered_to_pass_on),
  declared_on date not null,
  declared_at timestamptz,
  declared_by text
);
insert into declarations (agreement_id, creditor_id, sought_contact, pointed_out_help, reminded, offered_to_pass_on, declared_on)
  select id, creditor_id, true, true, true, true, preconditions_declared_on from agreements where preconditions_declared_on is not null;
alter table agreements drop column preconditions_declared_on;

alter table declarations enable row level security;
create policy read on declarations for select using ((select scope_role()) is not null and (select scope_creditor()) is null);
create policy region on declarations using ((select scope_planning()));
create policy creditor on declarations using (creditor_id = (select scope_creditor()));

-- What was agreed with one creditor is not another's to read.
drop policy read on agreements;
create policy read on agreements for select using ((select scope_role()) is not null and coalesce(creditor_id = (select scope_creditor()), (select scope_creditor()) is null));
