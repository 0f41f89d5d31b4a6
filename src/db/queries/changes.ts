/** Changes of calendar and policy, from their proposal on. */
import type { CallingActor } from '../../actor.ts';
import { decreeDays } from '../../domain/calendar.ts';
import type { Change, ChangeState } from '../../domain/change.ts';
import type { Actor } from '../../domain/commands.ts';
import type { Instant, LocalDate } from '../../domain/dates.ts';
import type { Because } from '../../domain/deadline.ts';
import { casePolicySchema, type DeadlineKind, type Policy } from '../../domain/policy.ts';
import type { Effect } from '../../domain/replan.ts';
import type { Db } from '../connect.ts';
import { inMunicipality } from './scope.ts';

export interface MoveCount {
  effect: Effect;
  kind: DeadlineKind;
  /** Null of a round. */
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
  /** Cases that have heard of it: their timelines say so. */
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

interface Page<Position> {
  after: Position | null;
  limit: number;
}

/** The newest first. */
export function listChanges(sql: Db, states: readonly ChangeState[], { after, limit }: Page<[proposedAt: Instant, id: string]>): Promise<ChangeRow[]> {
  return sql<ChangeRow[]>`
    select ${columns(sql)} from changes
    where state = any(${[...states]}) ${after === null ? sql`` : sql`and (proposed_at, id) < (${after[0]}, ${after[1]}::uuid)`}
    order by proposed_at desc, id desc limit ${limit}`;
}

/** Every change that was confirmed, in that order, as cases are told of it. */
export async function confirmedChanges(sql: Db): Promise<Change[]> {
  const rows = await sql<{ id: string; number: number; because: Because; confirmedBy: string; confirmedRole: Actor['role']; policy: unknown; scope: string[] | null }[]>`
    select id, number, because, confirmed_by, confirmed_role, policy, scope from changes where number is not null order by number`;
  return rows.map(({ confirmedBy, confirmedRole, policy, ...row }) => ({ ...row, actor: { id: confirmedBy, role: confirmedRole }, policy: policy === null ? null : casePolicySchema.parse(policy) }));
}

/** What calendar and policies are now, as one text: another one means that they changed. */
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

export function listMoves(sql: Db, actor: CallingActor, changeId: string, filters: MoveFilters, { after, limit }: Page<string>): Promise<MoveRow[]> {
  return sql<MoveRow[]>`
    select deadline_id, case_id, round_id, municipality_code, kind, effect, from_on, to_on from change_moves
    where ${chosen(sql, actor, changeId, filters)} ${after === null ? sql`` : sql`and deadline_id > ${after}`}
    order by deadline_id limit ${limit}`;
}

/** All of them, as they stream from the database. */
export async function* streamMoves(sql: Db, actor: CallingActor, changeId: string, filters: MoveFilters): AsyncGenerator<MoveRow> {
  const rows = sql<MoveRow[]>`
    select deadline_id, case_id, round_id, municipality_code, kind, effect, from_on, to_on from change_moves
    where ${chosen(sql, actor, changeId, filters)} order by municipality_code nulls first, case_id, deadline_id`.cursor(500);
  for await (const batch of rows) yield* batch;
}
