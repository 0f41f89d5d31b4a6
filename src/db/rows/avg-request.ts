/** Makes the row of a request under the AVG. */
import type { AvgRequest } from '../../domain/rights/avg-request.ts';
import type { LoneRecord } from './deadline.ts';

export type AvgRecord = LoneRecord & Pick<AvgRequest, 'requestId' | 'state' | 'decision' | 'extension' | 'endedAt'>;

export function avgRequestColumns({ state, decision, extension, endedAt, seq }: AvgRecord) {
  return {
    state,
    decisionId: decision?.id ?? null,
    decidedAt: decision?.at ?? null,
    decidedOn: decision?.on ?? null,
    decidedBy: decision?.actorId ?? null,
    ground: decision?.ground ?? null,
    answerId: decision?.answerId ?? null,
    extendedTo: extension?.dueOn ?? null,
    extendedAt: extension?.at ?? null,
    extendedOn: extension?.on ?? null,
    extendedBy: extension?.actorId ?? null,
    extensionId: extension?.reasonId ?? null,
    endedAt,
    seq,
  };
}
