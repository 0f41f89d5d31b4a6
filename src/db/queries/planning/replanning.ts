/** The running cases and rounds that a change of calendar or policy concerns. */
import { replanId } from '../../../domain/case/replan.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { Change, Listener } from '../../../domain/planning/change.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Deadline } from '../../../domain/deadlines/deadline.ts';
import type { Db } from '../../connect.ts';

/** A page of cases in the order of their ids. */
export interface Batch {
  /** The last case of the page before; null for the first page. */
  after: string | null;
  limit: number;
}

const from = (sql: Db, after: Batch['after']) => (after === null ? sql`true` : sql`cases.id > ${after}`);

export interface RunningCase extends Listener {
  id: string;
  state: CaseState;
}

/**
 * Running cases of these municipalities (null: all) whose deadlines the change can move. A closed day moves only deadlines that
 * started before it and are due on or after it; a month of margin covers changes that the case has not been told of yet.
 */
export function casesToForesee(sql: Db, { because, scope }: Pick<Change, 'because' | 'scope'>, { after, limit }: Batch): Promise<RunningCase[]> {
  return sql<RunningCase[]>`
    select cases.id, cases.state, cases.state->'replans' as replans, cases.policy_version, cases.municipality_code from cases
    where ${from(sql, after)} and cases.phase not in ('closed', 'candidate') and cases.state->>'phase' <> 'closed'
      ${scope === null ? sql`` : sql`and cases.municipality_code = any(${[...scope]})`}
      and exists (select 1 from deadlines where deadlines.case_id = cases.id and deadlines.ended_at is null
        ${because.because === 'policy' ? sql`` : sql`and deadlines.due_on > ${because.date}::date - 31 and deadlines.started_at < ${because.date}::date + 2`})
    order by cases.id limit ${limit}`;
}

/** Cases whose workflow runs and has not been told. A workflow that starts later takes the calendar of that moment. */
const mustHear = (sql: Db, { id, because, scope, number }: Change) => sql`
  cases.phase <> 'closed' and cases.state->>'phase' <> 'closed'
  and not coalesce(cases.state->'replans' @> ${sql.json([{ changeId: id }])}, false)
  ${scope === null ? sql`` : sql`and cases.municipality_code = any(${[...scope]})`}
  ${because.because === 'policy' ? sql`and coalesce((select newer.number from changes newer where newer.because->>'version' = cases.policy_version), 0) < ${number}` : sql``}`;

export interface CaseToTell extends Listener {
  id: string;
}

export function casesToTell(sql: Db, change: Change, { after, limit }: Batch): Promise<CaseToTell[]> {
  return sql<CaseToTell[]>`
    select cases.id, cases.state->'replans' as replans, cases.policy_version, cases.municipality_code from cases
    where ${from(sql, after)} and ${mustHear(sql, change)} order by cases.id limit ${limit}`;
}

/** Running cases that stored the change since this moment. */
export function casesThatHeard(sql: Db, changeId: string, since: Instant): Promise<{ id: string }[]> {
  return sql<{ id: string }[]>`
    select cases.id from timeline join cases on cases.id = timeline.case_id
    where timeline.type = 'replanned' and timeline.command_id = ${replanId(changeId)} and timeline.recorded_at >= ${since} and cases.phase <> 'closed'`;
}

export async function countToTell(sql: Db, change: Change): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) from cases where ${mustHear(sql, change)}`;
  return row?.count ?? 0;
}

/** One running case with its state; null when it is closed. */
export async function caseToTell(sql: Db, id: string): Promise<CaseToTell | null> {
  const [row] = await sql<CaseToTell[]>`
    select id, state->'replans' as replans, policy_version, municipality_code from cases where id = ${id} and phase <> 'closed' and state->>'phase' <> 'closed'`;
  return row ?? null;
}

/** Running cases that were reopened: they have not been told of changes from while they were closed. */
export function casesOpenedAgain(sql: Db): Promise<CaseToTell[]> {
  return sql<CaseToTell[]>`
    select id, state->'replans' as replans, policy_version, municipality_code from cases
    where phase <> 'closed' and reserved_at is not null and state->>'phase' <> 'closed'`;
}

export interface WaitingRound {
  roundId: string;
  deadline: Deadline;
}

type RoundDeadlineRow = Pick<Deadline, 'id' | 'kind' | 'owner' | 'term' | 'state' | 'startedAt' | 'startedBy' | 'dueOn' | 'dueBefore' | 'warnsAt' | 'breachedAt' | 'changes'>;

/** Rounds, of one region or of all, that wait for their match result and so have a running term. */
export async function waitingRounds(sql: Db, regionId: string | null): Promise<WaitingRound[]> {
  const rows = await sql<(RoundDeadlineRow & { roundId: string })[]>`
    select d.round_id, d.id, d.kind, d.owner, d.term, d.state, d.started_at, d.started_by, d.due_on, d.due_before, d.warns_at, d.breached_at, d.changes
    from rounds join deadlines d on d.round_id = rounds.id and d.kind = 'match-result' and d.ended_at is null
    where rounds.state in ('matching', 'proposed') ${regionId === null ? sql`` : sql`and rounds.region_id = ${regionId}`}
    order by rounds.id`;
  return rows.map(({ roundId, ...row }) => ({ roundId, deadline: { ...row, creditorId: null, warnWorkingDays: null, endedAt: null, endedBy: null, endedFrom: null, remaining: null } }));
}
