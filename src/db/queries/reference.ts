/** What everything else refers to: municipalities, teams, creditors. */
import type { CallingActor } from '../../actor.ts';
import type { CreditorKind } from '../../domain/codes.ts';
import type { Db } from '../connect.ts';

export const listMunicipalities = (sql: Db) =>
  sql<{ code: string; name: string; regionId: string }[]>`select code, name, region_id from municipalities order by name`;

export const listTeams = (sql: Db, actor: CallingActor) =>
  sql<{ id: string; name: string; municipalityCode: string }[]>`
    select id, name, municipality_code from teams
    where ${actor.municipalityCode === null ? sql`true` : sql`municipality_code = ${actor.municipalityCode}`} order by name`;

/** A creditor is told of itself only. */
export const listCreditors = (sql: Db, actor: CallingActor) =>
  sql<{ id: string; name: string; kind: CreditorKind }[]>`
    select id, name, kind from creditors
    where ${actor.role === 'creditor' ? sql`id = ${actor.creditorId}` : sql`true`} order by name`;
