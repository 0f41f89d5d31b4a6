import type { Db } from '../../db/connect.ts';
import { moveSignal, personsSealedElsewhere, placeOfSignal, storeResealed } from '../../db/queries/signals/moving-signals.ts';
import { moveContactDetails } from '../../db/queries/cases/contact-details.ts';
import { moveCheckAnswers } from '../../db/queries/checks/answers.ts';
import { householdsWithoutCase, insertCandidates, insertHouseholds, openCaseOf, openCasesOfAddresses, runningCasesOfAddresses, takenOver } from '../../db/queries/signals/household-cases.ts';
import type { Phase } from '../../domain/case/lifecycle.ts';
import type { Policy } from '../../domain/planning/policy.ts';
import { keyedHash, numberHash } from '../../keyed-hash.ts';
import { newId } from '../../new-id.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { address, person } from '../../privacy/personal.ts';

export interface HouseholdCase {
  householdId: string;
  /** The one open case of the household: running, or a candidate made now. */
  caseId: string;
}

interface Place {
  addressKey: string;
  /** That of 0.2.0, where it was another: a case of then that still runs goes on. */
  formerAddressKey?: string;
  municipalityCode: string;
  roundId: string;
  row: { address: { postcode: string; houseNumber: number; addition: string }; place: string };
}

interface Options {
  keys: KeyStore;
  hashKey: string;
  policyOf: (municipalityCode: string) => Policy;
  at: string;
}

/** Cases by address key. */
interface HouseholdCases {
  cases: ReadonlyMap<string, HouseholdCase>;
  /** Of the candidates that were made now. */
  made: ReadonlyMap<string, Buffer>;
}

/** The household and the open case at each address; what is missing is made. Running cases under a former key stand under that. */
export async function householdCasesAt(tx: Db, options: Options, places: readonly Place[]): Promise<HouseholdCases> {
  const former = await runningUnderFormerKeys(tx, options.hashKey, places);
  const others = places.filter(({ formerAddressKey }) => formerAddressKey === undefined || !former.has(formerAddressKey));
  const { cases, made } = await casesAt(tx, options, others);
  return { cases: new Map([...former, ...cases]), made };
}

async function runningUnderFormerKeys(tx: Db, hashKey: string, places: readonly Place[]): Promise<Map<string, HouseholdCase>> {
  const byHash = new Map(places.flatMap(({ formerAddressKey }) => (formerAddressKey === undefined ? [] : [[keyedHash(hashKey, formerAddressKey), formerAddressKey] as const])));
  if (byHash.size === 0) return new Map();
  const running = await runningCasesOfAddresses(tx, [...byHash.keys()].sort());
  return new Map(running.map(({ addressHash, ...rest }) => [byHash.get(addressHash) ?? '', rest]));
}

async function casesAt(tx: Db, { keys, hashKey, policyOf, at }: Options, places: readonly Place[]): Promise<HouseholdCases> {
  const byHash = new Map(places.map((place) => [keyedHash(hashKey, place.addressKey), place]));
  const placeAt = (hash: string): Place => {
    const place = byHash.get(hash);
    if (place === undefined) throw new Error('a household without a row');
    return place;
  };
  // In one order for every transaction, so that two deliveries at once do not wait for each other in a ring.
  const hashes = [...byHash.keys()].sort();
  await insertHouseholds(tx, hashes.map((addressHash) => ({ addressHash, numberHash: numberHash(hashKey, placeAt(addressHash).row.address), municipalityCode: placeAt(addressHash).municipalityCode })));
  const without = await householdsWithoutCase(tx, hashes);
  const made = await makeCandidates(tx, keys, without.map(({ addressHash, id }) => candidateRow(id, placeAt(addressHash), policyOf, at)));
  const open = await openCasesOfAddresses(tx, hashes);
  return { cases: new Map(open.map(({ addressHash, ...rest }) => [placeAt(addressHash).addressKey, rest])), made };
}

type Candidate = ReturnType<typeof candidateRow>;

function candidateRow(householdId: string, { municipalityCode, roundId, addressKey, row }: Place, policyOf: Options['policyOf'], at: string) {
  const { postcode, houseNumber, addition } = row.address;
  return { id: newId(), householdId, municipalityCode, roundId, policyVersion: policyOf(municipalityCode).version, openedAt: at, address: { key: addressKey, postcode, houseNumber, addition, place: row.place } };
}

/** @returns their keys */
async function makeCandidates(tx: Db, keys: KeyStore, candidates: readonly Candidate[]): Promise<ReadonlyMap<string, Buffer>> {
  const made = await keys.create(candidates.map(({ id }) => id));
  await insertCandidates(tx, candidates.map((candidate) => ({ ...candidate, address: address.seal(made, candidate.id, candidate.id, candidate.address) })));
  return made;
}

interface Beside {
  /** A case of the household that has closed. */
  closedId: string;
  roundId: string;
  at: string;
}

/** The open case of a closed case's household: a new candidate under the same policy when there is none. */
export async function candidateBeside(tx: Db, keys: KeyStore, { closedId, roundId, at }: Beside): Promise<{ id: string; phase: Phase }> {
  const { address: sealed, ...same } = await takenOver(tx, closedId);
  const id = newId();
  const shown = address.open(await keys.find([closedId]), closedId, closedId, sealed);
  const resealed = shown === null ? null : address.seal(await keys.make([id]), id, id, shown);
  await insertCandidates(tx, [{ id, ...same, roundId, openedAt: at, address: resealed }]);
  const open = await openCaseOf(tx, same.householdId);
  if (open === null) throw new Error(`no open case beside closed case ${closedId}`);
  return open;
}

/**
 * For a signal whose case closed before it got there: it goes to the household's open case, a new candidate when there
 * is none.
 * @returns that case's id
 */
export async function moveToOpenCase(tx: Db, keys: KeyStore, signalId: string): Promise<string> {
  const signal = await placeOfSignal(tx, signalId);
  const { id } = await candidateBeside(tx, keys, { closedId: signal.caseId, roundId: signal.roundId, at: signal.receivedAt });
  await moveSignal(tx, signalId, id);
  await resealPersons(tx, keys, [signalId], id);
  return id;
}

/** Those who go to another case are sealed by its key, and so is what they said of how to reach them and what others said of them: erasing the one they came from leaves them, erasing this one takes them. */
export async function resealPersons(tx: Db, keys: KeyStore, signalIds: readonly string[], caseId: string): Promise<void> {
  await moveContactDetails(tx, keys, signalIds, caseId);
  await moveCheckAnswers(tx, keys, signalIds, caseId);
  const rows = await personsSealedElsewhere(tx, signalIds, caseId);
  if (rows.length === 0) return;
  const theirs = await keys.find(rows.map(({ sealedFor }) => sealedFor));
  const ours = await keys.make([caseId]);
  for (const { id, sealed, sealedFor } of rows) {
    const opened = person.open(theirs, sealedFor, id, sealed);
    if (opened !== null) await storeResealed(tx, id, person.seal(ours, caseId, id, opened), caseId);
  }
}
