/** Which open cases are probably of the same household, for a person to decide: found by a keyed hash, then opened and compared. */
import type { Db } from '../../db/connect.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { homesOf, joiningsOf, neighboursOf } from '../../db/queries/signals/likely-households.ts';
import { likenessOf, type Likeness } from '../../domain/matching/likely-household.ts';
import { likenessLabels } from '../../wording/labels/labels.ts';

export interface LikelySame {
  caseId: string;
  likeness: Likeness;
  /** Dutch. */
  reason: string;
}

/** By case, of those that have any. */
export async function findLikelyHouseholds(stores: Stores, caseIds: readonly string[]): Promise<ReadonlyMap<string, LikelySame[]>> {
  const pairs = await neighboursOf(stores.sql, caseIds);
  const found = new Map<string, LikelySame[]>();
  if (pairs.length === 0) return found;
  const homes = await homesOf(stores, [...new Set(pairs.flatMap(({ caseId, otherCaseId }) => [caseId, otherCaseId]))]);
  for (const { caseId, otherCaseId } of pairs) {
    const [one, other] = [homes.get(caseId), homes.get(otherCaseId)];
    const likeness = one === undefined || other === undefined ? null : likenessOf(one, other);
    if (likeness !== null) found.set(caseId, [...(found.get(caseId) ?? []), { caseId: otherCaseId, likeness, reason: likenessLabels[likeness] }]);
  }
  return found;
}

/** What a person joined to a case, with its reason. */
export const readJoinings = async (sql: Db, caseId: string) => (await joiningsOf(sql, caseId)).map((joining) => ({ ...joining, reason: likenessLabels[joining.likeness] }));
