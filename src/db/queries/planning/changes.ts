/** Reads changes of calendar and policy. */
import type { CallingActor } from '../../../actor.ts';
import { decreeDays } from '../../../domain/time/calendar.ts';
import type { Change, ChangeState } from '../../../domain/planning/change.ts';
import type { Actor } from '../../../domain/case/commands.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Because } from '../../../domain/deadlines/deadline.ts';
import { casePolicySchema, type DeadlineKind, type Policy } from '../../../domain/planning/policy.ts';
import type { Effect } from '../../../domain/planning/replan.ts';
import type { PageAsked } from '../../../paging.ts';
import type { Db } from '../../connect.ts';
import { inPages } from '../../pages.ts';
import { inMunicipality } from '../identity/scope.ts';

export interface MoveCount {
  effect: Effect;
  kind: DeadlineKind;
  /** Null for a round. */
  municipalityCode: string | null;
  count: number;
}

export interface ChangeRow {
  id: string;
  number: number | null;
  because: Because;
  regionId: string | null;
  municipalityCode: string | null;
  validFrom: LocalDate | null;
  policy: Policy | null;
  scope: string[] | null;
  reason: string;
  state: ChangeState;
  basis: string;
  proposedAt: Instant;
  proposedBy: string;
  cases: number;
  counts: MoveCount[];
  confirmedAt: Instant | null;
  confirmedBy: string | null;
  discardedAt: Instant | null;
  discardedBy: string | null;
  total: number;
  /** How many cases have been told, by their timelines. */
  told: number;
  doneAt: Instant | null;
}

const columns = (sql: Db) => sql`
  changes.id, number, because, region_id, municipality_code, valid_from, policy, scope, reason, state, basis, proposed_at, proposed_by, cases, counts,
  confirmed_at, confirmed_by, discarded_at, discarded_by, total, done_at,
  case when number is null then 0 else (select count(*) from timeline where type = 'replanned' and command_id = 'replan-' || changes.id) end as told`;

export async function findChange(sql: Db, id: string): Promise<ChangeRow | null> {
  const [row] = await sql<ChangeRow[]>`select ${columns(sql)} from changes where id = ${id}`;
  return row ?? null;
}

export interface ChangePosition {
  proposedAt: Instant;
  id: string;
}

/** The newest first. */
export function listChanges(sql: Db, states: readonly ChangeState[], { after, limit }: PageAsked<ChangePosition>): Promise<ChangeRow[]> {
  return sql<ChangeRow[]>`
    select ${columns(sql)} from changes
    where state = any(${[...states]}) ${after === null ? sql`` : sql`and (proposed_at, id) < (${after.proposedAt}, ${after.id}::uuid)`}
    order by proposed_at desc, id desc limit ${limit}`;
}

/** Every confirmed change, in the order of confirming, in the form in which cases are told. */
export async function confirmedChanges(sql: Db): Promise<Change[]> {
  const rows = await sql<{ id: string; number: number; because: Because; confirmedBy: string; confirmedRole: Actor['role']; policy: unknown; scope: string[] | null }[]>`
    select id, number, because, confirmed_by, confirmed_role, policy, scope from changes where number is not null order by number`;
  return rows.map(({ confirmedBy, confirmedRole, policy, ...row }) => ({ ...row, actor: { id: confirmedBy, role: confirmedRole }, policy: policy === null ? null : casePolicySchema.parse(policy) }));
}

/** A text that differs whenever calendar or policies have changed. */
export async function currentBasis(sql: Db): Promise<string> {
  const [row] = await sql<{ basis: string }[]>`
    select md5(concat_ws('|',
      ${decreeDays.map(({ date }) => date).join()}::text,
      (select string_agg(date || ' ' || name, ',' order by date) from closed_days),
      (select string_agg(concat_ws(' ', version, region_id, municipality_code, valid_from, md5(body::text)), ',' order by version) from policies))) as basis`;
  return row?.basis ?? '';
}

export interface MoveRow {
  deadlineId: string;
  caseId: string | null;
  roundId: string | null;
  municipalityCode: string | null;
  kind: DeadlineKind;
  effect: Effect;
  fromOn: LocalDate;
  toOn: LocalDate;
}

export interface MoveFilters {
  effect?: Effect | undefined;
  kind?: DeadlineKind | undefined;
  municipality?: string | undefined;
}

const chosen = (sql: Db, actor: CallingActor, changeId: string, { effect, kind, municipality }: MoveFilters) => sql`
  change_id = ${changeId} and ${inMunicipality(sql, actor, 'change_moves.municipality_code')}
  ${effect === undefined ? sql`` : sql`and effect = ${effect}`}
  ${kind === undefined ? sql`` : sql`and kind = ${kind}`}
  ${municipality === undefined ? sql`` : sql`and municipality_code = ${municipality}`}`;

export function listMoves(sql: Db, actor: CallingActor, changeId: string, filters: MoveFilters, { after, limit }: PageAsked<string>): Promise<MoveRow[]> {
  return sql<MoveRow[]>`${movesOf(sql, actor, changeId, filters, after)} order by deadline_id limit ${limit}`;
}

const ROWS_A_PAGE = 500;

/** All moves, a page at a time: first those of rounds, then by municipality and case. */
export async function* streamMoves(sql: Db, actor: CallingActor, changeId: string, filters: MoveFilters): AsyncGenerator<MoveRow> {
  const places = await sql<{ code: string | null }[]>`
    select distinct municipality_code as code from change_moves where ${chosen(sql, actor, changeId, filters)} order by code nulls first`;
  for (const { code } of places) {
    yield* inPages(ROWS_A_PAGE, (last: MoveRow | null, limit) => sql<MoveRow[]>`
      ${movesOf(sql, actor, changeId, filters, last?.deadlineId ?? null)} and ${code === null ? sql`municipality_code is null` : sql`municipality_code = ${code}`}
      order by deadline_id limit ${limit}`);
  }
}

const movesOf = (sql: Db, actor: CallingActor, changeId: string, filters: MoveFilters, after: string | null) => sql`
  select deadline_id, case_id, round_id, municipality_code, kind, effect, from_on, to_on from change_moves
  where ${chosen(sql, actor, changeId, filters)} ${after === null ? sql`` : sql`and deadline_id > ${after}`}`;
