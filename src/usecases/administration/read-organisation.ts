/** How the region is set up: a municipality with its postcodes, a team with its people, a creditor with its contacts. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { contactsOf, findCreditor } from '../../db/queries/administration/creditors.ts';
import { findMunicipality, postcodesOfMunicipality } from '../../db/queries/administration/places.ts';
import { findPairing, findTeamRow, pairingsOf, peopleOfTeam, type Pairing } from '../../db/queries/administration/teams.ts';
import { creditorKinds, labelOf } from '../../domain/codes.ts';
import { noCreditor } from './keep-creditors.ts';
import { noMunicipality } from './keep-places.ts';
import { noTeam } from './keep-teams.ts';

/** @throws AppError not-found */
export async function readMunicipality(sql: Sql, code: string) {
  const found = await findMunicipality(sql, code);
  if (found === null) throw noMunicipality();
  return { ...found, postcodes: await postcodesOfMunicipality(sql, code) };
}

/** @throws AppError not-found, also for a team of another municipality than the caller's */
export async function readTeam(sql: Sql, { municipalityCode }: CallingActor, id: string) {
  const found = await findTeamRow(sql, id);
  if (found === null || (municipalityCode !== null && found.municipalityCode !== municipalityCode)) throw noTeam();
  return { ...found, people: await peopleOfTeam(sql, id), pairings: await pairingsOf(sql, { teamId: id }) };
}

/** @throws AppError not-found */
export async function readCreditor(sql: Sql, id: string) {
  const found = await findCreditor(sql, id);
  if (found === null) throw noCreditor();
  return { ...found, kindLabel: labelOf(creditorKinds, found.kind), contacts: await contactsOf(sql, id), pairings: await pairingsOf(sql, { creditorId: id }) };
}

/** @throws Error when it is not there */
export async function readPairing(sql: Sql, id: string): Promise<Pairing> {
  const found = await findPairing(sql, id);
  if (found === null) throw new Error(`no pairing ${id}`);
  return found;
}
