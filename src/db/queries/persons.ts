/** All rows that are about one person, over cases and creditors. */
import { rowsOfPerson, type NamedRow } from '../../domain/same-person.ts';
import { person, type Person } from '../../privacy/personal.ts';
import type { Stores } from './words.ts';

export interface PersonOfSignal extends NamedRow, Person {
  /** By whose key it is sealed. */
  sealedFor: string;
  personKey: string;
  signalId: string;
  caseId: string;
  creditorId: string;
  municipalityCode: string;
}

interface Reach {
  personId: string;
  /** One municipality; null: all that these connections may see. */
  within: string | null;
  /** In a transaction: nobody else changes them until it ends. */
  lock?: boolean;
}

/** The rows of the person that one of them names; none when that person is erased or unknown. */
export async function findPerson({ sql, keys }: Stores, { personId, within, lock = false }: Reach): Promise<PersonOfSignal[]> {
  const rows = await sql<(Omit<PersonOfSignal, keyof Person> & { sealed: Buffer | null })[]>`
    select p.id as person_id, p.sealed, p.sealed_for, p.person_key, s.id as signal_id, s.case_id, s.household_id, s.creditor_id, s.municipality_code
    from persons p join signals s on s.person_id = p.id
    where p.name_index = (select name_index from persons where id = ${personId}) ${within === null ? sql`` : sql`and s.municipality_code = ${within}`}
    order by s.received_at, s.id ${lock ? sql`for update of p` : sql``}`;
  const found = await keys.find(rows.map(({ sealedFor }) => sealedFor));
  const named = rows.flatMap(({ sealed, ...row }) => {
    const opened = person.open(found, row.sealedFor, row.personId, sealed);
    return opened === null ? [] : [{ ...row, ...opened }];
  });
  const seed = named.find((row) => row.personId === personId);
  return seed === undefined ? [] : rowsOfPerson(named, seed);
}
