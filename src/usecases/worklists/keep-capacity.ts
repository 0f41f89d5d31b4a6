/** What a team can do on a day: how many visits when everybody is there, and who is not. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { findAccountRow } from '../../db/queries/administration/accounts.ts';
import { findTeamRow } from '../../db/queries/administration/teams.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findAbsence, insertAbsence, insertCapacity, withdrawAbsence, type Absence } from '../../db/queries/worklists/planning.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { agreedDayProblem } from '../../domain/time/future-day.ts';
import { AppError } from '../../errors.ts';
import { invalidField } from '../administration/guards.ts';
import { noTeam } from '../administration/keep-teams.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { idFrom } from '../cases/add-note.ts';

/** @throws AppError invalid-input */
function mustNotBeTooFar(field: string, date: LocalDate, at: Instant): void {
  const problem = agreedDayProblem(field, date, localDate(at));
  if (problem !== null) throw invalidField(field, problem.rule, problem.message);
}

/** @throws AppError not-found, invalid-input */
export async function setCapacity(sql: Sql, actor: CallingActor, { teamId, validFrom, visitsADay }: { teamId: string; validFrom: LocalDate; visitsADay: number }, { key, at }: { key: string; at: Instant }) {
  const team = await findTeamRow(sql, teamId);
  if (team === null || (actor.municipalityCode !== null && team.municipalityCode !== actor.municipalityCode)) throw noTeam();
  if (validFrom < localDate(at)) throw invalidField('validFrom', 'not-past', 'Wat geweest is verandert niet; kies vandaag of later.');
  mustNotBeTooFar('validFrom', validFrom, at);
  const row = { teamId, validFrom, visitsADay };
  await sql.begin(async (tx) => {
    if (await insertCapacity(tx, { ...row, id: idFrom(`capacity ${teamId} ${key}`), recordedBy: actor.id, recordedAt: at })) await writeAudit(tx, actor, { action: 'set-capacity', outcome: 'done', at, detail: row });
  });
  return row;
}

/** Why somebody is not there is not asked. @throws AppError forbidden, invalid-input */
export async function recordAbsence(sql: Sql, actor: CallingActor, { caseworkerId, firstDay, lastDay }: { caseworkerId: string; firstDay: LocalDate; lastDay: LocalDate }, { key, at }: { key: string; at: Instant }): Promise<Absence> {
  const account = await findAccountRow(sql, caseworkerId);
  if (account === null || account.role !== 'caseworker') throw invalidField('caseworkerId', 'exists', 'Deze medewerker bestaat niet.');
  mustBeTheirs(actor, account.municipalityCode);
  if (lastDay < firstDay) throw invalidField('lastDay', 'order', 'De laatste dag ligt voor de eerste.');
  mustNotBeTooFar('lastDay', lastDay, at);
  const row = { id: idFrom(`absence ${caseworkerId} ${key}`), accountId: caseworkerId, firstDay, lastDay };
  await sql.begin(async (tx) => {
    if (await insertAbsence(tx, { ...row, recordedBy: actor.id, recordedAt: at })) await writeAudit(tx, actor, { action: 'record-absence', outcome: 'done', at, detail: { absenceId: row.id, accountId: caseworkerId, firstDay, lastDay } });
  });
  return row;
}

/** @throws AppError not-found */
export async function takeBackAbsence(sql: Sql, actor: CallingActor, { id, at }: { id: string; at: Instant }): Promise<void> {
  const found = await findAbsence(sql, id);
  const account = found === null ? null : await findAccountRow(sql, found.accountId);
  if (found === null || account === null || (actor.municipalityCode !== null && account.municipalityCode !== actor.municipalityCode)) throw new AppError('not-found', 'Deze afwezigheid bestaat niet, of is niet van uw gemeente.');
  await sql.begin(async (tx) => {
    if (await withdrawAbsence(tx, id, at)) await writeAudit(tx, actor, { action: 'withdraw-absence', outcome: 'done', at, detail: { absenceId: id, accountId: found.accountId } });
  });
}
