/** Reference data: municipalities, teams, creditors. */
import type { CallingActor } from '../../../actor.ts';
import type { CreditorKind } from '../../../domain/codes.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export const listMunicipalities = (sql: Db) =>
  sql<{ code: string; name: string; regionId: string }[]>`select code, name, region_id from municipalities order by name`;

export const listTeams = (sql: Db, actor: CallingActor) =>
  sql<{ id: string; name: string; municipalityCode: string }[]>`
    select id, name, municipality_code from teams t
    where ${standingToday(sql)} and ${actor.municipalityCode === null ? sql`true` : sql`municipality_code = ${actor.municipalityCode}`} order by name`;

/** A creditor sees only itself. */
export const listCreditors = (sql: Db, actor: CallingActor) =>
  sql<{ id: string; name: string; kind: CreditorKind }[]>`
    select id, name, kind from creditors
    where ${actor.role === 'creditor' ? sql`id = ${actor.creditorId}` : sql`true`} order by name`;

export async function isCreditor(sql: Db, id: string): Promise<boolean> {
  return (await sql`select 1 from creditors where id = ${id}`).length > 0;
}

export interface Agreement {
  /** Of the creditor. */
  kind: CreditorKind;
  validFrom: LocalDate;
  /** The last day; null while nobody has ended it. */
  validTo: LocalDate | null;
  /** Of which kinds its arrears may be; null: of its own. */
  allowedKinds: CreditorKind[] | null;
}

/** The agreement that holds on a day, else the last that ended before it, else the next to begin; null where none is on file. */
export async function agreementOn(sql: Db, creditorId: string, on: LocalDate): Promise<Agreement | null> {
  const [row] = await sql<Agreement[]>`
    select c.kind, a.valid_from, a.valid_to, a.allowed_kinds from agreements a join creditors c on c.id = a.creditor_id
    where a.creditor_id = ${creditorId}
    order by (a.valid_from <= ${on}::date and coalesce(a.valid_to, 'infinity') >= ${on}::date) desc, (a.valid_from <= ${on}::date) desc,
      case when a.valid_from <= ${on}::date then a.valid_from end desc, a.valid_from limit 1`;
  return row ?? null;
}

/** The last day of a creditor that was ended; null of others. */
export async function endOfCreditor(sql: Db, creditorId: string): Promise<LocalDate | null> {
  return (await sql<{ endedOn: LocalDate | null }[]>`select ended_on from creditors where id = ${creditorId}`)[0]?.endedOn ?? null;
}

export async function regionIds(sql: Db): Promise<string[]> {
  return (await sql<{ id: string }[]>`select id from regions order by id`).map(({ id }) => id);
}

/** Null for a municipality that does not take part. */
export async function regionOf(sql: Db, municipalityCode: string): Promise<string | null> {
  const [place] = await sql<{ regionId: string }[]>`select region_id from municipalities where code = ${municipalityCode}`;
  return place?.regionId ?? null;
}

/** Names by code. */
export async function municipalityNames(sql: Db): Promise<ReadonlyMap<string, string>> {
  return new Map((await sql<{ code: string; name: string }[]>`select code, name from municipalities`).map(({ code, name }) => [code, name]));
}

/** A condition on `t`, a team: that it has not ended. */
export const standingToday = (sql: Db) => sql`coalesce(t.ended_on, 'infinity') >= (now() at time zone 'Europe/Amsterdam')::date`;

/** A condition on `tc`, a pairing of team and creditor: that it holds today. */
export const pairedToday = (sql: Db) =>
  sql`coalesce(tc.valid_from, '-infinity') <= (now() at time zone 'Europe/Amsterdam')::date and coalesce(tc.valid_to, 'infinity') >= (now() at time zone 'Europe/Amsterdam')::date`;
