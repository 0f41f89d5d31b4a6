/** Where a mail points to. Addresses carry ids only. */
export interface Links {
  case: (caseId: string) => string;
  signal: (signalId: string) => string;
  /** Where a creditor answers the re-check of a case. */
  recheck: (caseId: string) => string;
  round: (roundId: string) => string;
  avgRequest: (requestId: string) => string;
  receipt: (deliveryId: string) => string;
  deliveryRows: (deliveryId: string) => string;
}

/** @param publicUrl where people reach the system, without a slash at the end */
export function linksAt(publicUrl: string): Links {
  return {
    case: (id) => `${publicUrl}/zaken/${id}`,
    signal: (id) => `${publicUrl}/signalen/${id}`,
    recheck: (caseId) => `${publicUrl}/zaken/${caseId}/heropaf`,
    round: (id) => `${publicUrl}/rondes/${id}`,
    avgRequest: (id) => `${publicUrl}/avg-verzoeken/${id}`,
    receipt: (id) => `${publicUrl}/leveringen/${id}`,
    deliveryRows: (id) => `${publicUrl}/leveringen/${id}/regels`,
  };
}
