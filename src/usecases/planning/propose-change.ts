/** A change of calendar or policy, proposed: what it would do is computed and kept; nothing moves. */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { confirmedChanges, currentBasis, type ChangeRow, type MoveRow } from '../../db/queries/planning/changes.ts';
import { countMoves, insertChange, insertMoves, isProposed } from '../../db/queries/planning/change-steps.ts';
import { casesToForesee, waitingRounds, type RunningCase, type WaitingRound } from '../../db/queries/planning/replanning.ts';
import { violates } from '../../db/errors.ts';
import { foreseeing, unheard, type Change } from '../../domain/planning/change.ts';
import { calendarOf, type ClosedDay } from '../../domain/time/calendar.ts';
import { closedDaysAfter, replanId, type Move } from '../../domain/case/replan.ts';
import { closedDays } from '../../db/queries/planning/policies.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { casePolicySchema, type Policy } from '../../domain/planning/policy.ts';
import { effectOf, replanned } from '../../domain/planning/replan.ts';
import { idFrom } from '../cases/add-note.ts';

/** States read at once: few enough to hold, and others get their turn between two batches. */
const BATCH = 200;

type Proposal = Pick<ChangeRow, 'because' | 'regionId' | 'municipalityCode' | 'validFrom' | 'policy' | 'scope' | 'reason'>;

export interface Proposing {
  /** The caller's Idempotency-Key. */
  key: string;
  at: Instant;
}

/** Of the calendar: it concerns every case. */
export const ofCalendar = { regionId: null, municipalityCode: null, validFrom: null, policy: null, scope: null } as const;

/**
 * Stores the proposal with its preview, all as of one moment; by the very functions with which cases plan anew. A batch
 * of cases at a time, however many there are. The same key twice proposes it once.
 * @returns its id
 */
export async function proposeChange(sql: Sql, actor: CallingActor, proposal: (tx: Db) => Promise<Proposal>, { key, at }: Proposing): Promise<string> {
  const id = idFrom(`change ${actor.id} ${key}`);
  return sql.begin('isolation level repeatable read', async (tx) => {
    if (await isProposed(tx, id)) return id;
    const { because, policy, scope, ...rest } = await proposal(tx);
    await insertChange(tx, { id, ...rest, because, policy, scope, basis: await currentBasis(tx), proposedAt: at, proposedBy: actor.id });
    await foresee(tx, { id, number: Number.MAX_SAFE_INTEGER, because, scope, actor: { id: actor.id, role: actor.role }, policy: casePolicyOf(policy) }, { regionId: rest.regionId, isForRounds: rest.municipalityCode === null, at });
    await countMoves(tx, id);
    await writeAudit(tx, actor, { action: 'propose-change', outcome: 'done', detail: { changeId: id, because: because.because } });
    return id;
  }).catch((error: unknown) => {
    // The same one, at the same time, was the first.
    if (violates(error, 'changes_pkey')) return id;
    throw error;
  });
}

const casePolicyOf = (policy: Policy | null) => (policy === null ? null : casePolicySchema.parse(policy));

async function foresee(tx: Db, change: Change, { regionId, isForRounds, at }: { regionId: string | null; isForRounds: boolean; at: Instant }): Promise<void> {
  if (change.scope?.length === 0) return;
  const [confirmed, days, rounds] = [await confirmedChanges(tx), await closedDays(tx), isForRounds ? await waitingRounds(tx, regionId) : []];
  await insertMoves(tx, change.id, rounds.flatMap((round) => moveOfRound(round, change, days, at)));
  const foreseen = foreseeing();
  for (let after: string | null | undefined = null; after !== undefined; ) {
    const rows: RunningCase[] = await casesToForesee(tx, change, { after, limit: BATCH });
    const moves = rows.flatMap((row) =>
      foreseen(row.state, unheard(confirmed, row), change, at).map((move) => ({ ...columnsOf(move), caseId: row.id, roundId: null, municipalityCode: row.municipalityCode })),
    );
    await insertMoves(tx, change.id, moves);
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
