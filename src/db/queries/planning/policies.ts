import type { CaseInput } from '../../../domain/case/state.ts';
import type { ClosedDay } from '../../../domain/time/calendar.ts';
import { decreeDays } from '../../../domain/time/calendar.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import { policySchema, type Policy } from '../../../domain/planning/policy.ts';
import type { Db } from '../../connect.ts';

/** The policies of a region on a day: its own, and those of municipalities that have one of their own. */
interface Policies {
  region: Policy;
  of: (municipalityCode: string) => Policy;
}

/** @throws Error when the region has no policy on that day: set one up first. */
export async function policiesOn(sql: Db, regionId: string, date: LocalDate): Promise<Policies> {
  const rows = await sql<{ municipalityCode: string | null; version: string; body: object }[]>`
    select distinct on (municipality_code) municipality_code, version, body from policies
    where region_id = ${regionId} and valid_from <= ${date} order by municipality_code, valid_from desc`;
  const parsed = new Map(rows.map(({ municipalityCode, version, body }) => [municipalityCode, policySchema.parse({ ...body, version })]));
  const region = parsed.get(null);
  if (region === undefined) throw new Error(`region ${regionId} has no policy on ${date}`);
  return { region, of: (municipalityCode) => parsed.get(municipalityCode) ?? region };
}

/** @throws Error when there is no such version */
export async function policyVersionOf(sql: Db, version: string): Promise<Policy> {
  const [row] = await sql<{ body: object }[]>`select body from policies where version = ${version}`;
  if (row === undefined) throw new Error(`no policy ${version}`);
  return policySchema.parse({ ...row.body, version });
}

/** The closed days that count: those by decree, and those that were added. */
export async function closedDays(sql: Db): Promise<ClosedDay[]> {
  return withDecrees(await sql<ClosedDay[]>`select date, name from closed_days order by date`);
}

/** The policy and closed days with which a case starts. */
export type StartingCalendar = Pick<CaseInput, 'closedDays' | 'replans'>;

/**
 * The closed days and the changes that they contain, read at one moment. A case keeps both: so a release with more decree days
 * replays old histories as they were, and a case that began with other days than today's can be recognised.
 */
export async function startingCalendar(sql: Db): Promise<StartingCalendar> {
  const [row] = await sql<{ added: ClosedDay[]; replans: NonNullable<CaseInput['replans']> }[]>`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('date', date, 'name', name) order by date), '[]') from closed_days) as added,
      (select coalesce(jsonb_agg(jsonb_build_object('changeId', id, 'because', because) order by number), '[]')
       from changes where number is not null and because->>'because' <> 'policy') as replans`;
  const { added = [], replans = [] } = row ?? {};
  return { closedDays: withDecrees(added), ...(replans.length === 0 ? {} : { replans }) };
}

/** A day that was added by hand and later became a decree day of the release counts once. */
const withDecrees = (added: readonly ClosedDay[]): ClosedDay[] => [...decreeDays, ...added.filter(({ date }) => !isDecreed(date))];
const isDecreed = (date: LocalDate): boolean => decreeDays.some((decreed) => decreed.date === date);

export interface PolicyVersion {
  version: string;
  regionId: string;
  municipalityCode: string | null;
  validFrom: LocalDate;
  /** The newest version that is in force by then for this region or municipality. */
  inForce: boolean;
  policy: Policy;
}

export async function listPolicies(sql: Db, on: LocalDate): Promise<PolicyVersion[]> {
  const rows = await sql<(Omit<PolicyVersion, 'policy'> & { body: object })[]>`
    select version, region_id, municipality_code, valid_from, body,
      coalesce(valid_from = max(valid_from) filter (where valid_from <= ${on}) over (partition by region_id, municipality_code), false) as in_force
    from policies order by valid_from desc, region_id, municipality_code nulls first`;
  return rows.map(({ body, ...row }) => ({ ...row, policy: policySchema.parse({ ...body, version: row.version }) }));
}

/** Every stored version, by name. */
export async function policyBodies(sql: Db): Promise<ReadonlyMap<string, unknown>> {
  const rows = await sql<{ version: string; body: unknown }[]>`select version, body from policies`;
  return new Map(rows.map(({ version, body }) => [version, body]));
}

/** A version of this name, or one of the same place from the same day on; null when there is neither. */
export async function sameVersion(sql: Db, { version, regionId, municipalityCode, validFrom }: Pick<PolicyVersion, 'version' | 'regionId' | 'municipalityCode' | 'validFrom'>): Promise<string | null> {
  const [same] = await sql<{ version: string }[]>`
    select version from policies
    where version = ${version} or (region_id = ${regionId} and municipality_code is not distinct from ${municipalityCode} and valid_from = ${validFrom}) limit 1`;
  return same?.version ?? null;
}

/** The municipalities that have no policy of their own on that day. */
export async function followingRegion(sql: Db, regionId: string, date: LocalDate): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    select code from municipalities where region_id = ${regionId}
      and not exists (select 1 from policies where region_id = ${regionId} and municipality_code = municipalities.code and valid_from <= ${date})
    order by code`;
  return rows.map(({ code }) => code);
}
