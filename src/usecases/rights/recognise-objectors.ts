/** Decides whether a signal's person objected, by the rules of same-person.ts, after opening what is sealed. */
import { objectionsNear, personsNear, type Judged, type StoredObjection } from '../../db/queries/rights/objections.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { sameness } from '../../domain/rights/same-person.ts';

/** `same`: the objection applies; `doubt`: it may, and a person has to decide. */
export type Held = 'same' | 'doubt';

/** By row, of those that an objection in force is about, or may be. */
export async function recogniseObjectors<Row extends Judged>(stores: Stores, rows: readonly Row[]): Promise<Map<Row, Held>> {
  const held = new Map<Row, Held>();
  const inForce = (await objectionsNear(stores, rows)).filter(({ withdrawnOn }) => withdrawnOn === null);
  if (inForce.length === 0) return held;
  const known = await personsNear(stores, inForce);
  for (const row of rows) {
    const verdicts = inForce.map((objection) => judge(objection, row, known));
    if (verdicts.includes('same')) held.set(row, 'same');
    else if (verdicts.includes('doubt')) held.set(row, 'doubt');
  }
  return held;
}

/** Those of one person, withdrawn ones too. */
export async function objectionsOfPerson(stores: Stores, rows: readonly Judged[]): Promise<StoredObjection[]> {
  const [near, known] = [await objectionsNear(stores, rows), await personsNear(stores, rows)];
  return near.filter((objection) => rows.some((row) => judge(objection, row, known) === 'same'));
}

/** For an objection without a name only the keyed hash counts. */
function judge(objection: StoredObjection, row: Judged, known: Parameters<typeof sameness>[2]) {
  if (!objection.isOpened) return objection.personKey === row.personKey ? 'doubt' : 'other';
  return sameness(objection, row, known);
}
