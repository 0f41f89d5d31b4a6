/** The rules a signal passes on its own, before the others at its address are counted; in the order of the process. */
import type { DropOutReason } from './case/state.ts';
import { daysBetween, type LocalDate } from './dates.ts';
import { isLegalPerson } from './persons.ts';
import type { MatchPolicy } from './policy.ts';

export interface DaysWindow {
  from: number;
  to: number;
}

/** What the rules ask of a signal. */
export interface SignalToMatch {
  id: string;
  creditorId: string;
  reference: string;
  /** The key of its household, whichever is used: only compared. */
  address: string;
  gemeentecode: string;
  amountCents: number;
  arrearsSince: LocalDate;
  /** As the creditor wrote it. */
  legalForm: string;
  crisis: boolean;
  /** Its person has an objection on file. */
  objection: boolean;
  /** The window of its creditor's agreement; null: the policy's. */
  arrearsAgeDays: DaysWindow | null;
}

/** A case that is open at an address and beyond candidate. */
export interface OpenCase {
  address: string;
  gemeentecode: string;
  /** It came about in the round that is matched, by a crisis: all its signals are of this round. */
  ofThisRound: boolean;
  /** The signals in it. */
  signals: { id: string; creditorId: string; reference: string; amountCents: number }[];
}

/** `higher`: the same arrears have grown; `other`: other arrears at the address; `crisis`: a case on its own; null: a match. */
export type InCaseReason = 'higher' | 'other' | 'crisis' | null;
export type Verdict = { outcome: 'in-case'; reason: InCaseReason } | { outcome: 'dropped'; reason: DropOutReason };

const dropped = (reason: DropOutReason): Verdict => ({ outcome: 'dropped', reason });
const inCase = (reason: InCaseReason): Verdict => ({ outcome: 'in-case', reason });

type Judged = Pick<SignalToMatch, 'creditorId' | 'reference' | 'amountCents' | 'legalForm' | 'objection'>;

/**
 * A crisis signal, judged on receipt: the wait, the age, the minimum amount and the number of signals do not count for
 * it, objection and rules 1 and 2 do. It makes a case of its own unless one of an earlier round is open at its address.
 */
export function judgeCrisis(signal: Judged, open: OpenCase | null, policy: MatchPolicy): Verdict {
  return personRules(signal, policy) ?? sameArrears(signal, open) ?? inCase(open === null || open.ofThisRound ? 'crisis' : 'other');
}

/** Objection and rules 1 to 4; null when the signal counts for rules 5 and 6. */
export function judgeAlone(signal: SignalToMatch, open: OpenCase | null, policy: MatchPolicy, cutOffOn: LocalDate): Verdict | null {
  return personRules(signal, policy) ?? sameArrears(signal, open) ?? ageRule(signal, policy, cutOffOn) ?? amountRule(signal, policy);
}

/** Whether the signal shows that a private person at the address has arrears of the right age: what makes a later one consecutive. */
export function isSighting(signal: SignalToMatch, policy: MatchPolicy, cutOffOn: LocalDate): boolean {
  return personRules(signal, policy) === null && ageRule(signal, policy, cutOffOn) === null;
}

/** An objection comes before every rule: of this person nothing is counted, compared or noted in a case. */
function personRules({ objection, legalForm }: Judged, { privateOnly }: MatchPolicy): Verdict | null {
  if (objection) return dropped('objection');
  return privateOnly && isLegalPerson(legalForm) ? dropped('not-private') : null;
}

function sameArrears({ creditorId, reference, amountCents }: Judged, open: OpenCase | null): Verdict | null {
  const known = open?.signals.filter((s) => s.creditorId === creditorId && s.reference === reference) ?? [];
  if (known.length === 0) return null;
  return known.every((s) => amountCents > s.amountCents) ? inCase('higher') : dropped('repeated');
}

function ageRule({ crisis, arrearsSince, arrearsAgeDays }: SignalToMatch, policy: MatchPolicy, cutOffOn: LocalDate): Verdict | null {
  const { from, to } = arrearsAgeDays ?? policy.arrearsAgeDays;
  const age = daysBetween(arrearsSince, cutOffOn);
  return crisis || (age >= from && age <= to) ? null : dropped('arrears-age');
}

function amountRule({ amountCents }: SignalToMatch, { minimumAmountCents }: MatchPolicy): Verdict | null {
  return amountCents < minimumAmountCents ? dropped('below-minimum') : null;
}
