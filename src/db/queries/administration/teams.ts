/** Teams, their people, and the creditors whose cases they take, as an administrator keeps them. */
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface TeamFields {
  name: string;
  email: string;
  municipalityCode: string;
}
export interface TeamRow extends TeamFields {
  id: string;
  version: number;
}

export interface Pairing {
  id: string;
  teamId: string;
  creditorId: string;
  /** Null: always. */
  validFrom: LocalDate | null;
  validTo: LocalDate | null;
}

export async function findTeamRow(sql: Db, id: string): Promise<TeamRow | null> {
  return (await sql<TeamRow[]>`select id, name, email, municipality_code, version from teams where id = ${id}`)[0] ?? null;
}

export async function lockTeam(tx: Db, id: string): Promise<TeamRow | null> {
  return (await tx<TeamRow[]>`select id, name, email, municipality_code, version from teams where id = ${id} for update`)[0] ?? null;
}

/** @returns whether it is new */
export async function insertTeam(tx: Db, team: TeamFields & { id: string }): Promise<boolean> {
  return (await tx`insert into teams ${tx(team)} on conflict (id) do nothing`).count > 0;
}

export async function updateTeam(tx: Db, id: string, { name, email }: Pick<TeamFields, 'name' | 'email'>): Promise<void> {
  await tx`update teams set name = ${name}, email = ${email}, version = version + 1 where id = ${id}`;
}

/** Who is in it now. */
export const peopleOfTeam = (sql: Db, teamId: string) =>
  sql<{ id: string; name: string }[]>`select id, name from accounts where team_id = ${teamId} and left_at is null and blocked_at is null order by name, id`;

const columns = (sql: Db) => sql`id, team_id, creditor_id, valid_from, valid_to`;

export const pairingsOf = (sql: Db, of: { teamId: string } | { creditorId: string }) =>
  sql<Pairing[]>`select ${columns(sql)} from team_creditors where ${'teamId' in of ? sql`team_id = ${of.teamId}` : sql`creditor_id = ${of.creditorId}`} order by team_id, creditor_id, valid_from nulls first`;

export async function findPairing(sql: Db, id: string): Promise<Pairing | null> {
  return (await sql<Pairing[]>`select ${columns(sql)} from team_creditors where id = ${id}`)[0] ?? null;
}

export async function insertPairing(tx: Db, pairing: Pairing): Promise<void> {
  await tx`insert into team_creditors ${tx({ ...pairing })}`;
}

export async function endPairing(tx: Db, id: string, validTo: LocalDate): Promise<void> {
  await tx`update team_creditors set valid_to = ${validTo} where id = ${id}`;
}
