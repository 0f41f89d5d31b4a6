/** What somebody has in hand goes to somebody named: cases by their own action, appointments by an event in their case. */
import type { CallingActor } from '../../actor.ts';
import type { Db } from '../../db/connect.ts';
import { findAccountRow, type AccountRow } from '../../db/queries/administration/accounts.ts';
import { anyTeamOf, appointmentsInHand, casesInHand, unfinishedHandOvers, type AppointmentInHand, type CaseInHand } from '../../db/queries/administration/work-in-hand.ts';
import { insertEvent } from '../../db/queries/cases/timeline.ts';
import { systemActor } from '../../domain/case/commands.ts';
import { standingOfAccount } from '../../domain/identity/account.ts';
import { localDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { idFrom } from '../cases/add-note.ts';
import { actOnCase, type ActDependencies } from '../cases/act-on-case.ts';
import { invalidField } from './guards.ts';
import type { InHand } from './read-accounts.ts';

/** Who decided it; the system does it, since an administrator reads no case. */
type By = Pick<CallingActor, 'id' | 'requestId' | 'signedInBy'>;

interface HandOver {
  from: AccountRow;
  to: AccountRow;
  /** Of the request: the work may come back, and go again. */
  key: string;
}

/** An account leaves once, however often the request comes. */
export const ofLeaving = ({ id }: AccountRow): string => `leaving ${id}`;

/** @throws AppError invalid-input when nobody can take the work over who works there */
export async function successorFor(sql: Db, account: AccountRow, successorId: string): Promise<AccountRow> {
  const successor = await findAccountRow(sql, successorId);
  const fits = successor !== null && successor.id !== account.id && successor.role === 'caseworker' && successor.municipalityCode === account.municipalityCode && standingOfAccount(successor) === 'active';
  if (!fits) throw invalidField('successorId', 'exists', 'Noem een andere medewerker van dezelfde gemeente, die zelf niet geblokkeerd of uit dienst is.');
  return successor;
}

/**
 * Done twice it is done once: what has been taken over is no longer in hand. A case that does not take it now is left, and counted.
 * @param deps with the scope of the system
 * @returns what is still in hand
 * @throws AppError engine-unavailable
 */
export async function handOverWork(deps: ActDependencies, by: By, { from, to, key }: HandOver): Promise<InHand> {
  const { sql } = deps;
  const today = localDate(new Date().toISOString());
  for (const one of await appointmentsInHand(sql, from, today)) await handOverAppointment(deps, by, { one, from, to, key });
  for (const one of await casesInHand(sql, from.id)) await handOverCase(deps, by, { one, from, to, key });
  const [cases, appointments] = [await casesInHand(sql, from.id), await appointmentsInHand(sql, from, today)];
  return { cases: cases.length, appointments: appointments.length };
}

async function handOverAppointment({ sql }: ActDependencies, by: By, { one, from, to, key }: HandOver & { one: AppointmentInHand }): Promise<void> {
  const { caseId, appointment, date } = one;
  const event = { type: 'appointment-handed-over' as const, data: { appointment, date, from: from.id, caseworkerId: to.id } };
  await insertEvent(sql, { ...event, caseId, key: idFrom(`hand-over ${appointment} ${from.id} ${key}`), at: new Date().toISOString(), actorId: by.id, actorRole: 'system' });
}

async function handOverCase(deps: ActDependencies, by: By, { one, from, to, key }: HandOver & { one: CaseInHand }): Promise<void> {
  // The list of one's own cases is that of one's team.
  const teamId = to.teamId ?? one.teamId ?? (await anyTeamOf(deps.sql, one.municipalityCode));
  if (teamId === null) return;
  const actor: CallingActor = { ...by, role: 'system', municipalityCode: null, teamId: null, creditorId: null };
  try {
    await actOnCase(deps, actor, { caseId: one.id, action: 'reassign', key: idFrom(`hand-over ${one.id} ${from.id} ${key}`), body: { teamId, caseworkerId: to.id, reason: 'De beheerder heeft het werk van de vorige medewerker overgedragen.' } });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'engine-unavailable') throw error;
  }
}

/** Goes on where a hand-over stopped because a part of the system was away: of those who left. Whoever took over and left in turn has a successor too. */
export async function finishHandOvers(deps: ActDependencies): Promise<void> {
  for (const id of await unfinishedHandOvers(deps.sql)) {
    const from = await findAccountRow(deps.sql, id);
    const to = from === null ? null : await lastSuccessor(deps, from);
    if (from !== null && to !== null) await handOverWork(deps, systemActor, { from, to, key: ofLeaving(from) });
  }
}

async function lastSuccessor({ sql }: ActDependencies, from: AccountRow): Promise<AccountRow | null> {
  const seen = new Set([from.id]);
  let to: AccountRow | null = from;
  while (to !== null && to.leftAt !== null) {
    to = to.successorId === null || seen.has(to.successorId) ? null : await findAccountRow(sql, to.successorId);
    if (to !== null) seen.add(to.id);
  }
  return to;
}
