import type { Db } from '../db/connect.ts';
import type { Policy } from '../domain/policy.ts';
import { keyedHash } from '../keyed-hash.ts';
import { newId } from '../new-id.ts';

export interface HouseholdCase {
  householdId: string;
  /** The one open case of the household: running, or a candidate made now. */
  caseId: string;
}

interface Place {
  addressKey: string;
  municipalityCode: string;
  roundId: string;
  row: { address: { postcode: string; houseNumber: number; addition: string } };
}

interface Options {
  hashKey: string;
  policyOf: (municipalityCode: string) => Policy;
  at: string;
}

/** The household and the open case at each address, by address key; what is missing is made. */
export async function openCasesAt(tx: Db, { hashKey, policyOf, at }: Options, places: readonly Place[]): Promise<Map<string, HouseholdCase>> {
  const byKey = new Map(places.map((place) => [place.addressKey, place]));
  // In one order for every transaction, so that two deliveries at once do not wait for each other in a ring.
  const sorted = [...byKey.values()].sort((a, b) => (a.addressKey < b.addressKey ? -1 : 1));
  const keys = sorted.map((place) => place.addressKey);
  const households = sorted.map(({ addressKey, municipalityCode, row }) => ({ id: newId(), addressKey, addressHash: keyedHash(hashKey, addressKey), municipalityCode, ...row.address }));
  await tx`insert into households ${tx(households)} on conflict (address_key) do nothing`;
  const ids = await tx<{ addressKey: string; id: string }[]>`select address_key, id from households where address_key = any(${keys}::text[]) order by address_key`;
  const candidates = ids.map(({ addressKey, id }) => candidateRow(id, byKey.get(addressKey), policyOf, at));
  await tx`insert into cases ${tx(candidates)} on conflict (household_id) where phase <> 'closed' do nothing`;
  const open = await tx<{ addressKey: string; householdId: string; caseId: string }[]>`
    select h.address_key, h.id as household_id, c.id as case_id
    from households h join cases c on c.household_id = h.id and c.phase <> 'closed'
    where h.address_key = any(${keys}::text[])`;
  return new Map(open.map(({ addressKey, ...rest }) => [addressKey, rest]));
}

/**
 * For a signal whose case closed before it got there: it goes to the household's open case, a new candidate when there
 * is none.
 * @returns that case's id
 */
export async function moveToOpenCase(tx: Db, signalId: string): Promise<string> {
  await tx`
    insert into cases (id, household_id, municipality_code, round_id, policy_version, opened_at)
    select gen_random_uuid(), s.household_id, c.municipality_code, s.round_id, c.policy_version, s.received_at
    from signals s join cases c on c.id = s.case_id where s.id = ${signalId}
    on conflict (household_id) where phase <> 'closed' do nothing`;
  const [moved] = await tx<{ caseId: string }[]>`
    update signals s set case_id = open.id from cases open
    where s.id = ${signalId} and open.household_id = s.household_id and open.phase <> 'closed'
    returning s.case_id`;
  if (moved === undefined) throw new Error(`no open case for signal ${signalId}`);
  return moved.caseId;
}

function candidateRow(householdId: string, place: Place | undefined, policyOf: Options['policyOf'], at: string) {
  if (place === undefined) throw new Error('a household without a row');
  const { municipalityCode, roundId } = place;
  return { id: newId(), householdId, municipalityCode, roundId, policyVersion: policyOf(municipalityCode).version, openedAt: at };
}
