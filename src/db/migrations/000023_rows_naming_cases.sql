-- A list or search of cases is one row of the audit log, which names the cases in its detail: who looks for a case finds those too.
create index audit_log_naming on audit_log using gin ((detail->'caseIds') jsonb_path_ops) where detail ? 'caseIds';

-- As the owner, since underneath row-level security that index would not be used: asked by whoever may see the case.
create function audit_rows_naming(wanted uuid) returns table (id bigint, at timestamptz, actor_role text, action text, outcome text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select l.id, l.at, l.actor_role, l.action, l.outcome from audit_log l
  where l.detail ? 'caseIds' and l.detail->'caseIds' @> to_jsonb(wanted::text)
    and ((select scope_region()) or exists (select from cases c where c.id = wanted and c.municipality_code = (select scope_municipality()))) $$;

-- Whoever watches over one municipality sees the rows that name its cases, whoever's they are.
create policy naming on audit_log for select using (detail ? 'caseIds' and (select scope_role()) = 'privacy-officer' and exists (
  select from jsonb_array_elements_text(detail->'caseIds') named join cases c on c.id = named::uuid));
