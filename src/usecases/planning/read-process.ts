import { apiAddress } from '../../api-addresses.ts';
import { regionIds, regionOf } from '../../db/queries/identity/reference.ts';
import { policiesOn } from '../../db/queries/planning/policies.ts';
import type { Sql } from '../../db/connect.ts';
import { localDate } from '../../domain/time/dates.ts';
import type { Policy } from '../../domain/planning/policy.ts';
import { AppError } from '../../errors.ts';

/**
 * The policy that is valid today, Europe/Amsterdam: that of a municipality, or of the region when none is named.
 * @throws AppError not-found for a municipality that is not in the region
 */
export async function policyOfToday(sql: Sql, municipalityCode?: string): Promise<Policy> {
  const region = municipalityCode === undefined ? (await regionIds(sql))[0] : await regionOf(sql, municipalityCode);
  if (region === undefined || region === null) throw new AppError('not-found', `Deze gemeente doet niet mee; GET ${apiAddress.list('municipalities')} noemt ze.`);
  const policies = await policiesOn(sql, region, localDate(new Date().toISOString()));
  return municipalityCode === undefined ? policies.region : policies.of(municipalityCode);
}
