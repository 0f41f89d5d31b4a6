/** Addresses in the API that answers and messages point to; they contain ids only. */
const base = '/api/v1';

export const apiAddress = {
  case: (caseId: string) => `${base}/cases/${caseId}`,
  timeline: (caseId: string) => `${base}/cases/${caseId}/timeline`,
  history: (caseId: string) => `${base}/cases/${caseId}/history`,
  round: (roundId: string) => `${base}/rounds/${roundId}`,
  avgRequest: (requestId: string) => `${base}/avg-requests/${requestId}`,
  complaint: (complaintId: string) => `${base}/complaints/${complaintId}`,
  delivery: (deliveryId: string) => `${base}/deliveries/${deliveryId}`,
  change: (changeId: string) => `${base}/changes/${changeId}`,
  list: (of: 'rounds' | 'municipalities' | 'teams' | 'changes' | 'closed-days') => `${base}/${of}`,
};

/** What a deadline belongs to: a case, a round, a request under the AVG or a complaint. */
export function addressOf({ caseId, roundId, avgRequestId = null, complaintId = null }: { caseId: string | null; roundId: string | null; avgRequestId?: string | null; complaintId?: string | null }): string {
  if (caseId !== null) return apiAddress.case(caseId);
  if (complaintId !== null) return apiAddress.complaint(complaintId);
  return avgRequestId === null ? apiAddress.round(String(roundId)) : apiAddress.avgRequest(avgRequestId);
}
