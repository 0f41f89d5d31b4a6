import type { Db, Sql } from '../../db/connect.ts';
import { casesWithoutFacts, markFactsMade, plansWithoutCodes, setPlanCodes, storeFacts } from '../../db/queries/records/case-facts.ts';
import { planCodesOf } from '../../domain/case/plan/plan.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { planBody } from '../../privacy/personal.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
}

const AT_ONCE = 100;

/**
 * Makes what reports count of cases that an older release stored, a page a transaction: from their timelines, and from their
 * plans, which are opened for it. A worker that dies in between leaves what is done, and the next one goes on; several at once
 * share the work. Of a case that was anonymised before nothing of its plan is left to count.
 * @returns of how many cases
 */
export async function makeFacts(deps: Dependencies, onStep: () => void = () => undefined): Promise<number> {
  for (let total = 0; ; ) {
    const done = await deps.sql.begin((tx) => makePage(tx, deps.keys));
    onStep();
    if (done === 0) return total;
    total += done;
  }
}

async function makePage(tx: Db, keys: KeyStore): Promise<number> {
  const cases = await casesWithoutFacts(tx, AT_ONCE);
  const ids = cases.map(({ id }) => id);
  const plans = await plansWithoutCodes(tx, ids);
  const opening = await keys.find(plans.map(({ caseId }) => caseId));
  for (const { id, caseId, sealed } of plans) {
    const body = planBody.open(opening, caseId, id, sealed);
    if (body !== null) await setPlanCodes(tx, id, planCodesOf(body));
  }
  for (const { state } of cases) if (state !== null) await storeFacts(tx, state);
  await markFactsMade(tx, ids);
  return cases.length;
}
