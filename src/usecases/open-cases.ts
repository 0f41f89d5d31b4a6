import type { Db } from '../db/connect.ts';
import type { Phase } from '../domain/lifecycle.ts';
import type { Policy } from '../domain/policy.ts';
import { keyedHash } from '../keyed-hash.ts';
import { newId } from '../new-id.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { address, person } from '../privacy/personal.ts';

export interface HouseholdCase {
  householdId: string;
  /** The one open case of the household: running, or a candidate made now. */
  caseId: string;
}

interface Place {
  addressKey: string;
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

/** The household and the open case at each address, by address key; what is missing is made. */
export async function openCasesAt(tx: Db, { keys, hashKey, policyOf, at }: Options, places: readonly Place[]): Promise<Map<string, HouseholdCase>> {
  const byHash = new Map(places.map((place) => [keyedHash(hashKey, place.addressKey), place]));
  const placeAt = (hash: string): Place => {
    const place = byHash.get(hash);
    if (place === undefined) throw new Error('a household without a row');
    return place;
  };
  // In one order for every transaction, so that two deliveries at once do not wait for each other in a ring.
  const hashes = [...byHash.keys()].sort();
  const households = hashes.map((addressHash) => ({ addressHash, municipalityCode: placeAt(addressHash).municipalityCode }));
  await tx`insert into households ${tx(households)} on conflict (address_hash) do nothing`;
  const without = await tx<{ addressHash: string; id: string }[]>`
    select address_hash, id from households h
    where address_hash = any(${hashes}::text[]) and not exists (select from cases c where c.household_id = h.id and c.phase <> 'closed')
    order by address_hash`;
  await makeCandidates(tx, keys, without.map(({ addressHash, id }) => candidateRow(id, placeAt(addressHash), policyOf, at)));
  const open = await tx<{ addressHash: string; householdId: string; caseId: string }[]>`
    select h.address_hash, h.id as household_id, c.id as case_id
    from households h join cases c on c.household_id = h.id and c.phase <> 'closed'
    where h.address_hash = any(${hashes}::text[])`;
  return new Map(open.map(({ addressHash, ...rest }) => [placeAt(addressHash).addressKey, rest]));
}

type Candidate = ReturnType<typeof candidateRow>;

function candidateRow(householdId: string, { municipalityCode, roundId, addressKey, row }: Place, policyOf: Options['policyOf'], at: string) {
  return { id: newId(), householdId, municipalityCode, roundId, policyVersion: policyOf(municipalityCode).version, openedAt: at, address: { key: addressKey, ...row.address, place: row.place } };
}

async function makeCandidates(tx: Db, keys: KeyStore, candidates: readonly Candidate[]): Promise<void> {
  if (candidates.length === 0) return;
  const made = await keys.make(candidates.map(({ id }) => id));
  const rows = candidates.map((candidate) => ({ ...candidate, address: address.seal(made, candidate.id, candidate.id, candidate.address) }));
  await tx`insert into cases ${tx(rows)} on conflict (household_id) where phase <> 'closed' do nothing`;
}

interface Beside {
  /** A case of the household that has closed. */
  closedId: string;
  roundId: string;
  at: string;
}

/** The open case of a closed case's household: a new candidate under the same policy when there is none. */
export async function openCaseBeside(tx: Db, keys: KeyStore, { closedId, roundId, at }: Beside): Promise<{ id: string; phase: Phase }> {
  const [closed] = await tx<{ householdId: string; municipalityCode: string; policyVersion: string; address: Buffer | null }[]>`
    select household_id, municipality_code, policy_version, address from cases where id = ${closedId}`;
  if (closed === undefined) throw new Error(`there is no case ${closedId}`);
  const { address: sealed, ...same } = closed;
  const id = newId();
  const shown = address.open(await keys.find([closedId]), closedId, closedId, sealed);
  const resealed = shown === null ? null : address.seal(await keys.make([id]), id, id, shown);
  await tx`
    insert into cases ${tx({ id, ...same, roundId, openedAt: at, address: resealed })} on conflict (household_id) where phase <> 'closed' do nothing`;
  const [open] = await tx<{ id: string; phase: Phase }[]>`select id, phase from cases where household_id = ${closed.householdId} and phase <> 'closed'`;
  if (open === undefined) throw new Error(`no open case beside closed case ${closedId}`);
  return open;
}

/**
 * For a signal whose case closed before it got there: it goes to the household's open case, a new candidate when there
 * is none.
 * @returns that case's id
 */
export async function moveToOpenCase(tx: Db, keys: KeyStore, signalId: string): Promise<string> {
  const [signal] = await tx<{ caseId: string; roundId: string; receivedAt: string }[]>`select case_id, round_id, received_at from signals where id = ${signalId}`;
  if (signal === undefined) throw new Error(`there is no signal ${signalId}`);
  const { id } = await openCaseBeside(tx, keys, { closedId: signal.caseId, roundId: signal.roundId, at: signal.receivedAt });
  await tx`update signals set case_id = ${id} where id = ${signalId}`;
  await resealPersons(tx, keys, [signalId], id);
  return id;
}

/** Those who go to another case are sealed by its key: erasing the one they came from leaves them, erasing this one takes them. */
export async function resealPersons(tx: Db, keys: KeyStore, signalIds: readonly string[], caseId: string): Promise<void> {
  const rows = await tx<{ id: string; sealed: Buffer | null; sealedFor: string }[]>`
    select p.id, p.sealed, p.sealed_for from persons p join signals s on s.person_id = p.id where s.id = any(${[...signalIds]}::uuid[]) and p.sealed_for <> ${caseId}`;
  if (rows.length === 0) return;
  const theirs = await keys.find(rows.map(({ sealedFor }) => sealedFor));
  const ours = await keys.make([caseId]);
  for (const { id, sealed, sealedFor } of rows) {
    const opened = person.open(theirs, sealedFor, id, sealed);
    if (opened !== null) await tx`update persons set sealed = ${person.seal(ours, caseId, id, opened)}, sealed_for = ${caseId} where id = ${id} and sealed is not null`;
  }
}
