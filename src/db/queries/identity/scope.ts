/** Conditions for where clauses: which rows an account may see. */
import type { CallingActor } from '../../../actor.ts';
import type { Db } from '../../connect.ts';

/** A condition on a column with a municipality: an account of one municipality sees nothing of another. */
export function inMunicipality(sql: Db, actor: CallingActor, column: 'cases.municipality_code' | 'deadlines.municipality_code' | 'households.municipality_code' | 'change_moves.municipality_code') {
  if (actor.role === 'creditor') return sql`false`;
  if (actor.municipalityCode !== null) return sql`${sql(column)} = ${actor.municipalityCode}`;
  // A caseworker's account without a municipality was set up wrongly, and sees nothing.
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
