/** The rules that look at one signal alone, before signals at its address are counted; in the order of the process. */
import type { DropOutReason } from '../case/state.ts';
import { isUrgentKind, type CreditorKind, type SignalKind } from '../codes.ts';
import { daysBetween, type LocalDate } from '../time/dates.ts';
import { isLegalPerson } from './persons.ts';
import type { DaysWindow, MatchPolicy } from '../planning/policy.ts';

/** What the rules need to know of a signal. */
export interface SignalToMatch {
  id: string;
  creditorId: string;
  reference: string;
  /** A key of its household; only compared, so any key will do. */
  address: string;
  gemeentecode: string;
  amountCents: number;
  arrearsSince: LocalDate;
  /** As the creditor wrote it. */
  legalForm: string;
  crisis: boolean;
  /** How urgent its creditor says that it is; absent: ordinary. */
  signalKind?: SignalKind;
  /** Whether its person has an objection on file. */
  objection: boolean;
  /** What kind of creditor it is from: the policy may have rules of its own for that. */
  kind?: CreditorKind;
  /** The window of its creditor's agreement; null: the policy's. */
  arrearsAgeDays: DaysWindow | null;
  /** The minimum of its creditor's agreement; null or absent: the policy's. */
  minimumAmountCents?: number | null;
}

/** A case that is open at an address and beyond candidate. */
export interface OpenCase {
  address: string;
  gemeentecode: string;
  /** Whether a crisis made it in the round that is matched, so that all its signals are of this round. */
  ofThisRound: boolean;
  /** The signals in it. */
  signals: { id: string; creditorId: string; reference: string; amountCents: number }[];
}

/** `higher`: the same arrears have grown; `other`: other arrears at the address; `updated`: told anew, with other content; `crisis`: a case on its own; null: a match. */
export type InCaseReason = 'higher' | 'updated' | 'other' | 'crisis' | null;
/** `updates`: signals of the same contract in the case, whose place it takes. */
export type Verdict = { outcome: 'in-case'; reason: InCaseReason; updates?: string[] } | { outcome: 'dropped'; reason: DropOutReason };

const dropped = (reason: DropOutReason): Verdict => ({ outcome: 'dropped', reason });
const inCase = (reason: InCaseReason): Verdict => ({ outcome: 'in-case', reason });

type Judged = Pick<SignalToMatch, 'creditorId' | 'reference' | 'amountCents' | 'legalForm' | 'objection' | 'signalKind'>;

/**
 * A crisis signal, judged on receipt: the wait, the age, the minimum amount and the number of signals do not count for
 * it, objection and rule 1 do. It makes a case of its own unless one of an earlier round is open at its address; on arrears
 * that are in that case already, it is the crisis that is new.
 */
export function judgeCrisis(signal: Judged, open: OpenCase | null, policy: MatchPolicy): Verdict {
  const known = sameArrears(signal, open);
  const isOwn = open === null || open.ofThisRound || known?.outcome === 'dropped';
  return personRules(signal, policy) ?? inPlaceOf(signal, open, known?.outcome === 'in-case' ? known : inCase(isOwn ? 'crisis' : 'other'));
}

/** An end of supply or an eviction is told of a contract as a whole: it takes the place of what was known of it. */
function inPlaceOf(signal: Judged, open: OpenCase | null, verdict: Verdict): Verdict {
  const updates = isUrgentKind(signal.signalKind) ? sameContract(signal, open).map(({ id }) => id) : [];
  return verdict.outcome === 'dropped' || updates.length === 0 ? verdict : { ...verdict, updates };
}

/** What a creditor tells anew of a contract that is in a case, judged on receipt; null when it is in none. */
export function judgeUpdate(signal: Judged, open: OpenCase | null, policy: MatchPolicy): Verdict | null {
  const known = sameArrears(signal, open);
  return known === null ? null : (personRules(signal, policy) ?? known);
}

/** Objection and rules 1 to 4; null when the signal counts for rules 5 and 6. */
export function judgeAlone(signal: SignalToMatch, open: OpenCase | null, policy: MatchPolicy, cutOffOn: LocalDate): Verdict | null {
  return personRules(signal, policy) ?? sameArrears(signal, open) ?? ageRule(signal, policy, cutOffOn) ?? amountRule(signal, policy);
}

/** Whether the signal counts as a sighting: a private person at the address has arrears of the right age. A sighting makes a later signal consecutive. */
export function isSighting(signal: SignalToMatch, policy: MatchPolicy, cutOffOn: LocalDate): boolean {
  return personRules(signal, policy) === null && ageRule(signal, policy, cutOffOn) === null;
}

/** An objection comes before every rule: the person's signal is not counted, compared or noted in a case. */
function personRules({ objection, legalForm }: Judged, { privateOnly }: MatchPolicy): Verdict | null {
  if (objection) return dropped('objection');
  return privateOnly && isLegalPerson(legalForm) ? dropped('not-private') : null;
}

const sameContract = ({ creditorId, reference }: Judged, open: OpenCase | null) => open?.signals.filter((s) => s.creditorId === creditorId && s.reference === reference) ?? [];

function sameArrears(signal: Judged, open: OpenCase | null): Verdict | null {
  const { amountCents } = signal;
  const known = sameContract(signal, open);
  if (known.length === 0) return null;
  if (signal.signalKind === 'updated') return { outcome: 'in-case', reason: 'updated', updates: known.map(({ id }) => id) };
  return known.every((s) => amountCents > s.amountCents) ? inCase('higher') : dropped('repeated');
}

/** The agreement goes before the rule of the kind, that before the one for all. */
function ageRule({ crisis, kind, arrearsSince, arrearsAgeDays }: SignalToMatch, policy: MatchPolicy, cutOffOn: LocalDate): Verdict | null {
  const { from, to } = arrearsAgeDays ?? ofKind(policy, kind)?.arrearsAgeDays ?? policy.arrearsAgeDays;
  const age = daysBetween(arrearsSince, cutOffOn);
  return crisis || (age >= from && (to === null || age <= to)) ? null : dropped('arrears-age');
}

function amountRule({ amountCents, kind, minimumAmountCents }: SignalToMatch, policy: MatchPolicy): Verdict | null {
  const minimum = minimumAmountCents ?? ofKind(policy, kind)?.minimumAmountCents ?? policy.minimumAmountCents;
  return amountCents < minimum ? dropped('below-minimum') : null;
}

const ofKind = ({ byKind = {} }: MatchPolicy, kind: CreditorKind | undefined) => (kind === undefined ? undefined : byKind[kind]);
