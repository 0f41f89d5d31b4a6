/** Open cases at the same postcode and number under another addition, and what was joined of them. */
import type { Home, Likeness } from '../../../domain/matching/likely-household.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import { address, person } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from '../cases/notes-and-plans.ts';

export interface Neighbour {
  caseId: string;
  otherCaseId: string;
}

/** Of each case the open ones that differ from it in the addition alone. */
export const neighboursOf = (sql: Db, caseIds: readonly string[]) => sql<Neighbour[]>`
  select c.id as case_id, other.id as other_case_id from cases c join households h on h.id = c.household_id
  join households beside on beside.number_hash = h.number_hash and beside.id <> h.id
  join cases other on other.household_id = beside.id and other.phase <> 'closed'
  where c.id = any(${[...caseIds]}::uuid[]) and exists (select from signals s where s.case_id = other.id) order by c.id, other.id`;

/** The addition of each case's address and who lives there, opened; without those that were erased. */
export async function homesOf({ sql, keys }: Stores, caseIds: readonly string[]): Promise<ReadonlyMap<string, Home>> {
  const rows = await sql<{ id: string; address: Buffer | null }[]>`select id, address from cases where id = any(${[...caseIds]}::uuid[])`;
  const persons = await sql<{ id: string; caseId: string; sealed: Buffer | null; sealedFor: string }[]>`
    select p.id, s.case_id, p.sealed, p.sealed_for from signals s join persons p on p.id = s.person_id where s.case_id = any(${[...caseIds]}::uuid[]) and p.sealed is not null`;
  const found = await keys.find([...new Set([...caseIds, ...persons.map(({ sealedFor }) => sealedFor)])]);
  return new Map(
    rows.flatMap(({ id, address: sealed }) => {
      const home = address.open(found, id, id, sealed);
      if (home === null) return [];
      const living = persons.filter(({ caseId }) => caseId === id).map((one) => person.open(found, one.sealedFor, one.id, one.sealed)).filter((one) => one !== null);
      return [[id, { addition: home.addition, persons: living }] as const];
    }),
  );
}

interface Unindexed {
  id: string;
  caseId: string;
  address: Buffer;
}

/** Households of an earlier release that still have an address; locked, others that are locked are passed over. */
export const householdsToIndex = (tx: Db, limit: number) => tx<Unindexed[]>`
  select h.id, c.id as case_id, c.address from households h join lateral (select id, address from cases where household_id = h.id and address is not null order by opened_at desc limit 1) c on true
  where h.number_hash is null order by h.id limit ${limit} for update of h skip locked`;

/** @param hash '' for one whose address nobody can open any more: it is not looked at again */
export async function storeNumberHash(tx: Db, householdId: string, hash: string): Promise<void> {
  await tx`update households set number_hash = ${hash} where id = ${householdId}`;
}

export interface CaseToJoin {
  id: string;
  phase: string;
  householdId: string;
  municipalityCode: string;
  anonymisedAt: Instant | null;
}

/** Locked, in the order of their ids. */
export const lockCases = (tx: Db, ids: readonly string[]) => tx<CaseToJoin[]>`
  select id, phase, household_id, municipality_code, anonymised_at from cases where id = any(${[...ids]}::uuid[]) order by id for no key update`;

export interface MovableSignal {
  id: string;
  creditorId: string;
  roundId: string;
  roundState: string;
  state: string;
  deliveryId: string | null;
}

/** The signals of a case that count, locked. */
export const signalsToMove = (tx: Db, caseId: string) => tx<MovableSignal[]>`
  select s.id, s.creditor_id, s.round_id, r.state as round_state, s.state, s.delivery_id from signals s join rounds r on r.id = s.round_id
  where s.case_id = ${caseId} and s.replaced_by is null order by s.id for update of s`;

export async function moveSignals(tx: Db, signalIds: readonly string[], to: { caseId: string; householdId: string }): Promise<void> {
  await tx`update signals set ${tx({ ...to })} where id = any(${[...signalIds]}::uuid[])`;
}

export interface Joining {
  id: string;
  fromCase: string;
  intoCase: string;
  fromHousehold: string;
  signalIds: string[];
  likeness: Likeness;
  joinedAt: Instant;
  joinedBy: string;
  undoneAt: Instant | null;
  undoneBy: string | null;
}

export async function insertJoining(tx: Db, joining: Omit<Joining, 'undoneAt' | 'undoneBy'>): Promise<void> {
  await tx`insert into joinings ${tx(joining as never)}`;
}

export async function findJoining(sql: Db, id: string): Promise<Joining | null> {
  const [row] = await sql<Joining[]>`select id, from_case, into_case, from_household, signal_ids, likeness, joined_at, joined_by, undone_at, undone_by from joinings where id = ${id}`;
  return row ?? null;
}

export const joiningsOf = (sql: Db, caseId: string) => sql<Joining[]>`
  select id, from_case, into_case, from_household, signal_ids, likeness, joined_at, joined_by, undone_at, undone_by from joinings where into_case = ${caseId} order by joined_at, id`;

export async function markParted(tx: Db, id: string, undone: { undoneAt: Instant; undoneBy: string }): Promise<void> {
  await tx`update joinings set ${tx({ ...undone })}, told_at = null where id = ${id}`;
}

/** Both cases have heard of it as it stood; when it was undone since, they are still to hear of that. */
export async function markTold(sql: Db, { id, undoneAt }: Pick<Joining, 'id' | 'undoneAt'>): Promise<void> {
  await sql`update joinings set told_at = now() where id = ${id} and (undone_at is null) = ${undoneAt === null} and told_at is null`;
}

/** Joinings that were made or undone more than a minute ago and of which the cases have not been told: the process died in between. */
export async function untoldJoinings(sql: Db): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from joinings where told_at is null and coalesce(undone_at, joined_at) < now() - interval '1 minute' order by joined_at, id`;
  return rows.map(({ id }) => id);
}
