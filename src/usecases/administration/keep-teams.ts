/** Teams, and the creditors whose cases they take. */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { findMunicipality } from '../../db/queries/administration/places.ts';
import { casesOfTeam, endPairing, endPairingsOf, endTeamOn, findPairing, findTeamRow, insertPairing, insertTeam, lockTeam, pairingsOf, peopleOfTeam, updateTeam, type Pairing, type TeamFields, type TeamRow } from '../../db/queries/administration/teams.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { endOfCreditor, isCreditor } from '../../db/queries/identity/reference.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';
import { idFrom } from '../cases/add-note.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { invalidField, mustBeAsRead, mustBeToCome } from './guards.ts';

export const noTeam = (): AppError => new AppError('not-found', 'Dit team bestaat niet, of is niet van uw gemeente.');

/** @returns whether it is new @throws AppError forbidden, invalid-input; conflict when the id is another team's */
export async function createTeam(sql: Sql, actor: CallingActor, team: TeamFields & { id: string }, at: Instant): Promise<boolean> {
  mustBeTheirs(actor, team.municipalityCode);
  return sql.begin(async (tx) => {
    if ((await findMunicipality(tx, team.municipalityCode)) === null) throw invalidField('municipalityCode', 'exists', 'Deze gemeente bestaat hier niet; voeg haar eerst toe.');
    const isNew = await insertTeam(tx, team);
    const found = await findTeamRow(tx, team.id);
    if (found?.name !== team.name || found.email !== team.email || found.municipalityCode !== team.municipalityCode) throw new AppError('conflict', 'Deze aanduiding (id) is al van een ander team; kies een andere.', { extra: { reason: 'exists' } });
    if (isNew) await writeAudit(tx, actor, { action: 'change-team', outcome: 'done', at, detail: { teamId: team.id, municipalityCode: team.municipalityCode, fields: ['id'] } });
    return isNew;
  });
}

/** What is not given stays. Mail to the team goes to its new address from now on. @throws AppError not-found; conflict when it was changed meanwhile */
export async function changeTeam(sql: Sql, actor: CallingActor, { id, version, changes }: { id: string; version: number; changes: Partial<Pick<TeamFields, 'name' | 'email'>> }, at: Instant): Promise<void> {
  await sql.begin(async (tx) => {
    const found = await teamToChange(tx, actor, id);
    const wanted = { ...found, ...changes };
    const fields = (['name', 'email'] as const).filter((field) => wanted[field] !== found[field]);
    if (fields.length === 0) return;
    mustBeAsRead(found, version);
    await updateTeam(tx, id, wanted);
    await writeAudit(tx, actor, { action: 'change-team', outcome: 'done', at, detail: { teamId: id, fields } });
  });
}

async function teamToChange(tx: Db, actor: CallingActor, id: string): Promise<TeamRow> {
  const team = await lockTeam(tx, id);
  if (team === null || (actor.municipalityCode !== null && team.municipalityCode !== actor.municipalityCode)) throw noTeam();
  return team;
}

interface Pair {
  teamId: string;
  creditorId: string;
  validFrom: LocalDate;
}

/**
 * From a day on the team takes the creditor's cases in its municipality; a case keeps the team that it has.
 * @returns its id
 * @throws AppError not-found, invalid-input; conflict when a pairing of both runs on that day
 */
export async function pairTeam(sql: Sql, actor: CallingActor, { teamId, creditorId, validFrom }: Pair, { key, at }: { key: string; at: Instant }): Promise<string> {
  const id = idFrom(`pairing ${actor.id} ${key}`);
  await sql.begin(async (tx) => {
    const team = await teamToChange(tx, actor, teamId);
    if ((await findPairing(tx, id)) !== null) return;
    if (!(await isCreditor(tx, creditorId))) throw invalidField('creditorId', 'exists', 'Deze schuldeiser bestaat hier niet; voeg haar eerst toe.');
    const ended = team.endedOn ?? (await endOfCreditor(tx, creditorId));
    if (ended !== null && validFrom > ended) throw new AppError('conflict', `${team.endedOn === null ? 'Deze schuldeiser' : 'Dit team'} is geëindigd op ${dateInWords(ended)}.`, { extra: { reason: 'ended' } });
    if (validFrom < localDate(at)) throw invalidField('validFrom', 'not-past', 'Een koppeling gaat vandaag of later in: zaken houden het team dat zij hebben.');
    const running = (await pairingsOf(tx, { teamId })).find((one) => one.creditorId === creditorId && (one.validTo === null || one.validTo >= validFrom));
    if (running !== undefined) throw new AppError('conflict', `Dit team werkt al voor deze schuldeiser${running.validTo === null ? '' : ` tot en met ${dateInWords(running.validTo)}`}.`, { extra: { reason: 'exists', pairingId: running.id } });
    await insertPairing(tx, { id, teamId, creditorId, validFrom, validTo: null });
    await writeAudit(tx, actor, { action: 'change-pairing', outcome: 'done', at, detail: { pairingId: id, teamId, creditorId, validFrom, municipalityCode: team.municipalityCode } });
  });
  return id;
}

/** From the day after, new cases go to another team. @throws AppError not-found, invalid-input; conflict when it has ended */
export async function endPair(sql: Sql, actor: CallingActor, { id, validTo }: { id: string; validTo: LocalDate }, at: Instant): Promise<Pairing> {
  return sql.begin(async (tx) => {
    const known = await findPairing(tx, id);
    if (known === null) throw noPairing();
    await teamToChange(tx, actor, known.teamId);
    const found = (await findPairing(tx, id)) ?? known;
    if (found.validTo === validTo) return found;
    if (found.validTo !== null && found.validTo < localDate(at)) throw new AppError('conflict', `Deze koppeling is geëindigd op ${dateInWords(found.validTo)}.`);
    if (validTo < localDate(at)) throw invalidField('validTo', 'not-past', 'Deze dag is al geweest; kies vandaag of later.');
    if (found.validFrom !== null && validTo < found.validFrom) throw invalidField('validTo', 'order', `Deze koppeling begint pas op ${dateInWords(found.validFrom)}; kies die dag of later.`);
    await endPairing(tx, id, validTo);
    await writeAudit(tx, actor, { action: 'change-pairing', outcome: 'done', at, detail: { pairingId: id, teamId: found.teamId, creditorId: found.creditorId, validTo } });
    return { ...found, validTo };
  });
}

const noPairing = (): AppError => new AppError('not-found', 'Deze koppeling bestaat niet, of is niet van uw gemeente.');

/**
 * From the day after, no case goes to the team and nobody is put in it.
 * @param system reads every case, also for whoever may not
 * @throws AppError not-found, invalid-input; conflict while it has cases or people, with what to do first, or when it ended on another day
 */
export async function endTeam({ sql, system }: { sql: Sql; system: Db }, actor: CallingActor, { id, validTo }: { id: string; validTo: LocalDate }, at: Instant): Promise<void> {
  await sql.begin(async (tx) => {
    const team = await teamToChange(tx, actor, id);
    if (team.endedOn === validTo) return;
    mustBeToCome(team.endedOn, validTo, at, 'Dit team');
    const [cases, people] = [await casesOfTeam(system, id), await peopleOfTeam(tx, id)];
    if (cases > 0 || people.length > 0) throw inUse(cases, people.length);
    await endTeamOn(tx, id, validTo);
    await endPairingsOf(tx, { teamId: id }, validTo);
    await writeAudit(tx, actor, { action: 'change-team', outcome: 'done', at, detail: { teamId: id, municipalityCode: team.municipalityCode, validTo } });
  });
}

function inUse(cases: number, people: number): AppError {
  const first = [
    ...(cases === 0 ? [] : [`zet de ${cases === 1 ? 'lopende zaak' : `${cases} lopende zaken`} op een ander team`]),
    ...(people === 0 ? [] : [`geef de ${people === 1 ? 'medewerker' : `${people} medewerkers`} een ander team, of zet hen uit dienst`]),
  ].join(', en ');
  return new AppError('conflict', `Dit team is nog in gebruik: ${first}. Beëindig het daarna.`, { extra: { reason: 'in-use', cases, people } });
}
