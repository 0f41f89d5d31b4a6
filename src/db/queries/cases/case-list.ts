/** The lists of cases: filtered, sorted, a page at a time. */
import type { CallingActor } from '../../../actor.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Phase } from '../../../domain/case/lifecycle.ts';
import type { DeadlineKind } from '../../../domain/planning/policy.ts';
import type { PageAsked } from '../../../paging.ts';
import type { Db } from '../../connect.ts';
import { inMunicipality } from '../identity/scope.ts';

export type CaseSort = 'nextDueOn' | 'openedAt' | 'totalCents';

export interface CaseFilters {
  phases: readonly Phase[];
  municipality?: string | undefined;
  team?: string | undefined;
  caseworker?: string | undefined;
  creditor?: string | undefined;
  round?: string | undefined;
  crisis?: boolean | undefined;
  paused?: boolean | undefined;
  undecided?: boolean | undefined;
  /** Whether a triage decision can still be undone. */
  held?: boolean | undefined;
  /** The first and last local day, both included, for the next deadline; null: no limit. */
  due?: { from: LocalDate | null; to: LocalDate | null } | undefined;
}

export interface CaseListItem {
  id: string;
  /** Null once the case is anonymised. */
  number: string | null;
  phase: Phase;
  paused: boolean;
  municipalityCode: string;
  municipality: string;
  /** Sealed by the case's key. */
  address: Buffer | null;
  roundId: string;
  teamId: string | null;
  team: string | null;
  caseworkerId: string | null;
  caseworker: string | null;
  openedAt: Instant;
  crisis: boolean;
  multiple: boolean;
  consecutive: boolean;
  signalCount: number;
  totalCents: number;
  visits: number;
  nextDueOn: LocalDate | null;
  nextDueKind: DeadlineKind | null;
  undecided: boolean;
}

/** Where a page ended: the value it was sorted by, and the id that breaks ties. */
export interface CasePosition {
  sort: CaseSort;
  value: string | number | null;
  id: string;
}

export interface CaseOrder {
  sort: CaseSort;
  order: 'asc' | 'desc';
}

export function listCases(sql: Db, actor: CallingActor, filters: CaseFilters, { sort, order }: CaseOrder, { after, limit }: PageAsked<CasePosition>): Promise<CaseListItem[]> {
  const key = keyOf(sql, sort, order);
  const direction = order === 'asc' ? sql`asc` : sql`desc`;
  return sql<CaseListItem[]>`
    select
      cases.id, cases.number, cases.phase, cases.paused_at is not null as paused, cases.municipality_code, municipalities.name as municipality,
      cases.address,
      cases.round_id, cases.team_id, teams.name as team, cases.caseworker_id, accounts.name as caseworker, cases.opened_at,
      cases.crisis, cases.multiple, cases.consecutive, cases.signal_count, cases.total_cents, cases.visits,
      cases.next_due_on, cases.next_due_kind, cases.undecided
    from cases
    join municipalities on municipalities.code = cases.municipality_code
    left join teams on teams.id = cases.team_id
    left join accounts on accounts.id = cases.caseworker_id
    where ${matching(sql, actor, filters)} ${after === null ? sql`` : sql`and (${key}, cases.id) ${order === 'asc' ? sql`>` : sql`<`} (${positionOf(sql, sort, order, after)}, ${after.id})`}
    order by ${key} ${direction}, cases.id ${direction}
    limit ${limit}`;
}

function matching(sql: Db, actor: CallingActor, f: CaseFilters) {
  return sql`
    ${inMunicipality(sql, actor, 'cases.municipality_code')}
    and ${inPhases(sql, f.phases)}
    ${f.phases.includes('closed') || f.phases.includes('candidate') ? sql`` : onlyRunning(sql)}
    ${f.municipality === undefined ? sql`` : sql`and cases.municipality_code = ${f.municipality}`}
    ${f.team === undefined ? sql`` : sql`and cases.team_id = ${f.team}`}
    ${f.caseworker === undefined ? sql`` : sql`and cases.caseworker_id = ${f.caseworker}`}
    ${f.creditor === undefined ? sql`` : sql`and exists (select 1 from signals where signals.case_id = cases.id and signals.creditor_id = ${f.creditor})`}
    ${f.round === undefined ? sql`` : sql`and cases.round_id = ${f.round}`}
    ${f.crisis === undefined ? sql`` : f.crisis ? sql`and cases.crisis` : sql`and not cases.crisis`}
    ${f.paused === undefined ? sql`` : sql`and (cases.paused_at is not null) = ${f.paused}`}
    ${f.undecided === undefined ? sql`` : sql`and cases.undecided = ${f.undecided}`}
    ${f.held === undefined ? sql`` : sql`and (coalesce(cases.state->'held', 'null') <> 'null') = ${f.held}`}
    ${f.due === undefined ? sql`` : sql`and cases.next_due_on is not null`}
    ${f.due?.from == null ? sql`` : sql`and ${keyOf(sql, 'nextDueOn', 'asc')} >= ${f.due.from}::date`}
    ${f.due?.to == null ? sql`` : sql`and ${keyOf(sql, 'nextDueOn', 'asc')} <= ${f.due.to}::date`}`;
}

/** One phase as an equality: an index can give the order then, which it cannot for a list of one. */
const inPhases = (sql: Db, phases: readonly Phase[]) => (phases.length === 1 ? sql`cases.phase = ${phases[0] ?? ''}` : sql`cases.phase = any(${[...phases]})`);

/** The same expressions as in the partial indexes, so that Postgres can use those. */
const onlyRunning = (sql: Db) => sql`and cases.phase not in ('closed', 'candidate')`;

/** The sort key, the same expression as in its index; cases without a next deadline come last in both orders. */
function keyOf(sql: Db, sort: CaseSort, order: 'asc' | 'desc') {
  switch (sort) {
    case 'nextDueOn':
      return order === 'asc' ? sql`cases.due_key` : sql`coalesce(cases.next_due_on, '-infinity'::date)`;
    case 'openedAt':
      return sql`cases.opened_at`;
    case 'totalCents':
      return sql`cases.total_cents`;
  }
}

/** The key of the row that the page before ended with. */
function positionOf(sql: Db, sort: CaseSort, order: 'asc' | 'desc', { value }: CasePosition) {
  switch (sort) {
    case 'nextDueOn':
      return sql`${value === null ? (order === 'asc' ? 'infinity' : '-infinity') : String(value)}::date`;
    case 'openedAt':
      return sql`${String(value)}::timestamptz`;
    case 'totalCents':
      return sql`${Number(value)}::bigint`;
  }
}

interface CaseCounts {
  phases: { phase: Phase; count: number }[];
  late: number;
  today: number;
  soon: number;
  later: number;
  undecided: number;
  paused: number;
}

/** How many running cases there are a phase, and how near their next deadlines; `today` and `soonUntil` are local days. */
export async function countCases(sql: Db, actor: CallingActor, { today, soonUntil, team }: { today: LocalDate; soonUntil: LocalDate; team?: string | undefined }): Promise<CaseCounts> {
  const scope = sql`
    ${inMunicipality(sql, actor, 'cases.municipality_code')} ${onlyRunning(sql)}
    ${team === undefined ? sql`` : sql`and cases.team_id = ${team}`}`;
  const phases = await sql<(Omit<CaseCounts, 'phases'> & { phase: Phase; count: number })[]>`
    select phase, count(*)::int as count,
      count(*) filter (where next_due_on < ${today})::int as late,
      count(*) filter (where next_due_on = ${today})::int as today,
      count(*) filter (where next_due_on > ${today} and next_due_on <= ${soonUntil})::int as soon,
      count(*) filter (where next_due_on > ${soonUntil})::int as later,
      count(*) filter (where undecided)::int as undecided,
      count(*) filter (where paused_at is not null)::int as paused
    from cases where ${scope} group by phase`;
  const sum = (of: Exclude<keyof CaseCounts, 'phases'>) => phases.reduce((total, row) => total + row[of], 0);
  return {
    phases: phases.map(({ phase, count }) => ({ phase, count })),
    late: sum('late'),
    today: sum('today'),
    soon: sum('soon'),
    later: sum('later'),
    undecided: sum('undecided'),
    paused: sum('paused'),
  };
}
