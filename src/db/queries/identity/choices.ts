/** What a filter of a list can name, as far as the account may know of it. */
import type { CallingActor } from '../../../actor.ts';
import type { Db } from '../../connect.ts';

export interface Choice {
  /** What is stored and compared. */
  code: string;
  name: string;
}

export const municipalityChoices = (sql: Db, { municipalityCode }: CallingActor) => sql<Choice[]>`
  select code, name from municipalities where ${municipalityCode === null ? sql`true` : sql`code = ${municipalityCode}`} order by name`;

export const teamChoices = (sql: Db, { municipalityCode }: CallingActor) => sql<Choice[]>`
  select id as code, name from teams where ${municipalityCode === null ? sql`true` : sql`municipality_code = ${municipalityCode}`} order by name`;

/** The caseworkers to whom a case can be assigned. */
export const caseworkerChoices = (sql: Db, { municipalityCode }: CallingActor) => sql<Choice[]>`
  select id as code, name from accounts where role = 'caseworker' and ${municipalityCode === null ? sql`true` : sql`municipality_code = ${municipalityCode}`} order by name`;

export const creditorChoices = (sql: Db, { role, creditorId }: CallingActor) => sql<Choice[]>`
  select id as code, name from creditors where ${role === 'creditor' ? sql`id = ${creditorId}` : sql`true`} order by name`;

/** Rounds by their month, the newest first. */
export const roundChoices = (sql: Db) => sql<Choice[]>`select id as code, month as name from rounds order by month desc, id`;
