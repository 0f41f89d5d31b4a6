/** Makes the row of a complaint. */
import type { Complaint } from '../../domain/complaints/complaint.ts';
import type { LoneRecord } from './deadline.ts';

export type ComplaintRecord = LoneRecord & Pick<Complaint, 'complaintId' | 'state' | 'decision' | 'extension' | 'endedAt'>;

export function complaintColumns({ state, decision, extension, endedAt, seq }: ComplaintRecord) {
  return {
    state,
    outcome: decision?.outcome ?? null,
    decisionId: decision?.id ?? null,
    decidedAt: decision?.at ?? null,
    decidedOn: decision?.on ?? null,
    decidedBy: decision?.actorId ?? null,
    findingsId: decision?.findingsId ?? null,
    extendedTo: extension?.dueOn ?? null,
    extendedAt: extension?.at ?? null,
    extendedBy: extension?.actorId ?? null,
    extendedWithConsent: extension?.withConsent ?? false,
    extensionId: extension?.reasonId ?? null,
    endedAt,
    seq,
  };
}
