import type { ClosedDay } from '../../domain/calendar.ts';
import { decreeDays } from '../../domain/calendar.ts';
import type { LocalDate } from '../../domain/dates.ts';
import { policySchema, type Policy } from '../../domain/policy.ts';
import type { Db } from '../connect.ts';

/** The policies of a region on a day: its own, and those of municipalities that have one of their own. */
export interface Policies {
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

/**
 * The closed days to reckon with: those by decree, and those that the administrator added. A workflow carries the list it
 * was given, so that a release which knows more decree days replays old histories as they were.
 */
export async function closedDays(sql: Db): Promise<ClosedDay[]> {
  const added = await sql<ClosedDay[]>`select date, name from closed_days order by date`;
  return [...decreeDays, ...added];
}
