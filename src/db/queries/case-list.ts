/** The lists of cases: filtered, sorted, a page at a time. */
import type { CallingActor } from '../../actor.ts';
import type { Instant, LocalDate } from '../../domain/dates.ts';
import type { Phase } from '../../domain/lifecycle.ts';
import type { DeadlineKind } from '../../domain/policy.ts';
import type { Db } from '../connect.ts';
import { inMunicipality } from './scope.ts';

export const caseSorts = ['nextDueOn', 'openedAt', 'totalCents'] as const;
export type CaseSort = (typeof caseSorts)[number];

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
  /** The first and last local day, both included, on which the next deadline may be due; null is without end. */
  due?: { from: LocalDate | null; to: LocalDate | null } | undefined;
}

export interface CaseListItem {
  id: string;
  phase: Phase;
  paused: boolean;
  municipalityCode: string;
  municipality: string;
  postcode: string;
  houseNumber: number;
  addition: string;
  roundId: string;
  teamId: string | null;
  team: string | null;
  caseworkerId: string | null;
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

/** Where the page before ended: the value it was sorted by, and the id that breaks ties. */
export interface Position {
  value: string | number | null;
  id: string;
}

interface Page {
  sort: CaseSort;
  order: 'asc' | 'desc';
  after: Position | null;
  limit: number;
}

export function listCases(sql: Db, actor: CallingActor, filters: CaseFilters, { sort, order, after, limit }: Page): Promise<CaseListItem[]> {
  const column = sql(`cases.${{ nextDueOn: 'next_due_on', openedAt: 'opened_at', totalCents: 'total_cents' }[sort]}`);
  const direction = order === 'asc' ? sql`asc` : sql`desc`;
  return sql<CaseListItem[]>`
    select
      cases.id, cases.phase, cases.paused_at is not null as paused, cases.municipality_code, municipalities.name as municipality,
      households.postcode, households.house_number, households.addition,
      cases.round_id, cases.team_id, teams.name as team, cases.caseworker_id, cases.opened_at,
      cases.crisis, cases.multiple, cases.consecutive, cases.signal_count, cases.total_cents, cases.visits,
      cases.next_due_on, cases.next_due_kind, cases.undecided
    from cases
    join households on households.id = cases.household_id
    join municipalities on municipalities.code = cases.municipality_code
    left join teams on teams.id = cases.team_id
    where ${matching(sql, actor, filters)} ${after === null ? sql`` : beyond(sql, sort, order, after)}
    order by ${column} ${direction} nulls last, cases.id ${direction}
    limit ${limit}`;
}

function matching(sql: Db, actor: CallingActor, f: CaseFilters) {
  return sql`
    ${inMunicipality(sql, actor, 'cases.municipality_code')}
    and cases.phase = any(${[...f.phases]})
    ${f.phases.includes('closed') || f.phases.includes('candidate') ? sql`` : onlyRunning(sql)}
    ${f.municipality === undefined ? sql`` : sql`and cases.municipality_code = ${f.municipality}`}
    ${f.team === undefined ? sql`` : sql`and cases.team_id = ${f.team}`}
    ${f.caseworker === undefined ? sql`` : sql`and cases.caseworker_id = ${f.caseworker}`}
    ${f.creditor === undefined ? sql`` : sql`and exists (select 1 from signals where signals.case_id = cases.id and signals.creditor_id = ${f.creditor})`}
    ${f.round === undefined ? sql`` : sql`and cases.round_id = ${f.round}`}
    ${f.crisis === undefined ? sql`` : sql`and cases.crisis = ${f.crisis}`}
    ${f.paused === undefined ? sql`` : sql`and (cases.paused_at is not null) = ${f.paused}`}
    ${f.undecided === undefined ? sql`` : sql`and cases.undecided = ${f.undecided}`}
    ${f.due?.from == null ? sql`` : sql`and cases.next_due_on >= ${f.due.from}`}
    ${f.due?.to == null ? sql`` : sql`and cases.next_due_on <= ${f.due.to}`}`;
}

/** Said in the words of the partial indexes, so that they serve. */
const onlyRunning = (sql: Db) => sql`and cases.phase not in ('closed', 'candidate')`;

/** The rows after a position; those without a value come last, whatever the order. */
function beyond(sql: Db, sort: CaseSort, order: 'asc' | 'desc', { value, id }: Position) {
  const sign = order === 'asc' ? sql`>` : sql`<`;
  if (sort === 'nextDueOn') {
    if (value === null) return sql`and cases.next_due_on is null and cases.id ${sign} ${id}`;
    return sql`and ((cases.next_due_on, cases.id) ${sign} (${String(value)}, ${id}) or cases.next_due_on is null)`;
  }
  if (sort === 'openedAt') return sql`and (cases.opened_at, cases.id) ${sign} (${String(value)}, ${id})`;
  return sql`and (cases.total_cents, cases.id) ${sign} (${Number(value)}, ${id})`;
}

export interface CaseCounts {
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
  const phases = await sql<{ phase: Phase; count: number }[]>`select phase, count(*)::int as count from cases where ${scope} group by phase`;
  const [sums] = await sql<Omit<CaseCounts, 'phases'>[]>`
    select
      count(*) filter (where next_due_on < ${today})::int as late,
      count(*) filter (where next_due_on = ${today})::int as today,
      count(*) filter (where next_due_on > ${today} and next_due_on <= ${soonUntil})::int as soon,
      count(*) filter (where next_due_on > ${soonUntil})::int as later,
      count(*) filter (where undecided)::int as undecided,
      count(*) filter (where paused_at is not null)::int as paused
    from cases where ${scope}`;
  return { phases, ...(sums ?? { late: 0, today: 0, soon: 0, later: 0, undecided: 0, paused: 0 }) };
}
