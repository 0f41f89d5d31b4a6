/** Which rows an account may see: the one place that says so, used in where clauses. */
import type { CallingActor } from '../../actor.ts';
import type { Db } from '../connect.ts';

/** A condition on a municipality's column: who works for one municipality sees nothing of another. */
export function inMunicipality(sql: Db, actor: CallingActor, column: 'cases.municipality_code' | 'deadlines.municipality_code' | 'households.municipality_code' | 'change_moves.municipality_code') {
  if (actor.role === 'creditor') return sql`false`;
  if (actor.municipalityCode !== null) return sql`${sql(column)} = ${actor.municipalityCode}`;
  // A caseworker without a municipality has been set up wrongly, and sees nothing.
  return actor.role === 'caseworker' ? sql`false` : sql`true`;
}

/** A condition on signals: a creditor's own, or those of the municipality. */
export function visibleSignals(sql: Db, actor: CallingActor) {
  return actor.role === 'creditor' ? sql`signals.creditor_id = ${actor.creditorId}` : inMunicipality(sql, actor, 'households.municipality_code');
}

/** A condition on cases to act on: a creditor answers about cases that hold a signal of its own. */
export function actableCases(sql: Db, actor: CallingActor) {
  if (actor.role !== 'creditor') return inMunicipality(sql, actor, 'cases.municipality_code');
  return sql`exists (select 1 from signals where signals.case_id = cases.id and signals.creditor_id = ${actor.creditorId} and signals.state = 'in-case')`;
}
