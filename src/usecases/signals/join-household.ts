/**
 * A person joins the signals of a candidate to the case of an address that is probably the same, and can undo that until the match has
 * decided on them. First Postgres has it, then both cases are told; where a process died, the same request again goes on, or a worker does.
 */
import type { CallingActor } from '../../actor.ts';
import type { Db } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { insertEvent } from '../../db/queries/cases/timeline.ts';
import { findJoining, homesOf, insertJoining, lockCases, markParted, markTold, moveSignals, neighboursOf, signalsToMove, untoldJoinings, type CaseToJoin, type Joining, type MovableSignal } from '../../db/queries/signals/likely-households.ts';
import { likenessOf, type Likeness } from '../../domain/matching/likely-household.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { idFrom } from '../cases/add-note.ts';
import { candidateBeside, resealPersons } from './household-cases.ts';
import { tellMoved, type Telling } from './tell-moved.ts';

interface Asked {
  /** The caller's Idempotency-Key. */
  key: string;
  at: Instant;
}

const refused = (message: string): AppError => new AppError('conflict', message);

/**
 * @returns the id of the joining
 * @throws AppError not-found; conflict when there is nothing to join, or the match decides by now; engine-unavailable
 */
export async function joinHousehold(deps: Telling, actor: CallingActor, { fromCase, intoCase, key, at }: { fromCase: string; intoCase: string } & Asked): Promise<string> {
  const id = idFrom(`join ${fromCase} ${intoCase} ${key}`);
  for (const caseId of [fromCase, intoCase]) if ((await findCase(deps.sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  await deps.sql.begin(async (tx) => {
    const cases = await lockCases(tx, [fromCase, intoCase]);
    if ((await findJoining(tx, id)) !== null) return;
    const [from, into] = [fromCase, intoCase].map((caseId) => cases.find((one) => one.id === caseId));
    if (from === undefined || into === undefined || from.id === into.id) throw refused('Kies een andere zaak om mee samen te voegen.');
    const signals = await signalsToMove(tx, from.id);
    mustBeMovable(from, into, signals);
    const likeness = await likenessBetween({ sql: tx, keys: deps.keys }, from.id, into.id);
    await move(tx, deps, signals, { caseId: into.id, householdId: into.householdId });
    const joining = { id, fromCase, intoCase, fromHousehold: from.householdId, signalIds: signals.map((signal) => signal.id), likeness, joinedAt: at, joinedBy: actor.id };
    await insertJoining(tx, joining);
    await note(tx, actor, joining, at, 'household-joined');
  });
  await tell(deps, id);
  return id;
}

/**
 * The signals go back to their own address, to the case that is open there or a new candidate.
 * @returns the id of the case that they leave
 * @throws AppError not-found; conflict when the case has gone on; engine-unavailable
 */
export async function partHousehold(deps: Telling, actor: CallingActor, joiningId: string, at: Instant): Promise<string> {
  const { intoCase } = await mustFind(deps.sql, joiningId);
  if ((await findCase(deps.sql, actor, intoCase)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  await deps.sql.begin(async (tx) => {
    await lockCases(tx, [intoCase]);
    const joining = await mustFind(tx, joiningId);
    if (joining.undoneAt !== null) return;
    const signals = (await signalsToMove(tx, intoCase)).filter(({ id }) => joining.signalIds.includes(id));
    if (signals.length < joining.signalIds.length || signals.some((signal) => !isUndecided(signal))) throw refused('De zaak is verdergegaan met deze signalen; het samenvoegen kan niet meer ongedaan worden gemaakt.');
    const [first] = signals;
    const home = await candidateBeside(tx, deps.keys, { closedId: joining.fromCase, roundId: first?.roundId ?? '', at });
    await move(tx, deps, signals, { caseId: home.id, householdId: joining.fromHousehold });
    await markParted(tx, joiningId, { undoneAt: at, undoneBy: actor.id });
    await note(tx, actor, joining, at, 'household-parted');
  });
  await tell(deps, joiningId);
  return intoCase;
}

/** Goes on where a process died between Postgres and the cases. */
export async function finishJoinings(deps: Telling): Promise<void> {
  for (const id of await untoldJoinings(deps.sql)) await tell(deps, id);
}

async function tell(deps: Telling, id: string): Promise<void> {
  const joining = await mustFind(deps.sql, id);
  await tellMoved(deps, joining, joining.undoneAt === null ? 'joined' : 'parted');
  await markTold(deps.sql, joining);
}

/** The round of which the list stands may be made anew; one that is being told to its cases is not. */
const isUndecided = ({ state, roundState }: MovableSignal): boolean => state === 'pending' && ['open', 'matching', 'proposed'].includes(roundState);

function mustBeMovable(from: CaseToJoin, into: CaseToJoin, signals: readonly MovableSignal[]): void {
  if (from.phase !== 'candidate') throw refused('Alleen signalen van een kandidaat kunnen worden samengevoegd; deze zaak loopt al.');
  if (into.phase === 'closed' || into.anonymisedAt !== null) throw refused('De zaak om bij te voegen is gesloten.');
  if (signals.length === 0 || !signals.every(isUndecided)) throw refused('De match beslist al over deze signalen; zij kunnen niet meer worden samengevoegd.');
}

/** Only what was shown as probably the same is joined. */
async function likenessBetween(stores: Pick<Telling, 'keys'> & { sql: Db }, from: string, into: string): Promise<Likeness> {
  const isNear = (await neighboursOf(stores.sql, [from])).some(({ otherCaseId }) => otherCaseId === into);
  const homes = isNear ? await homesOf(stores, [from, into]) : new Map<string, never>();
  const [one, other] = [homes.get(from), homes.get(into)];
  const likeness = one === undefined || other === undefined ? null : likenessOf(one, other);
  if (likeness === null) throw refused('Niets wijst erop dat deze twee adressen hetzelfde zijn.');
  return likeness;
}

async function move(tx: Db, { keys }: Telling, signals: readonly MovableSignal[], to: { caseId: string; householdId: string }): Promise<void> {
  const ids = signals.map(({ id }) => id);
  await moveSignals(tx, ids, to);
  await resealPersons(tx, keys, ids, to.caseId);
}

async function note(tx: Db, actor: CallingActor, { id: joiningId, intoCase, fromCase, likeness, signalIds }: Pick<Joining, 'id' | 'intoCase' | 'fromCase' | 'likeness' | 'signalIds'>, at: Instant, type: 'household-joined' | 'household-parted'): Promise<void> {
  const common = { caseId: intoCase, key: `${type}-${joiningId}`, at, actorId: actor.id, actorRole: actor.role };
  const signals = signalIds.length;
  await insertEvent(tx, type === 'household-joined' ? { ...common, type, data: { joiningId, likeness, signals } } : { ...common, type, data: { joiningId, signals } });
  await writeAudit(tx, actor, { action: type === 'household-joined' ? 'join-household' : 'part-household', outcome: 'done', at, caseId: intoCase, detail: { joiningId, fromCase, signalIds } });
}

async function mustFind(sql: Db, id: string): Promise<Joining> {
  const joining = await findJoining(sql, id);
  if (joining === null) throw new AppError('not-found', 'Dit samenvoegen bestaat niet, of is niet van u.');
  return joining;
}
