import type { Consent } from '../../../domain/rights/consent.ts';
import type { Role } from '../../../domain/case/lifecycle.ts';
import type { Db } from '../../connect.ts';

interface ConsentRow extends Consent {
  id: string;
  caseId: string;
  actorId: string;
  actorRole: Role;
}

/** The consents of a case, in the order of recording. */
export function consentsOfCase(sql: Db, caseId: string): Promise<ConsentRow[]> {
  return sql<ConsentRow[]>`
    select id, case_id, person_id, purpose, state, how, given_on as on, recorded_at, actor_id, actor_role from consents where case_id = ${caseId} order by n`;
}

export async function insertConsent(sql: Db, { id, caseId, personId, purpose, state, on, how, recordedAt, actorId, actorRole }: ConsentRow): Promise<boolean> {
  const inserted = await sql`
    insert into consents (id, case_id, person_id, purpose, state, how, given_on, recorded_at, actor_id, actor_role)
    values (${id}, ${caseId}, ${personId}, ${purpose}, ${state}, ${how}, ${on}, ${recordedAt}, ${actorId}, ${actorRole}) on conflict (id) do nothing`;
  return inserted.count === 1;
}
