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

/** Of these cases the ones with signals of somebody else. */
export async function casesWithOthers(tx: Db, caseIds: readonly string[], personIds: readonly string[]): Promise<string[]> {
  const found = await tx<{ caseId: string }[]>`
    select distinct s.case_id from signals s join persons p on p.id = s.person_id
    where s.case_id = any(${[...caseIds]}::uuid[]) and s.replaced_by is null and p.sealed is not null and not s.person_id = any(${[...personIds]}::uuid[])`;
  return found.map(({ caseId }) => caseId);
}

interface CaseOfPerson {
  id: string;
  /** Whether all its signals are of this person or of persons who were erased. */
  alone: boolean;
  /** Whether this command closed it. */
  closedByUs: boolean;
}

/** Of these cases the running ones and those that this command has closed, without candidates, which wait for their match. */
export function runningCasesOf(sql: Db, { caseIds, personIds, closedBy }: { caseIds: readonly string[]; personIds: readonly string[]; closedBy: string }): Promise<CaseOfPerson[]> {
  return sql<CaseOfPerson[]>`
    select c.id, bool_and(p.sealed is null or s.person_id = any(${[...personIds]}::uuid[])) as alone, c.closed_by_us
    from (select cases.*, exists (select from timeline t where t.case_id = cases.id and t.command_id = ${closedBy}) as closed_by_us from cases where id = any(${[...caseIds]}::uuid[])) c
    join signals s on s.case_id = c.id and s.state = 'in-case' join persons p on p.id = s.person_id
    where c.closed_by_us or c.phase not in ('closed', 'candidate') group by c.id, c.closed_by_us order by c.id`;
}
