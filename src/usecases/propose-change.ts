/** A change of calendar or policy, proposed: what it would do is computed and kept; nothing moves. */
import { randomUUID } from 'node:crypto';
import type { CallingActor } from '../actor.ts';
import type { Db, Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
import { confirmedChanges, currentBasis, type ChangeRow, type MoveCount, type MoveRow } from '../db/queries/changes.ts';
import { casesToForesee, waitingRounds, type RunningCase, type WaitingRound } from '../db/queries/replanning.ts';
import { foreseeing, unheard, type Change } from '../domain/change.ts';
import { calendarOf, type ClosedDay } from '../domain/calendar.ts';
import { closedDaysAfter, replanId, type Move } from '../domain/case/replan.ts';
import { closedDays } from '../db/queries/policies.ts';
import type { Instant } from '../domain/dates.ts';
import { casePolicySchema, type Policy } from '../domain/policy.ts';
import { effectOf, replanned } from '../domain/replan.ts';

/** States read at once: few enough to hold, and others get their turn between two batches. */
const BATCH = 200;

export type Proposal = Pick<ChangeRow, 'because' | 'regionId' | 'municipalityCode' | 'validFrom' | 'policy' | 'scope' | 'reason'>;

/** Of the calendar: it concerns every case. */
export const ofCalendar = { regionId: null, municipalityCode: null, validFrom: null, policy: null, scope: null } as const;

/**
 * Stores the proposal with its preview, all as of one moment; by the very functions with which cases plan anew. A batch
 * of cases at a time, however many there are.
 * @returns its id
 */
export async function proposeChange(sql: Sql, actor: CallingActor, proposal: (tx: Db) => Promise<Proposal>, at: Instant): Promise<string> {
  return sql.begin('isolation level repeatable read', async (tx) => {
    const id = randomUUID();
    const { because, policy, scope, ...rest } = await proposal(tx);
    const row = { id, ...rest, because: because as never, policy: policy as never, scope: scope as never, state: 'proposed', basis: await currentBasis(tx), proposedAt: at, proposedBy: actor.id };
    await tx`insert into changes ${tx(row)}`;
    await foresee(tx, { id, number: Number.MAX_SAFE_INTEGER, because, scope, actor: { id: actor.id, role: actor.role }, policy: casePolicyOf(policy) }, { regionId: rest.regionId, isForRounds: rest.municipalityCode === null, at });
    await tx`update changes set counts = ${tx.json((await countsOf(tx, id)) as never)}, cases = (select count(distinct case_id) from change_moves where change_id = ${id}) where id = ${id}`;
    await writeAudit(tx, actor, { action: 'propose-change', outcome: 'done', detail: { changeId: id, because: because.because } });
    return id;
  });
}

const casePolicyOf = (policy: Policy | null) => (policy === null ? null : casePolicySchema.parse(policy));

async function foresee(tx: Db, change: Change, { regionId, isForRounds, at }: { regionId: string | null; isForRounds: boolean; at: Instant }): Promise<void> {
  if (change.scope?.length === 0) return;
  const [confirmed, days, rounds] = [await confirmedChanges(tx), await closedDays(tx), isForRounds ? await waitingRounds(tx, regionId) : []];
  await store(tx, change.id, rounds.flatMap((round) => moveOfRound(round, change, days, at)));
  const foreseen = foreseeing();
  for (let after: string | null | undefined = null; after !== undefined; ) {
    const rows: RunningCase[] = await casesToForesee(tx, change, { after, limit: BATCH });
    const moves = rows.flatMap((row) =>
      foreseen(row.state, unheard(confirmed, row), change, at).map((move) => ({ ...columnsOf(move), caseId: row.id, roundId: null, municipalityCode: row.municipalityCode })),
    );
    await store(tx, change.id, moves);
    after = rows.length < BATCH ? undefined : rows.at(-1)?.id;
  }
}

const columnsOf = ({ before, after, effect }: Move & { effect: MoveRow['effect'] }) => ({ deadlineId: before.id, kind: before.kind, effect, fromOn: before.dueOn, toOn: after.dueOn });

function moveOfRound({ roundId, deadline: before }: WaitingRound, { id: changeId, because, policy }: Change, days: readonly ClosedDay[], at: Instant): MoveRow[] {
  const rule = policy?.deadlines['match-result'] ?? before;
  const after = replanned(before, { term: rule.term, owner: rule.owner, warnWorkingDays: null }, calendarOf(closedDaysAfter(days, because)), { at, by: replanId(changeId), because });
  const effect = effectOf(before, after, at);
  return effect === null ? [] : [{ ...columnsOf({ before, after, effect }), caseId: null, roundId, municipalityCode: null }];
}

async function store(tx: Db, changeId: string, moves: readonly MoveRow[]): Promise<void> {
  if (moves.length > 0) await tx`insert into change_moves ${tx(moves.map((move) => ({ ...move, changeId })))}`;
}

function countsOf(tx: Db, id: string): Promise<MoveCount[]> {
  return tx<MoveCount[]>`
    select effect, kind, municipality_code, count(*) as count from change_moves where change_id = ${id}
    group by effect, kind, municipality_code order by effect, kind, municipality_code nulls first`;
}
