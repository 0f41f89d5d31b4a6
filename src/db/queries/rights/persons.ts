/** All rows about one person, across cases and creditors. */
import { rowsOfPerson, type NamedRow } from '../../../domain/rights/same-person.ts';
import { person, type Person } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from '../cases/notes-and-plans.ts';

export interface PersonOfSignal extends NamedRow, Person {
  /** The case whose key seals it. */
  sealedFor: string;
  personKey: string;
  nameIndex: string | null;
  secondNameIndex: string | null;
  /** The keyed hash of the household's address; the household's id when the hash was deleted. */
  addressHash: string;
  signalId: string;
  caseId: string;
  creditorId: string;
  municipalityCode: string;
}

interface Reach {
  personId: string;
  /** One municipality; null: everything that the connection may see. */
  within: string | null;
  /** Whether the rows are locked until the transaction ends. */
  lock?: boolean;
}

/** All rows of the person in one of the rows; none when that person was erased or is unknown. */
export async function findPerson({ sql, keys }: Stores, { personId, within, lock = false }: Reach): Promise<PersonOfSignal[]> {
  const rows = await sql<(Omit<PersonOfSignal, keyof Person> & { sealed: Buffer | null })[]>`
    select p.id as person_id, p.sealed, p.sealed_for, p.person_key, p.name_index, p.second_name_index, s.id as signal_id, s.case_id, s.household_id, s.creditor_id, s.municipality_code, coalesce(h.address_hash, h.id::text) as address_hash
    from persons p join signals s on s.person_id = p.id join households h on h.id = s.household_id
    where (p.id = ${personId} or p.name_index in (select name_index from persons where id = ${personId} union select second_name_index from persons where id = ${personId})
        or p.second_name_index in (select name_index from persons where id = ${personId} union select second_name_index from persons where id = ${personId})) ${within === null ? sql`` : sql`and s.municipality_code = ${within}`}
    order by s.received_at, s.id ${lock ? sql`for update of p` : sql``}`;
  const found = await keys.find(rows.map(({ sealedFor }) => sealedFor));
  const named = rows.flatMap(({ sealed, ...row }) => {
    const opened = person.open(found, row.sealedFor, row.personId, sealed);
    return opened === null ? [] : [{ ...row, ...opened }];
  });
  const seed = named.find((row) => row.personId === personId);
  return seed === undefined ? [] : rowsOfPerson(named, seed);
}

/** The rows in the form that is compared with objections, which hold an address as a hash. */
export const judgedAs = <Row extends PersonOfSignal>(row: Row): Row => ({ ...row, householdId: row.addressHash });

/** Whether this row is of a person in the case who was not erased. */
export async function isPersonOfCase(sql: Db, caseId: string, personId: string): Promise<boolean> {
  const rows = await sql`select 1 from signals s join persons p on p.id = s.person_id where s.case_id = ${caseId} and p.id = ${personId} and p.sealed is not null`;
  return rows.length > 0;
}

interface PersonColumns {
  sealed: Buffer;
  personKey: string;
  nameIndex: string | null;
  secondNameIndex: string | null;
}

export async function updatePerson(tx: Db, personId: string, columns: PersonColumns): Promise<void> {
  await tx`update persons set ${tx({ ...columns })} where id = ${personId}`;
}

/** Deletes the personal data of these rows. */
export async function erasePersons(tx: Db, personIds: readonly string[]): Promise<void> {
  await tx`update persons set sealed = null, name_index = null, second_name_index = null, person_key = null where id = any(${[...personIds]}::uuid[])`;
}

export interface LiveSignal {
  signalId: string;
  caseId: string;
  personId: string;
  state: 'in-case' | 'pending';
  isErased: boolean;
}

/** The signals of these cases that are worked on, or wait for their match. */
export const liveSignalsIn = (sql: Db, caseIds: readonly string[]) => sql<LiveSignal[]>`
  select s.id as signal_id, s.case_id, s.person_id, s.state, p.sealed is null as is_erased from signals s join persons p on p.id = s.person_id
  where s.case_id = any(${[...caseIds]}::uuid[]) and s.state in ('in-case', 'pending') order by s.received_at, s.id`;

/** Of these cases the ones with signals of somebody else. */
export async function casesWithOthers(tx: Db, caseIds: readonly string[], personIds: readonly string[]): Promise<string[]> {
  const found = await tx<{ caseId: string }[]>`
    select distinct s.case_id from signals s join persons p on p.id = s.person_id
    where s.case_id = any(${[...caseIds]}::uuid[]) and s.replaced_by is null and p.sealed is not null and not s.person_id = any(${[...personIds]}::uuid[])`;
  return found.map(({ caseId }) => caseId);
}

/** Of these cases the running ones, without candidates, which wait for their match. */
export async function runningOf(sql: Db, caseIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from cases where id = any(${[...caseIds]}::uuid[]) and phase not in ('closed', 'candidate') order by id`;
  return rows.map(({ id }) => id);
}

/** Of these cases the ones that have taken this command, and whether it closed them. */
export const casesThatTook = (sql: Db, caseIds: readonly string[], commandId: string) => sql<{ id: string; isClosed: boolean }[]>`
  select case_id as id, bool_or(type = 'closed') as is_closed from timeline where case_id = any(${[...caseIds]}::uuid[]) and command_id = ${commandId} group by case_id order by case_id`;
