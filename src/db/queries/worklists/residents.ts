/** Who the cases of a list are about, still sealed; many cases at once. */
import type { CaseResult } from '../../../domain/codes.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Phase } from '../../../domain/case/lifecycle.ts';
import type { Db } from '../../connect.ts';

export interface SealedResident {
  caseId: string;
  householdId: string;
  personId: string;
  sealed: Buffer;
  sealedFor: string;
}

/** A row for each person of a signal; without who objected, and without who was erased. */
export const residentsOf = (sql: Db, caseIds: readonly string[]): Promise<SealedResident[]> => sql<SealedResident[]>`
  select distinct on (s.case_id, p.id) s.case_id, s.household_id, p.id as person_id, p.sealed, p.sealed_for
  from signals s join persons p on p.id = s.person_id
  where s.case_id = any(${[...caseIds]}::uuid[]) and p.sealed is not null and not (s.state = 'dropped' and coalesce(s.reason, '') = 'objection')
  order by s.case_id, p.id`;

export interface OtherCase extends SealedResident {
  /** The person of the case that was asked about. */
  of: string;
  phase: Phase;
  openedAt: Instant;
  closedAt: Instant | null;
  result: CaseResult | null;
}

/** Other cases, now or before, of somebody with the same surname and date of birth; `personIds` are of persons whose date of birth is known. */
export const otherCasesOf = (sql: Db, personIds: readonly string[]): Promise<OtherCase[]> => sql<OtherCase[]>`
  select distinct on (p.id, c.id, q.id) p.id as of, s.case_id, s.household_id, q.id as person_id, q.sealed, q.sealed_for, c.phase, c.opened_at, c.closed_at, c.result
  from persons p join persons q on q.name_index = p.name_index and q.person_key = p.person_key and q.id <> p.id
  join signals s on s.person_id = q.id and not (s.state = 'dropped' and coalesce(s.reason, '') = 'objection')
  join cases c on c.id = s.case_id and c.matched_at is not null
  where p.id = any(${[...personIds]}::uuid[]) and q.sealed is not null
  order by p.id, c.id, q.id`;
