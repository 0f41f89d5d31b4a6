/** Under which id the engine knows the workflow of a thing. Running workflows hold these: they stay. */
export const workflowIdOf = {
  case: (caseId: string) => `case-${caseId}`,
  round: (roundId: string) => `round-${roundId}`,
  delivery: (deliveryId: string) => `delivery-${deliveryId}`,
  check: (signalId: string) => `check-${signalId}`,
  avgRequest: (requestId: string) => `avg-${requestId}`,
  complaint: (complaintId: string) => `complaint-${complaintId}`,
  webhookSender: (taskQueue: string) => `webhook-sender-${taskQueue}`,
  mailSender: (taskQueue: string) => `mail-sender-${taskQueue}`,
};
