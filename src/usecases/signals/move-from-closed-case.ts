import type { Db } from '../../db/connect.ts';
import { dropSignals, moveDecisions, stillPending } from '../../db/queries/signals/moving-signals.ts';
import { markApplied, type CaseDecisions } from '../../db/queries/rounds/match-application.ts';
import type { Instant } from '../../domain/time/dates.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { candidateBeside } from './household-cases.ts';

/**
 * For a case that closed before the match reached it. Its workflow takes nothing any more, so its drop-outs are noted
 * here; the confirmed list said that the others go on, so they do: in the case that is open at the address by now, or
 * in a new one, which is told of the match like any other.
 */
export async function moveFromClosedCase(tx: Db, keys: KeyStore, roundId: string, { caseId, pending }: CaseDecisions, at: Instant): Promise<void> {
  const dropOuts = pending.filter((d) => d.outcome === 'dropped');
  const goingOn = await stillPending(tx, pending.filter((d) => d.outcome === 'in-case').map((d) => d.signalId));
  await dropSignals(tx, dropOuts, at);
  if (goingOn.length > 0) {
    const open = await candidateBeside(tx, keys, { closedId: caseId, roundId, at });
    await moveDecisions(tx, roundId, goingOn, { caseId: open.id, newCase: open.phase === 'candidate' });
  }
  await markApplied(tx, roundId, { caseId, pending: [] });
}
