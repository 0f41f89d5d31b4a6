/** What creditors record for the figures: what happened all the same, against earlier years (process, section 6). Pure. */
export const outcomeKinds = [
  { code: 'eviction', label: 'Ontruiming' },
  { code: 'judgement', label: 'Vonnis' },
  { code: 'disconnection', label: 'Afsluiting' },
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number]['code'];

/** Smaller ones are not shown to whoever sees figures only: a few can be known by name. */
export const SMALLEST_SHOWN = 5;

/** A count as figures show it: null where it is too small. A zero is shown: it tells nothing about a person. */
export const shownCount = (count: number): number | null => (count > 0 && count < SMALLEST_SHOWN ? null : count);
