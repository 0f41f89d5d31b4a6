import type { Db } from '../../db/connect.ts';
import { regionIds } from '../../db/queries/identity/reference.ts';
import { AppError } from '../../errors.ts';

/** The region that is named; where there is one only it need not be. @throws AppError invalid-input */
export async function knownRegion(sql: Db, named: string | undefined): Promise<string> {
  const regions = await regionIds(sql);
  const region = named ?? (regions.length === 1 ? regions[0] : undefined);
  if (region !== undefined && regions.includes(region)) return region;
  const message = `Noem een van deze regio's: ${regions.join(', ')}.`;
  throw new AppError('invalid-input', message, { fields: [{ field: 'region', rule: 'exists', message }] });
}
