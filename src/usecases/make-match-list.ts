import type { Db, Sql } from '../db/connect.ts';
import { openCasesOf, pendingSignals, sightingsBefore, type PendingSignal } from '../db/queries/match-input.ts';
import { policiesOn } from '../db/queries/policies.ts';
import { localDate, type Instant } from '../domain/dates.ts';
import { matchRound, type MatchDecision, type NewCase } from '../domain/matching.ts';

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
 */
export async function makeMatchList(sql: Sql, { roundId, listVersion, at }: ListToMake): Promise<void> {
  await sql.begin(async (tx) => {
    const [round] = await tx<{ regionId: string; cutOff: Instant; listVersion: number }[]>`
      select region_id, cut_off, list_version from rounds where id = ${roundId} for update`;
    if (round === undefined) throw new Error(`no round ${roundId}`);
    if (round.listVersion >= listVersion) return;
    const rows = await decide(tx, roundId, round);
    await tx`delete from match_decisions where round_id = ${roundId}`;
    await tx`
      insert into match_decisions (round_id, signal_id, case_id, outcome, reason, new_case, multiple, consecutive, sighting)
      select ${roundId}, "signalId", "caseId", outcome, reason, "newCase", multiple, consecutive, sighting
      from jsonb_to_recordset(${tx.json(rows)}) as row("signalId" uuid, "caseId" uuid, outcome text, reason text,
        "newCase" boolean, multiple boolean, consecutive boolean, sighting boolean)`;
    await tx`update rounds set state = 'proposed', list_version = ${listVersion}, proposed_at = ${at} where id = ${roundId}`;
  });
}

type DecisionRow = MatchDecision & { caseId: string; multiple: boolean; consecutive: boolean };

async function decide(tx: Db, roundId: string, round: { regionId: string; cutOff: Instant }): Promise<DecisionRow[]> {
  const cutOffOn = localDate(round.cutOff);
  const signals = await pendingSignals(tx, roundId, cutOffOn);
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
