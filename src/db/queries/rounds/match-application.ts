/** The decisions of a confirmed match list that cases have not been told yet. */
import type { MatchIn } from '../../../domain/case/signals/intake.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Phase } from '../../../domain/case/lifecycle.ts';
import type { Db } from '../../connect.ts';
import { pairedToday, standingToday } from '../identity/reference.ts';

type Decision = MatchIn['decisions'][number];

/** The decisions of one round for one case. */
export interface CaseDecisions {
  caseId: string;
  householdId: string;
  municipalityCode: string;
  phase: Phase;
  policy: unknown;
  closedAt: Instant;
  newCase: boolean;
  multiple: boolean;
  consecutive: boolean;
  /** Whether every signal has reached the workflow that it was placed with. */
  placed: boolean;
  /** The signals that no case has decided on yet. */
  pending: Decision[];
  /** The municipality's team that is paired with the creditor of the highest amount, else any of its teams. */
  teamId: string | null;
}

/** Of an updated signal the signals whose place it takes; null for others. */
const sameContract = (sql: Db) => sql`(
  select jsonb_agg(old.id order by old.id) from signals old
  where d.reason = 'updated' and old.case_id = d.case_id and old.creditor_id = s.creditor_id and old.reference = s.reference and old.state = 'in-case' and old.id <> s.id)`;

export function nextCaseDecisions(sql: Db, roundId: string, limit: number): Promise<CaseDecisions[]> {
  return sql<CaseDecisions[]>`
    with next as (
      select case_id from match_decisions where round_id = ${roundId} and applied_at is null group by case_id order by case_id limit ${limit}
    ), grouped as (
      select d.case_id, bool_or(d.new_case) as new_case, bool_or(d.multiple) as multiple, bool_or(d.consecutive) as consecutive,
        bool_and(s.placed_at is not null) as placed,
        coalesce(jsonb_agg(jsonb_build_object('signalId', s.id, 'creditorId', s.creditor_id, 'outcome', d.outcome, 'reason', d.reason)
            || jsonb_strip_nulls(jsonb_build_object('updates', ${sameContract(sql)})) order by s.id)
          filter (where s.state = 'pending'), '[]') as pending,
        (array_agg(s.creditor_id order by s.amount_cents desc, s.id) filter (where d.outcome = 'in-case'))[1] as highest_creditor_id
      from next join match_decisions d on d.case_id = next.case_id and d.round_id = ${roundId} join signals s on s.id = d.signal_id
      group by d.case_id
    )
    select g.case_id, g.new_case, g.multiple, g.consecutive, g.placed, g.pending, c.household_id, c.municipality_code, c.phase,
      p.body as policy, r.closed_at,
      (select t.id from teams t left join team_creditors tc on tc.team_id = t.id and tc.creditor_id = g.highest_creditor_id and ${pairedToday(sql)}
       where t.municipality_code = c.municipality_code and ${standingToday(sql)} order by tc.team_id nulls last, t.id limit 1) as team_id
    from grouped g join cases c on c.id = g.case_id join policies p on p.version = c.policy_version join rounds r on r.id = ${roundId}
    order by g.case_id`;
}

export async function countLeft(sql: Db, roundId: string): Promise<number> {
  const [row] = await sql<{ left: number }[]>`select count(distinct case_id) as left from match_decisions where round_id = ${roundId} and applied_at is null`;
  return row?.left ?? 0;
}

/** Stores how many cases have been told, for the round's page. */
export async function storeProgress(sql: Db, roundId: string): Promise<void> {
  await sql`
    update rounds set applied = (select count(distinct case_id) from match_decisions where round_id = ${roundId} and applied_at is not null)
    where id = ${roundId}`;
}

/** Called before the workflow is told: attaches the signals to the case and stores the result of the match in its row. */
export async function prepareCase(sql: Db, { caseId, pending, newCase, multiple, consecutive }: CaseDecisions): Promise<void> {
  const joining = pending.filter((d) => d.outcome === 'in-case').map((d) => d.signalId);
  if (joining.length > 0) await sql`update signals set case_id = ${caseId} where id = any(${joining}::uuid[]) and case_id <> ${caseId}`;
  if (newCase) await sql`update cases set multiple = ${multiple}, consecutive = ${consecutive} where id = ${caseId}`;
}

/** Not when one of the signals that the case was told of is still pending. @returns whether it was marked */
export async function markApplied(sql: Db, roundId: string, { caseId, pending }: Pick<CaseDecisions, 'caseId' | 'pending'>): Promise<boolean> {
  const { count } = await sql`
    update match_decisions set applied_at = now() where round_id = ${roundId} and case_id = ${caseId}
      and not exists (select from signals where id = any(${pending.map(({ signalId }) => signalId)}::uuid[]) and state = 'pending')`;
  return count > 0;
}

export async function phaseOf(sql: Db, caseId: string): Promise<Phase | undefined> {
  const [row] = await sql<{ phase: Phase }[]>`select phase from cases where id = ${caseId}`;
  return row?.phase;
}
