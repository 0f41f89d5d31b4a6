import type { Db } from '../db/connect.ts';
import { markApplied, type CaseDecisions } from '../db/queries/match-application.ts';
import type { Instant } from '../domain/dates.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { openCaseBeside } from './open-cases.ts';

/**
 * For a case that closed before the match reached it. Its workflow takes nothing any more, so its drop-outs are noted
 * here; the confirmed list said that the others go on, so they do: in the case that is open at the address by now, or
 * in a new one, which is told of the match like any other.
 */
export async function moveFromClosedCase(tx: Db, keys: KeyStore, roundId: string, { caseId, pending }: CaseDecisions, at: Instant): Promise<void> {
  const dropOuts = pending.filter((d) => d.outcome === 'dropped');
  const goingOn = await stillPending(tx, pending.filter((d) => d.outcome === 'in-case').map((d) => d.signalId));
  for (const { signalId, reason } of dropOuts) {
    await tx`update signals set state = 'dropped', reason = ${reason}, decided_at = ${at} where id = ${signalId} and state = 'pending'`;
  }
  if (goingOn.length > 0) {
    const open = await openCaseBeside(tx, keys, { closedId: caseId, roundId, at });
    const newCase = open.phase === 'candidate';
    await tx`
      update match_decisions set case_id = ${open.id}, new_case = ${newCase}, multiple = ${newCase && goingOn.length > 1},
        reason = ${newCase ? null : 'other'}, applied_at = null
      where round_id = ${roundId} and signal_id = any(${goingOn}::uuid[])`;
  }
  await markApplied(tx, roundId, caseId);
}

async function stillPending(tx: Db, signalIds: string[]): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`select id from signals where id = any(${signalIds}::uuid[]) and state = 'pending' order by id for update`;
  return rows.map(({ id }) => id);
}
