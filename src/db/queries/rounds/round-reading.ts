/** Rounds and their figures, for the desk. */
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { DeadlineState } from '../../../domain/deadlines/deadline.ts';
import type { RoundState } from '../../../domain/rounds/round.ts';
import type { Db } from '../../connect.ts';

export interface RoundOverview {
  id: string;
  regionId: string;
  month: string;
  cutOff: Instant;
  byHand: boolean;
  state: RoundState;
  openedAt: Instant;
  closedAt: Instant | null;
  proposedAt: Instant | null;
  confirmedAt: Instant | null;
  confirmedBy: string | null;
  listVersion: number;
  /** How many cases must be told of the confirmed match, and how many have been. */
  toApply: number;
  applied: number;
}

/** Newest month first. */
export function listRounds(sql: Db): Promise<RoundOverview[]> {
  return sql<RoundOverview[]>`select ${columns(sql)} from rounds order by month desc, region_id`;
}

/** Finds a round by id, or by month when only one region has a round of that month; null when there is none, or more than one. */
export async function findRound(sql: Db, idOrMonth: string): Promise<RoundOverview | null> {
  const found = await sql<RoundOverview[]>`select ${columns(sql)} from rounds where id = ${idOrMonth} or month = ${idOrMonth} limit 2`;
  return found.length === 1 ? (found[0] ?? null) : null;
}

const columns = (sql: Db) =>
  sql`id, region_id, month, cut_off, by_hand, state, opened_at, closed_at, proposed_at, confirmed_at, confirmed_by, list_version, to_apply, applied`;

export interface RoundFigures {
  creditors: { creditorId: string; accepted: number; duplicates: number; refused: number; pending: number; inCase: number; dropped: number; dropOuts: Record<string, number> }[];
  /** New cases; `joined` counts signals that went into a case of an earlier round. */
  cases: { new: number; crisis: number; multiple: number; consecutive: number; joined: number };
  deadline: { id: string; state: DeadlineState; dueOn: LocalDate; dueBefore: Instant; warned: boolean; endedAt: Instant | null } | null;
}

/** The figures of a round: from its match list while that is a proposal, from its cases when they have been told. */
export async function figuresOf(sql: Db, roundId: string): Promise<RoundFigures> {
  const [creditors, cases, deadlines] = await Promise.all([creditorFigures(sql, roundId), caseFigures(sql, roundId), deadlinesOf(sql, roundId)]);
  return { creditors, cases, deadline: deadlines[0] ?? null };
}

function creditorFigures(sql: Db, roundId: string): Promise<RoundFigures['creditors']> {
  return sql<RoundFigures['creditors']>`
    with decided as (
      select s.creditor_id,
        case when s.state = 'pending' then coalesce(d.outcome, 'pending') else s.state end as outcome,
        case when s.state = 'pending' then d.reason else s.reason end as reason
      from signals s left join match_decisions d on d.round_id = s.round_id and d.signal_id = s.id
      where s.round_id = ${roundId} and s.replaced_by is null
    ), counted as (
      select creditor_id, count(*) as accepted, count(*) filter (where outcome = 'pending') as pending,
        count(*) filter (where outcome = 'in-case') as in_case, count(*) filter (where outcome = 'dropped') as dropped
      from decided group by creditor_id
    ), reasons as (
      select creditor_id, jsonb_object_agg(reason, n) as drop_outs
      from (select creditor_id, reason, count(*) as n from decided where outcome = 'dropped' group by creditor_id, reason) as by_reason group by creditor_id
    ), delivered as (
      select creditor_id, sum(duplicates) as duplicates, sum(refused) as refused from deliveries where round_id = ${roundId} group by creditor_id
    )
    select c.id as creditor_id, coalesce(n.accepted, 0) as accepted, coalesce(f.duplicates, 0)::bigint as duplicates, coalesce(f.refused, 0)::bigint as refused,
      coalesce(n.pending, 0) as pending, coalesce(n.in_case, 0) as in_case, coalesce(n.dropped, 0) as dropped, coalesce(r.drop_outs, '{}') as drop_outs
    from creditors c left join counted n on n.creditor_id = c.id left join reasons r on r.creditor_id = c.id left join delivered f on f.creditor_id = c.id
    where n.creditor_id is not null or f.creditor_id is not null
    order by c.id`;
}

async function caseFigures(sql: Db, roundId: string): Promise<RoundFigures['cases']> {
  const [row] = await sql<RoundFigures['cases'][]>`
    select count(distinct d.case_id) filter (where d.new_case) as new, count(distinct d.case_id) filter (where d.new_case and s.crisis) as crisis,
      count(distinct d.case_id) filter (where d.new_case and d.multiple) as multiple,
      count(distinct d.case_id) filter (where d.new_case and d.consecutive) as consecutive,
      count(*) filter (where d.outcome = 'in-case' and not d.new_case) as joined
    from match_decisions d join signals s on s.id = d.signal_id where d.round_id = ${roundId}`;
  return row ?? { new: 0, crisis: 0, multiple: 0, consecutive: 0, joined: 0 };
}

function deadlinesOf(sql: Db, roundId: string) {
  return sql<NonNullable<RoundFigures['deadline']>[]>`
    select id, state, due_on, due_before, warned_at is not null as warned, ended_at from deadlines where round_id = ${roundId} and kind = 'match-result'`;
}
