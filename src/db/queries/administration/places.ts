/** Regions, and municipalities with their postcodes, as an administrator keeps them. */
import type { PostcodeRange } from '../../../domain/matching/postcodes.ts';
import type { Policy } from '../../../domain/planning/policy.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface MunicipalityRow {
  code: string;
  name: string;
  regionId: string;
  /** Which residents call back; null until somebody records it. */
  phone: string | null;
  version: number;
}

/** @returns whether it is new, and its name as it stands */
export async function insertRegion(tx: Db, { id, name }: { id: string; name: string }): Promise<{ isNew: boolean; name: string }> {
  const { count } = await tx`insert into regions (id, name) values (${id}, ${name}) on conflict (id) do nothing`;
  const [row] = await tx<{ name: string }[]>`select name from regions where id = ${id}`;
  return { isNew: count > 0, name: row?.name ?? name };
}

export async function insertFirstPolicy(tx: Db, regionId: string, validFrom: LocalDate, policy: Policy): Promise<void> {
  await tx`insert into policies (version, region_id, valid_from, body) values (${policy.version}, ${regionId}, ${validFrom}, ${tx.json(policy)})`;
}

export const isPolicyVersion = async (sql: Db, version: string): Promise<boolean> => (await sql`select 1 from policies where version = ${version}`).length > 0;

export async function findMunicipality(sql: Db, code: string): Promise<MunicipalityRow | null> {
  return (await sql<MunicipalityRow[]>`select code, name, region_id, phone, version from municipalities where code = ${code}`)[0] ?? null;
}

export async function lockMunicipality(tx: Db, code: string): Promise<MunicipalityRow | null> {
  return (await tx<MunicipalityRow[]>`select code, name, region_id, phone, version from municipalities where code = ${code} for update`)[0] ?? null;
}

/** @returns whether it is new */
export async function insertMunicipality(tx: Db, place: Omit<MunicipalityRow, 'version' | 'phone'>): Promise<boolean> {
  return (await tx`insert into municipalities ${tx(place)} on conflict (code) do nothing`).count > 0;
}

export async function updateMunicipality(tx: Db, code: string, { name, phone }: Pick<MunicipalityRow, 'name' | 'phone'>): Promise<void> {
  await tx`update municipalities set name = ${name}, phone = ${phone}, version = version + 1 where code = ${code}`;
}

export const postcodesOfMunicipality = (sql: Db, code: string) =>
  sql<PostcodeRange[]>`select first, last, place from municipality_postcodes where municipality_code = ${code} order by first`;

/** Others who change postcodes wait until the transaction ends. */
export async function lockPostcodes(tx: Db): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('postcodes', 0))`;
}

export const postcodesOfOthers = (sql: Db, code: string) => sql<(PostcodeRange & { municipality: string })[]>`
  select p.first, p.last, p.place, m.name as municipality from municipality_postcodes p join municipalities m on m.code = p.municipality_code where m.code <> ${code} order by p.first`;

export async function replacePostcodes(tx: Db, code: string, ranges: readonly PostcodeRange[]): Promise<void> {
  await tx`delete from municipality_postcodes where municipality_code = ${code}`;
  if (ranges.length > 0) await tx`insert into municipality_postcodes ${tx(ranges.map(({ first, last, place }) => ({ municipalityCode: code, first, last, place })))}`;
  await tx`update municipalities set version = version + 1 where code = ${code}`;
}
