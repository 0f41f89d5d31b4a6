/** Where a case stands after an action, without anything of a person. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { findStanding } from '../../db/queries/cases/case-rows.ts';
import { allowedActions, refusalOf } from '../../domain/case/lifecycle.ts';
import { standingOf, type CaseState } from '../../domain/case/state.ts';
import { AppError } from '../../errors.ts';

/**
 * The step, the phase, and what may be done now: enough for who shows the case already.
 * @throws AppError not-found
 */
export async function readCaseStep({ sql }: { sql: Sql }, actor: CallingActor, id: string) {
  const row = await findStanding(sql, actor, id);
  if (row === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  return { seq: row.state?.seq ?? 0, phase: row.phase, actions: actionsFor(row.anonymisedAt === null ? row.state : null, actor) };
}

export function actionsFor(state: CaseState | null, { role }: CallingActor) {
  if (state === null) return [];
  const now = standingOf(state);
  return allowedActions(now).map((allowed) => ({ ...allowed, mine: refusalOf(now, allowed.action, role) === null }));
}
