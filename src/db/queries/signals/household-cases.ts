/** Households, and the open case of each: at most one. */
import type { Phase } from '../../../domain/case/lifecycle.ts';
import type { Db } from '../../connect.ts';

interface HouseholdRow {
  addressHash: string;
  /** Of postcode and number alone. */
  numberHash: string;
  municipalityCode: string;
}

/** @param households sorted, in the same order in every transaction, so that two transactions cannot deadlock */
export async function insertHouseholds(tx: Db, households: readonly HouseholdRow[]): Promise<void> {
  await tx`insert into households ${tx(households as never)} on conflict (address_hash) do nothing`;
}

/** The households at these addresses without an open case. */
export const householdsWithoutCase = (tx: Db, addressHashes: readonly string[]) => tx<{ addressHash: string; id: string }[]>`
  select address_hash, id from households h
  where address_hash = any(${[...addressHashes]}::text[]) and not exists (select from cases c where c.household_id = h.id and c.phase <> 'closed')
  order by address_hash`;

export const openCasesOfAddresses = (tx: Db, addressHashes: readonly string[]) => tx<{ addressHash: string; householdId: string; caseId: string }[]>`
  select h.address_hash, h.id as household_id, c.id as case_id
  from households h join cases c on c.household_id = h.id and c.phase <> 'closed'
  where h.address_hash = any(${[...addressHashes]}::text[])`;

/** Of these the ones whose case is beyond candidate. */
export const runningCasesOfAddresses = (tx: Db, addressHashes: readonly string[]) => tx<{ addressHash: string; householdId: string; caseId: string }[]>`
  select h.address_hash, h.id as household_id, c.id as case_id
  from households h join cases c on c.household_id = h.id and c.phase not in ('candidate', 'closed')
  where h.address_hash = any(${[...addressHashes]}::text[])`;

interface CandidateRow {
  id: string;
  householdId: string;
  municipalityCode: string;
  roundId: string;
  policyVersion: string;
  openedAt: string;
  /** Sealed; null when it was erased. */
  address: Buffer | null;
}

/** Makes none for a household that has an open case by now. */
export async function insertCandidates(tx: Db, rows: readonly CandidateRow[]): Promise<void> {
  if (rows.length === 0) return;
  // The driver has no arrays of bytes: they go as text.
  await tx`
    insert into cases (id, household_id, municipality_code, round_id, policy_version, opened_at, address, number)
    select c.id, c.household_id, c.municipality_code, c.round_id, c.policy_version, c.opened_at, decode(c.address, 'hex'), new_case_number(m.short_code, c.opened_at)
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ householdId }) => householdId)}::uuid[], ${rows.map(({ municipalityCode }) => municipalityCode)}::text[],
      ${rows.map(({ roundId }) => roundId)}::text[], ${rows.map(({ policyVersion }) => policyVersion)}::text[], ${rows.map(({ openedAt }) => openedAt)}::timestamptz[], ${rows.map(({ address }) => address?.toString('hex') ?? null)}::text[])
      c (id, household_id, municipality_code, round_id, policy_version, opened_at, address)
    join municipalities m on m.code = c.municipality_code
    on conflict (household_id) where phase <> 'closed' do nothing`;
}

/** What a new case of the same household takes over. @throws Error when there is no such case */
export async function takenOver(tx: Db, caseId: string): Promise<Pick<CandidateRow, 'householdId' | 'municipalityCode' | 'policyVersion' | 'address'>> {
  const [row] = await tx<Pick<CandidateRow, 'householdId' | 'municipalityCode' | 'policyVersion' | 'address'>[]>`
    select household_id, municipality_code, policy_version, address from cases where id = ${caseId}`;
  if (row === undefined) throw new Error(`there is no case ${caseId}`);
  return row;
}

export async function openCaseOf(tx: Db, householdId: string): Promise<{ id: string; phase: Phase } | null> {
  const [open] = await tx<{ id: string; phase: Phase }[]>`select id, phase from cases where household_id = ${householdId} and phase <> 'closed'`;
  return open ?? null;
}
