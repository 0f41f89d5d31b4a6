import { policiesOn } from '../db/queries/policies.ts';
import type { Sql } from '../db/connect.ts';
import { localDate } from '../domain/dates.ts';
import type { Policy } from '../domain/policy.ts';
import { AppError } from '../errors.ts';

/**
 * The policy that is valid today, Europe/Amsterdam: that of a municipality, or of the region when none is named.
 * @throws AppError not-found for a municipality that is not in the region
 */
export async function policyOfToday(sql: Sql, municipalityCode?: string): Promise<Policy> {
  const [region] =
    municipalityCode === undefined
      ? await sql<{ id: string }[]>`select id from regions order by id limit 1`
      : await sql<{ id: string }[]>`select region_id as id from municipalities where code = ${municipalityCode}`;
  if (region === undefined) throw new AppError('not-found', 'Deze gemeente doet niet mee; GET /api/v1/municipalities noemt ze.');
  const policies = await policiesOn(sql, region.id, localDate(new Date().toISOString()));
  return municipalityCode === undefined ? policies.region : policies.of(municipalityCode);
}
