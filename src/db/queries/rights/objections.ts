/** Objections on file and the signals that they may be about: found by keyed hashes, then opened and compared. */
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { NamedRow } from '../../../domain/rights/same-person.ts';
import { objector, person } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from '../cases/notes-and-plans.ts';

/** A row to compare with objections; its household is the keyed hash of the address. */
export interface Judged extends NamedRow {
  nameIndex: string | null;
  secondNameIndex: string | null;
  personKey: string;
}

/** An objection as a row of the person who objected; its household is the keyed hash of the address where it was filed. */
export interface StoredObjection extends Judged {
  id: string;
  /** Null when it belongs to the region. */
  within: string | null;
  filedOn: LocalDate;
  filedBy: string;
  withdrawnOn: LocalDate | null;
  /** False when only the keyed hash of the person is left. */
  isOpened: boolean;
}

const wordsIn = (rows: readonly Pick<Judged, 'nameIndex' | 'secondNameIndex'>[]): string[] => [...new Set(rows.flatMap(({ nameIndex, secondNameIndex }) => [nameIndex, secondNameIndex].filter((name) => name !== null)))];

/** Objections that may be about one of the rows: with a word of the name in common, or, when no name is left, the same keyed hash. */
export async function objectionsNear({ sql, keys }: Stores, rows: readonly Pick<Judged, 'nameIndex' | 'secondNameIndex' | 'personKey'>[]): Promise<StoredObjection[]> {
  const [words, persons] = [wordsIn(rows), rows.map(({ personKey }) => personKey)];
  const found = await sql<(Omit<StoredObjection, 'isOpened' | keyof NamedRow> & { householdId: string | null; sealed: Buffer | null })[]>`
    select id, address_hash as household_id, person_key, name_index, second_name_index, within, filed_on, filed_by, withdrawn_on, sealed from objections
    where name_index = any(${words}) or second_name_index = any(${words}) or (person_key = any(${persons}) and (sealed is null or name_index is null))
    order by filed_on, id`;
  const opening = await keys.find(found.map(({ id }) => id));
  return found.map(({ sealed, householdId, ...row }) => {
    const opened = objector.open(opening, row.id, row.id, sealed);
    return { ...row, ...(opened ?? { lastName: '', initials: '', birthDate: null }), personId: row.id, householdId: householdId ?? row.id, isOpened: opened !== null };
  });
}

/** Everybody with a word of these names in common: they may be meant as well. */
export async function personsNear({ sql, keys }: Stores, rows: readonly Pick<Judged, 'nameIndex' | 'secondNameIndex'>[]): Promise<NamedRow[]> {
  const words = wordsIn(rows);
  return openRows({ sql, keys }, await sql<SealedRow[]>`
    ${judgedColumns(sql)} where p.name_index = any(${words}) or p.second_name_index = any(${words})`);
}

/** The undecided signals of a round that an objection in force may be about, by signal. */
export async function signalsNearObjections(stores: Stores, roundId: string): Promise<(Judged & { signalId: string })[]> {
  const { sql } = stores;
  return openRows(stores, await sql<SealedRow[]>`
    ${judgedColumns(sql)} where s.round_id = ${roundId} and s.state = 'pending' and exists (
      select from objections o where o.withdrawn_on is null and (
        o.name_index in (p.name_index, p.second_name_index) or o.second_name_index in (p.name_index, p.second_name_index)
        or (o.person_key = p.person_key and (o.sealed is null or o.name_index is null))))`);
}

/** The signals of running cases that this objection, in force or not, may be about. */
export async function signalsInCasesNear(stores: Stores, objectionId: string): Promise<(Judged & { signalId: string; caseId: string })[]> {
  const { sql } = stores;
  return openRows(stores, await sql<SealedRow[]>`
    ${judgedColumns(sql)} join cases c on c.id = s.case_id
    where c.phase not in ('candidate', 'closed') and s.state in ('in-case', 'pending') and exists (
      select from objections o where o.id = ${objectionId} and (
        o.name_index in (p.name_index, p.second_name_index) or o.second_name_index in (p.name_index, p.second_name_index)
        or (o.person_key = p.person_key and (o.sealed is null or o.name_index is null))))`);
}

/** Signals that may be of somebody who objected, and those that are not. */
export async function markDoubtful(tx: Db, { doubtful, clear }: { doubtful: readonly string[]; clear: readonly string[] }): Promise<void> {
  await tx`update signals set objection_doubt = (id = any(${[...doubtful]}::uuid[])) where id = any(${[...doubtful, ...clear]}::uuid[]) and objection_doubt <> (id = any(${[...doubtful]}::uuid[]))`;
}

/** The person of one signal, locked; null when that was erased, undefined when there is no such signal. */
export async function personOfSignal(stores: Stores, signalId: string): Promise<(Judged & { signalId: string; caseId: string }) | null | undefined> {
  const { sql } = stores;
  const rows = await sql<SealedRow[]>`${judgedColumns(sql)} where s.id = ${signalId} for update of p`;
  return rows.length === 0 ? undefined : ((await openRows(stores, rows))[0] ?? null);
}

interface SealedRow extends Omit<Judged, 'lastName' | 'initials' | 'birthDate'> {
  signalId: string;
  caseId: string;
  sealed: Buffer | null;
  sealedFor: string;
}

const judgedColumns = (sql: Db) => sql`
  select s.id as signal_id, s.case_id, p.id as person_id, p.sealed, p.sealed_for, p.name_index, p.second_name_index, p.person_key, coalesce(h.address_hash, h.id::text) as household_id
  from signals s join persons p on p.id = s.person_id join households h on h.id = s.household_id`;

async function openRows({ keys }: Stores, rows: readonly SealedRow[]): Promise<(Judged & { signalId: string; caseId: string })[]> {
  const opening = await keys.find(rows.map(({ sealedFor }) => sealedFor));
  return rows.flatMap(({ sealed, sealedFor, ...row }) => {
    const opened = person.open(opening, sealedFor, row.personId, sealed);
    return opened === null ? [] : [{ ...row, lastName: opened.lastName, initials: opened.initials, birthDate: opened.birthDate }];
  });
}
