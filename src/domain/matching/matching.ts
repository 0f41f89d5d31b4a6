/**
 * Matching: which signals of a closed round become cases. Pure, and the order of the signals does not matter.
 * Objection, then rules 1–4 for each signal alone (match-rules.ts); here 5 (a case is open), 6 (enough at one address)
 * and 7 (capacity).
 */
import type { LocalDate } from '../time/dates.ts';
import { isSighting, judgeAlone, judgeCrisis, type OpenCase, type SignalToMatch, type Verdict } from './match-rules.ts';
import type { MatchPolicy } from '../planning/policy.ts';

export { judgeCrisis, type OpenCase, type SignalToMatch, type Verdict } from './match-rules.ts';

export interface RoundToMatch {
  /** The round's signals that are not decided yet; a crisis among them is judged as on receipt. */
  signals: readonly SignalToMatch[];
  /** The open cases, at most one for each address: those at the signals' addresses, and all that a crisis of this round made. */
  openCases: readonly OpenCase[];
  /** Addresses with a sighting in another round of the past six months. */
  sightings: ReadonlySet<string>;
  /** The day on which ages are counted. */
  cutOffOn: LocalDate;
  policyOf: (gemeentecode: string) => MatchPolicy;
}

export type MatchDecision = Verdict & {
  signalId: string;
  /** Signals in a case that is new in this round, also when they join a crisis case of the round. */
  newCase: boolean;
  /** Addresses with signals that passed rules 1 and 3: sightings for later rounds. */
  sighting: boolean;
};

/** A case that is new in this round, with all its signals of the round. */
export interface NewCase {
  address: string;
  gemeentecode: string;
  signalIds: string[];
  totalCents: number;
  crisis: boolean;
  /** Two signals or more in this round. */
  multiple: boolean;
  /** A signal at the address that passed rules 1 and 3 in the past six months. */
  consecutive: boolean;
}

export interface MatchResult {
  /** One for each signal. */
  decisions: MatchDecision[];
  /** By address. */
  cases: NewCase[];
}

/** An address while it is being matched. */
interface Place {
  address: string;
  gemeentecode: string;
  open: OpenCase | null;
  signals: SignalToMatch[];
  verdicts: Map<string, Verdict>;
}

export function matchRound(round: RoundToMatch): MatchResult {
  const places = placesOf(round);
  for (const place of places) judgePlace(place, round);
  for (const [gemeentecode, inMunicipality] of groupBy(places, (place) => place.gemeentecode)) {
    cutToCapacity(inMunicipality, round.policyOf(gemeentecode).capacity);
  }
  return {
    decisions: places.flatMap((place) => place.signals.map((signal) => decisionOf(signal, place, round))),
    cases: places.filter(isNewCase).map((place) => newCaseOf(place, round.sightings)),
  };
}

function placesOf({ signals, openCases }: RoundToMatch): Place[] {
  const byAddress = groupBy(signals, (signal) => signal.address);
  const openAt = new Map(openCases.map((open) => [open.address, open]));
  const addresses = new Set([...byAddress.keys(), ...openCases.filter((open) => open.ofThisRound).map((open) => open.address)]);
  return [...addresses].sort(ascending).map((address) => {
    const open = openAt.get(address) ?? null;
    const here = (byAddress.get(address) ?? []).sort((a, b) => ascending(a.id, b.id));
    return { address, gemeentecode: here[0]?.gemeentecode ?? open?.gemeentecode ?? '', open, signals: here, verdicts: new Map<string, Verdict>() };
  });
}

function judgePlace({ open, signals, verdicts, gemeentecode }: Place, { policyOf, cutOffOn }: RoundToMatch): void {
  const policy = policyOf(gemeentecode);
  for (const signal of signals) {
    const verdict = signal.crisis ? judgeCrisis(signal, open, policy) : judgeAlone(signal, open, policy, cutOffOn);
    if (verdict !== null) verdicts.set(signal.id, verdict);
  }
  const counting = signals.filter((signal) => !verdicts.has(signal.id));
  const together = judgeTogether(counting.length, open, hasCrisis(verdicts), policy);
  for (const { id } of counting) verdicts.set(id, together);
}

/** Rules 5 and 6. */
function judgeTogether(counting: number, open: OpenCase | null, crisis: boolean, { minSignals }: MatchPolicy): Verdict {
  if (open !== null && !open.ofThisRound) return { outcome: 'in-case', reason: 'other' };
  const enough = open !== null || crisis || counting >= minSignals;
  return enough ? { outcome: 'in-case', reason: null } : { outcome: 'dropped', reason: 'no-match' };
}

/** Rule 7. Crisis cases are never cut, but they do take their part of the room. */
function cutToCapacity(places: readonly Place[], capacity: number | null): void {
  if (capacity === null) return;
  const cases = places.filter(isNewCase);
  const cuttable = cases.filter((place) => !isCrisis(place));
  const room = Math.max(0, capacity - (cases.length - cuttable.length));
  // Places are in order of address and sorting is stable, so of equal totals the first address goes first.
  cuttable.sort((a, b) => totalCents(b) - totalCents(a));
  for (const { signals, verdicts } of cuttable.slice(room)) {
    for (const { id } of signals) if (verdicts.get(id)?.outcome === 'in-case') verdicts.set(id, { outcome: 'dropped', reason: 'capacity' });
  }
}

function decisionOf(signal: SignalToMatch, place: Place, { policyOf, cutOffOn }: RoundToMatch): MatchDecision {
  const verdict = place.verdicts.get(signal.id);
  if (verdict === undefined) throw new Error(`signal ${signal.id} was not judged`);
  const newCase = verdict.outcome === 'in-case' && isNewCase(place);
  return { signalId: signal.id, ...verdict, newCase, sighting: isSighting(signal, policyOf(signal.gemeentecode), cutOffOn) };
}

function newCaseOf(place: Place, sightings: ReadonlySet<string>): NewCase {
  const signalIds = inCase(place).map((signal) => signal.id);
  const { address, gemeentecode } = place;
  return { address, gemeentecode, signalIds, totalCents: totalCents(place), crisis: isCrisis(place), multiple: signalIds.length > 1, consecutive: sightings.has(address) };
}

const isNewCase = (place: Place) => place.open?.ofThisRound ?? inCase(place).length > 0;
const isCrisis = ({ open, verdicts }: Place) => open?.ofThisRound === true || hasCrisis(verdicts);
const hasCrisis = (verdicts: Place['verdicts']) => [...verdicts.values()].some(({ reason }) => reason === 'crisis');
const totalCents = (place: Place) => inCase(place).reduce((sum, signal) => sum + signal.amountCents, 0);

/** The signals of this round in the case at a place: those it had by a crisis, and those that come with the match. */
function inCase({ open, signals, verdicts }: Place): { id: string; amountCents: number }[] {
  const had = open?.ofThisRound === true ? open.signals : [];
  return [...had, ...signals.filter((signal) => verdicts.get(signal.id)?.outcome === 'in-case')];
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

const ascending = (a: string, b: string) => (a < b ? -1 : Number(a > b));
