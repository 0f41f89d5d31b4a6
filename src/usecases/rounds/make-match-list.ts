import type { Db, Sql } from '../../db/connect.ts';
import { signalsNearObjections } from '../../db/queries/rights/objections.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { recogniseObjectors, type Held } from '../rights/recognise-objectors.ts';
import { openCasesOf, pendingSignals, sightingsBefore, type PendingSignal } from '../../db/queries/rounds/match-input.ts';
import { countUnread, markObjectionDoubts, storeMatchList, type DecisionRow } from '../../db/queries/rounds/match-making.ts';
import { insertMails } from '../../db/queries/outreach/outbox.ts';
import { lockRound } from '../../db/queries/rounds/rounds.ts';
import { policiesOn } from '../../db/queries/planning/policies.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';
import { matchRound, type MatchDecision, type NewCase } from '../../domain/matching/matching.ts';

interface ListToMake {
  roundId: string;
  /** One more than that of the list before. */
  listVersion: number;
  at: Instant;
}

/**
 * Makes the match list of a closed round from all that is known now, in the place of the one before, in one
 * transaction. It holds the row of the round, so that no signal is stored in the round meanwhile. The same version
 * again is left as it is.
 * The desk is told once that it waits, unless it is confirmed by itself. @returns the ids of the outbox rows
 * @throws Error while a file that came in time, and belongs to the round however late it is read, is still to be read
 */
export async function makeMatchList({ sql, keys }: { sql: Sql; keys: KeyStore }, { roundId, listVersion, at }: ListToMake): Promise<string[]> {
  const mail = { id: `match-list.${roundId}`, template: 'match-list', recipient: { kind: 'desk' }, data: { roundId }, roundId, createdAt: at };
  await sql.begin(async (tx) => {
    const round = await lockRound(tx, roundId);
    if (round.listVersion >= listVersion) return;
    const { region } = await policiesOn(tx, round.regionId, localDate(round.cutOff));
    const unread = await countUnread(tx, roundId);
    if (unread > 0) throw new Error(`${unread} deliveries that came in time for round ${roundId} are still to be read`);
    const held = await heldSignals({ sql: tx, keys }, roundId);
    await storeMatchList(tx, { roundId, listVersion, at }, await decide(tx, roundId, round, held));
    if (region.match.confirmation !== 'automatic') await insertMails(tx, [mail]);
  });
  return [mail.id];
}

/** By signal. A signal that may be of somebody who objected stays in, marked, for a person to judge. */
async function heldSignals(stores: Stores, roundId: string): Promise<Map<string, Held>> {
  const near = await signalsNearObjections(stores, roundId);
  const held = await recogniseObjectors(stores, near);
  const bySignal = new Map([...held].map(([{ signalId }, verdict]) => [signalId, verdict]));
  const doubts = [...bySignal].flatMap(([id, verdict]) => (verdict === 'doubt' ? [id] : []));
  await markObjectionDoubts(stores.sql, roundId, doubts);
  return bySignal;
}

async function decide(tx: Db, roundId: string, round: { regionId: string; cutOff: Instant }, held: ReadonlyMap<string, Held>): Promise<DecisionRow[]> {
  const cutOffOn = localDate(round.cutOff);
  const signals = (await pendingSignals(tx, roundId, cutOffOn)).map((signal) => ({ ...signal, objection: held.get(signal.id) === 'same' }));
  const openCases = await openCasesOf(tx, roundId);
  const sightings = await sightingsBefore(tx, roundId, cutOffOn);
  const policies = await policiesOn(tx, round.regionId, cutOffOn);
  const { decisions, cases } = matchRound({ signals, openCases, sightings, cutOffOn, policyOf: (code) => policies.of(code).match });

  const pending = new Map(signals.map((signal) => [signal.id, signal]));
  const caseIds = new Map(openCases.flatMap(({ caseId, signals: inCase }) => inCase.map(({ id }) => [id, caseId] as const)));
  const decided = decisions.map((decision) => ({ ...decision, caseId: caseIdOf(decision, pending.get(decision.signalId)) }));
  const rows = [...decided, ...inCaseByCrisis(cases, caseIds)];
  const newCases = new Map(cases.flatMap((one) => one.signalIds.map((id) => [id, one] as const)));
  return rows.map((row) => ({ ...row, multiple: newCases.get(row.signalId)?.multiple ?? false, consecutive: newCases.get(row.signalId)?.consecutive ?? false }));
}

/**
 * The case that hears of a decision: for what goes on, or is noted in it, the one open at the address; for a drop-out
 * the one that the signal was placed with.
 */
function caseIdOf({ outcome, reason }: MatchDecision, signal: PendingSignal | undefined): string {
  if (signal === undefined) throw new Error('a decision about a signal that is not in the round');
  return outcome === 'in-case' || reason === 'repeated' ? (signal.openCaseId ?? signal.caseId) : signal.caseId;
}

/** Signals that a crisis brought into a case before the match: on the list so that a new case is shown whole. */
function inCaseByCrisis(cases: readonly NewCase[], caseIds: ReadonlyMap<string, string>): (MatchDecision & { caseId: string })[] {
  return cases.flatMap(({ signalIds }) =>
    signalIds.flatMap((signalId) => {
      const caseId = caseIds.get(signalId);
      return caseId === undefined ? [] : [{ signalId, caseId, outcome: 'in-case' as const, reason: 'crisis' as const, newCase: true, sighting: true }];
    }),
  );
}
