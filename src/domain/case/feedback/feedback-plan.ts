/**
 * What the plan says of the feedback: it fills the form in, and what contradicts it is refused. Only problematic debts, which
 * the case itself knows, are never told otherwise; elsewhere a reason says why practice differs from the plan.
 */
import type { LocalDate } from '../../time/dates.ts';
import type { FieldError } from '../../field-error.ts';
import type { Feedback } from './feedback-schema.ts';
import type { PlanCodes } from '../plan/plan.ts';
import type { CaseState } from '../state.ts';

/** What is known of the help in a case. */
export interface Help {
  /** Null without a plan. */
  plan: PlanCodes | null;
  problematicDebts: boolean;
  /** Debt services were called in or are to be, and it was no mistake. */
  atDebtServices: boolean;
}

const fileKinds: readonly string[] = ['referral', 'first-talk', 'first-talk-urgent'];

export const helpIn = ({ problematicDebts, deadlines }: Pick<CaseState, 'problematicDebts' | 'deadlines'>, plan: PlanCodes | null): Help => ({
  plan,
  problematicDebts,
  atDebtServices: problematicDebts || deadlines.some(({ kind, state }) => fileKinds.includes(kind) && state !== 'cancelled'),
});

/** Without a plan creditors hear how it ended; what else is known is still said. */
export function proposedFeedback({ plan, problematicDebts }: Help): Feedback {
  if (plan === null) return problematicDebts ? { outlook: 'problematic-debts', approach: ['debt-services'] } : {};
  const { causes: [cause] = [], currentPaymentsFrom, helpWithArrangements, directPayment } = plan;
  const approach = [
    ...(problematicDebts ? (['debt-services'] as const) : []),
    ...(helpWithArrangements === true ? (['arrangement'] as const) : []),
    ...(directPayment === true ? (['direct-payment'] as const) : []),
  ];
  return {
    ...(cause === undefined ? {} : { cause }),
    ...(currentPaymentsFrom === undefined ? {} : { currentPayments: currentPaymentsFrom === null ? { state: 'not-agreed' } : { state: 'resumes-on', date: currentPaymentsFrom } }),
    outlook: problematicDebts ? 'problematic-debts' : 'arrears-only',
    approach: approach.length === 0 ? ['none'] : approach,
  };
}

const wrong = (field: keyof Feedback, message: string): FieldError => ({ field, rule: 'plan', message });

/** @param isExplained a reason was given: then only what the case itself knows to be otherwise is refused */
export function contradictions(feedback: Feedback, help: Help, { today, isExplained, toAll }: { today: LocalDate; isExplained: boolean; toAll: boolean }): FieldError[] {
  const { plan } = help;
  return [...withDebts(feedback, help), ...(plan === null || isExplained ? [] : [...withCause(feedback, plan), ...withPayments(feedback, plan, today), ...withArrangements(feedback, plan, toAll)])];
}

function withDebts({ outlook, approach = [] }: Feedback, { plan, problematicDebts, atDebtServices }: Help): FieldError[] {
  const found: FieldError[] = [];
  const isOpen = outlook === undefined || (outlook === 'unknown' && plan === null);
  if (problematicDebts && !isOpen && outlook !== 'problematic-debts') found.push(wrong('outlook', 'Er zijn problematische schulden vastgelegd. Meld die, of neem ze eerst terug.'));
  if (!problematicDebts && outlook === 'problematic-debts') found.push(wrong('outlook', 'Er zijn geen problematische schulden vastgelegd. Leg ze eerst vast, of kies "Alleen achterstanden".'));
  if (problematicDebts && approach.length > 0 && !approach.includes('debt-services') && !approach.includes('administration')) found.push(wrong('approach', 'Bij problematische schulden hoort schuldhulpverlening of bewind.'));
  if (!atDebtServices && approach.includes('debt-services')) found.push(wrong('approach', 'Schuldhulpverlening is niet ingeschakeld. Leg eerst problematische schulden vast, of kies een andere aanpak.'));
  if (approach.length > 1 && approach.includes('none')) found.push(wrong('approach', '"Geen" gaat niet samen met een andere aanpak.'));
  return found;
}

/** A resident may not want creditors to know the cause: "unknown" never contradicts. */
function withCause({ cause }: Feedback, { causes = [] }: PlanCodes): FieldError[] {
  const isOther = cause !== undefined && cause !== 'unknown' && causes.length > 0 && !causes.includes(cause);
  return isOther ? [wrong('cause', 'Deze oorzaak staat niet in het plan. Kies een oorzaak uit het plan, of geef een reden.')] : [];
}

function withPayments({ currentPayments }: Feedback, { currentPaymentsFrom }: PlanCodes, today: LocalDate): FieldError[] {
  if (currentPayments === undefined || currentPaymentsFrom === undefined) return [];
  const message = currentPaymentsFrom === null ? 'In het plan is over de lopende vaste lasten niets afgesproken.' : 'In het plan is een andere dag afgesproken voor de lopende vaste lasten.';
  const agrees = {
    'not-agreed': currentPaymentsFrom === null,
    resumed: currentPaymentsFrom !== null && currentPaymentsFrom <= today,
    'resumes-on': currentPayments.state === 'resumes-on' && currentPayments.date === currentPaymentsFrom,
  };
  return agrees[currentPayments.state] ? [] : [wrong('currentPayments', `${message} Neem het plan over, of geef een reden.`)];
}

/** To one creditor of several there may be none. */
function withArrangements({ approach = [] }: Feedback, { helpWithArrangements, directPayment }: PlanCodes, toAll: boolean): FieldError[] {
  const found: FieldError[] = [];
  if (approach.includes('arrangement') && helpWithArrangements === false) found.push(wrong('approach', 'In het plan staat geen betalingsregeling. Kies een andere aanpak, of geef een reden.'));
  if (approach.includes('direct-payment') && directPayment === false) found.push(wrong('approach', 'In het plan staat geen derdenbetaling. Kies een andere aanpak, of geef een reden.'));
  if (toAll && approach.includes('none') && (helpWithArrangements === true || directPayment === true)) found.push(wrong('approach', 'In het plan staat een regeling of derdenbetaling. Noem die, koppel per schuldeiser terug, of geef een reden.'));
  return found;
}
