/** Signals that move to another case than the one they were placed with. */
import type { MatchIn } from '../../../domain/case/signals/intake.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

/** @throws Error when there is no such signal */
export async function placeOfSignal(tx: Db, signalId: string): Promise<{ caseId: string; roundId: string; receivedAt: Instant }> {
  const [signal] = await tx<{ caseId: string; roundId: string; receivedAt: Instant }[]>`select case_id, round_id, received_at from signals where id = ${signalId}`;
  if (signal === undefined) throw new Error(`there is no signal ${signalId}`);
  return signal;
}

export async function moveSignal(tx: Db, signalId: string, caseId: string): Promise<void> {
  await tx`update signals set case_id = ${caseId} where id = ${signalId}`;
}

/** The persons of these signals that are sealed with another case's key. */
export const personsSealedElsewhere = (tx: Db, signalIds: readonly string[], caseId: string) => tx<{ id: string; sealed: Buffer | null; sealedFor: string }[]>`
  select p.id, p.sealed, p.sealed_for from persons p join signals s on s.person_id = p.id where s.id = any(${[...signalIds]}::uuid[]) and p.sealed_for <> ${caseId}`;

export async function storeResealed(tx: Db, personId: string, sealed: Buffer, caseId: string): Promise<void> {
  await tx`update persons set sealed = ${sealed}, sealed_for = ${caseId} where id = ${personId} and sealed is not null`;
}

/** Of these signals the ones that no case has decided on; locked. */
export async function stillPending(tx: Db, signalIds: readonly string[]): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`select id from signals where id = any(${[...signalIds]}::uuid[]) and state = 'pending' order by id for update`;
  return rows.map(({ id }) => id);
}

/** Moves signals because their case closed before it heard of the match. */
export async function dropSignals(tx: Db, decisions: readonly Pick<MatchIn['decisions'][number], 'signalId' | 'reason'>[], at: Instant): Promise<void> {
  for (const { signalId, reason } of decisions) {
    await tx`update signals set state = 'dropped', reason = ${reason}, decided_at = ${at} where id = ${signalId} and state = 'pending'`;
  }
}

/** Puts this case in the match list's rows of the signals; the case has not been told yet. */
export async function moveDecisions(tx: Db, roundId: string, signalIds: readonly string[], { caseId, newCase }: { caseId: string; newCase: boolean }): Promise<void> {
  await tx`
    update match_decisions set case_id = ${caseId}, new_case = ${newCase}, multiple = ${newCase && signalIds.length > 1},
      reason = ${newCase ? null : 'other'}, applied_at = null
    where round_id = ${roundId} and signal_id = any(${[...signalIds]}::uuid[])`;
}
