/** What can be wrong with sealing the audit log: a run failed, a seal is gone or was replaced, rows wait too long for their seal. */
export const sealingTroubles = ['failed', 'lost', 'overdue'] as const;
export type SealingTrouble = (typeof sealingTroubles)[number];
