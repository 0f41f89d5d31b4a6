/** Searches cases by keyed hashes of names and of the address, so without opening sealed data. */
import type { CallingActor } from '../../../actor.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Phase } from '../../../domain/case/lifecycle.ts';
import type { Db } from '../../connect.ts';
import { inMunicipality } from '../identity/scope.ts';

export interface Wanted {
  /** Hashes of words that must all be in the person's name. */
  nameIndexes: readonly string[];
  /** Of the whole address, or of postcode and number where any addition will do. */
  addressHash: string | null;
  numberHash: string | null;
  /** Of the case, as people say it. */
  caseNumber: string | null;
  /** Of one of its signals, as its creditor knows it. */
  reference: string | null;
}

export interface FoundCase {
  id: string;
  number: string | null;
  phase: Phase;
  municipalityCode: string;
  municipality: string;
  openedAt: Instant;
  closedAt: Instant | null;
  /** Sealed by the case's key. */
  address: Buffer | null;
}

/** Where a page of them ended. */
export type FoundPosition = Pick<FoundCase, 'openedAt' | 'id'>;

/** The newest first; `after` is the last one of the page before. */
export function findCasesOf(sql: Db, actor: CallingActor, wanted: Wanted, { after, limit }: { after: FoundPosition | undefined; limit: number }): Promise<FoundCase[]> {
  const { addressHash, numberHash, caseNumber, reference, nameIndexes } = wanted;
  return sql<FoundCase[]>`
    select cases.id, cases.number, cases.phase, cases.municipality_code, municipalities.name as municipality, cases.opened_at, cases.closed_at, cases.address
    from cases join municipalities on municipalities.code = cases.municipality_code
    where ${inMunicipality(sql, actor, 'cases.municipality_code')}
      ${addressHash === null ? sql`` : sql`and cases.household_id in (select id from households where address_hash = ${addressHash})`}
      ${numberHash === null ? sql`` : sql`and cases.household_id in (select id from households where number_hash = ${numberHash})`}
      ${byReference(sql, { caseNumber, reference })}
      ${nameIndexes.length === 0 ? sql`` : sql`and cases.id in (select s.case_id from persons p join signals s on s.person_id = p.id where ${isCalled(sql, nameIndexes)})`}
      ${after === undefined ? sql`` : sql`and (cases.opened_at, cases.id) < (${after.openedAt}, ${after.id})`}
    order by cases.opened_at desc, cases.id desc
    limit ${limit}`;
}

/** By either: what somebody has on paper may be ours or a creditor's. */
function byReference(sql: Db, { caseNumber, reference }: Pick<Wanted, 'caseNumber' | 'reference'>) {
  if (reference === null) return sql``;
  return sql`and cases.id in (select case_id from signals where reference = ${reference} union select id from cases numbered where numbered.number = ${caseNumber})`;
}

export interface FoundPerson {
  id: string;
  caseId: string;
  sealed: Buffer;
  sealedFor: string;
  /** Whether the name matches the search. */
  isCalled: boolean;
}

export function personsOfCases(sql: Db, caseIds: readonly string[], { nameIndexes }: Wanted): Promise<FoundPerson[]> {
  return sql<FoundPerson[]>`
    select distinct on (s.case_id, p.id) p.id, s.case_id, p.sealed, p.sealed_for, ${isCalled(sql, nameIndexes)} as is_called
    from signals s join persons p on p.id = s.person_id
    where s.case_id = any(${[...caseIds]}::uuid[])
    order by s.case_id, p.id`;
}

/** Separate equalities: under row-level security other conditions do not use an index. */
function isCalled(sql: Db, nameIndexes: readonly string[]) {
  return nameIndexes.reduce((all, name) => sql`${all} and (p.name_index = ${name} or p.second_name_index = ${name})`, sql`true`);
}
