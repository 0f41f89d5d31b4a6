/** A breach of the agreement (convenant) with a creditor, and what becomes of it. Pure. */

/** The first three are found by the system; people record the others. */
export const breachKinds = ['no-delivery', 'late-delivery', 're-check-unanswered', 'collecting', 'other'] as const;
export type BreachKind = (typeof breachKinds)[number];
export const recordedBreachKinds = ['collecting', 'other'] as const satisfies BreachKind[];

/** `raised`: the creditor was told of it, and sees it from then on. */
export const breachStates = ['open', 'raised', 'solved', 'dismissed'] as const;
export type BreachState = (typeof breachStates)[number];

const next: Readonly<Record<BreachState, readonly BreachState[]>> = {
  open: ['raised', 'solved', 'dismissed'],
  raised: ['solved', 'dismissed'],
  solved: ['open'],
  dismissed: ['open'],
};

export const mayBecome = (from: BreachState, to: BreachState): boolean => next[from].includes(to);
export const isOpenBreach = (state: BreachState): boolean => state === 'open' || state === 'raised';

/** What says why: a breach that is not one, or one that is taken up again. */
export const needsWords = (from: BreachState, to: BreachState): boolean => to === 'dismissed' || (to === 'open' && from !== 'open');
