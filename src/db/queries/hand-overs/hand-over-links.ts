/** Links with which a service confirms a hand-over. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface HandOverLink {
  id: string;
  caseId: string;
  handOverId: string;
  expiresAt: Instant;
  usedAt: Instant | null;
  municipality: string;
}

/** False when it was made before. */
export async function insertHandOverLink(tx: Db, link: Pick<HandOverLink, 'id' | 'caseId' | 'handOverId' | 'expiresAt'> & { madeBy: string; madeAt: Instant }): Promise<boolean> {
  return (await tx`insert into hand_over_links ${tx(link)} on conflict (id) do nothing`).count === 1;
}

export async function findHandOverLink(sql: Db, id: string): Promise<HandOverLink | null> {
  const [link] = await sql<HandOverLink[]>`
    select l.id, l.case_id, l.hand_over_id, l.expires_at, l.used_at, m.name as municipality
    from hand_over_links l join cases c on c.id = l.case_id join municipalities m on m.code = c.municipality_code where l.id = ${id}`;
  return link ?? null;
}

/** False when it was used before. */
export async function useHandOverLink(tx: Db, id: string, at: Instant): Promise<boolean> {
  return (await tx`update hand_over_links set used_at = ${at} where id = ${id} and used_at is null`).count === 1;
}
