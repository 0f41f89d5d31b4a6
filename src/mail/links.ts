/** The links in mails. Addresses contain ids only. */
export interface Links {
  case: (caseId: string) => string;
  signal: (signalId: string) => string;
  /** All signals of the creditor that signs in. */
  signals: () => string;
  /** The address where a creditor answers a re-check, with the id of its own signal. */
  recheck: (signalId: string) => string;
  /** Where who signs in begins. */
  home: () => string;
  round: (roundId: string) => string;
  avgRequest: (requestId: string) => string;
  complaint: (complaintId: string) => string;
  receipt: (deliveryId: string) => string;
  deliveryRows: (deliveryId: string) => string;
  audit: () => string;
}

/** @param publicUrl where people reach the system, without a slash at the end */
export function linksAt(publicUrl: string): Links {
  return {
    case: (id) => `${publicUrl}/zaken/${id}`,
    signal: (id) => `${publicUrl}/signalen/${id}`,
    signals: () => `${publicUrl}/portaal/signalen`,
    recheck: (signalId) => `${publicUrl}/signalen/${signalId}/heropaf`,
    home: () => `${publicUrl}/`,
    round: (id) => `${publicUrl}/rondes/${id}`,
    avgRequest: (id) => `${publicUrl}/avg-verzoeken/${id}`,
    complaint: (id) => `${publicUrl}/klachten/${id}`,
    receipt: (id) => `${publicUrl}/leveringen/${id}`,
    deliveryRows: (id) => `${publicUrl}/leveringen/${id}/regels`,
    audit: () => `${publicUrl}/audit`,
  };
}
