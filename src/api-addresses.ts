/** Addresses in the API that answers and messages point to; they contain ids only. */
const base = '/api/v1';

export const apiAddress = {
  case: (caseId: string) => `${base}/cases/${caseId}`,
  timeline: (caseId: string) => `${base}/cases/${caseId}/timeline`,
  history: (caseId: string) => `${base}/cases/${caseId}/history`,
  round: (roundId: string) => `${base}/rounds/${roundId}`,
  avgRequest: (requestId: string) => `${base}/avg-requests/${requestId}`,
  delivery: (deliveryId: string) => `${base}/deliveries/${deliveryId}`,
  change: (changeId: string) => `${base}/changes/${changeId}`,
  list: (of: 'rounds' | 'municipalities' | 'teams' | 'changes' | 'closed-days') => `${base}/${of}`,
};

/** What a deadline belongs to: a case, a round or a request under the AVG. */
export function addressOf({ caseId, roundId, avgRequestId = null }: { caseId: string | null; roundId: string | null; avgRequestId?: string | null }): string {
  if (caseId !== null) return apiAddress.case(caseId);
  return avgRequestId === null ? apiAddress.round(String(roundId)) : apiAddress.avgRequest(avgRequestId);
}
