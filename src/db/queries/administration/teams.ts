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
  /** The last day; null while nobody has ended it. */
  endedOn: LocalDate | null;
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
  return (await sql<TeamRow[]>`select id, name, email, municipality_code, version, ended_on from teams where id = ${id}`)[0] ?? null;
}

export async function lockTeam(tx: Db, id: string): Promise<TeamRow | null> {
  return (await tx<TeamRow[]>`select id, name, email, municipality_code, version, ended_on from teams where id = ${id} for update`)[0] ?? null;
}

/** @returns whether it is new */
export async function insertTeam(tx: Db, team: TeamFields & { id: string }): Promise<boolean> {
  return (await tx`insert into teams ${tx(team)} on conflict (id) do nothing`).count > 0;
}

export async function updateTeam(tx: Db, id: string, { name, email }: Pick<TeamFields, 'name' | 'email'>): Promise<void> {
  await tx`update teams set name = ${name}, email = ${email}, version = version + 1 where id = ${id}`;
}

export async function endTeamOn(tx: Db, id: string, day: LocalDate): Promise<void> {
  await tx`update teams set ended_on = ${day}, version = version + 1 where id = ${id}`;
}

/** Cases of a team that have not closed, candidates too. */
export async function casesOfTeam(sql: Db, id: string): Promise<number> {
  return (await sql<{ n: number }[]>`select count(*)::int as n from cases where team_id = ${id} and phase <> 'closed'`)[0]?.n ?? 0;
}

/** Pairings that would run on end on that day; one that has not begun by then ends before it begins. */
export async function endPairingsOf(tx: Db, of: { teamId: string } | { creditorId: string }, day: LocalDate): Promise<void> {
  const theirs = 'teamId' in of ? tx`team_id = ${of.teamId}` : tx`creditor_id = ${of.creditorId}`;
  await tx`delete from team_creditors where ${theirs} and valid_from > ${day}`;
  await tx`update team_creditors set valid_to = ${day} where ${theirs} and coalesce(valid_to, 'infinity') > ${day}`;
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
