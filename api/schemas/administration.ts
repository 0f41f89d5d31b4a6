/** Parts of what an administrator sends and reads. */
import { z } from 'zod';
import { accountIdPattern } from '../../src/domain/identity/account.ts';
import { localDate } from './common.ts';

/** Of a region, a team or a creditor. */
export const slugId = z.string().regex(accountIdPattern, 'Gebruik kleine letters, cijfers en streepjes.').describe('Stays; lower-case letters, digits and hyphens.');
export const name = z.string().trim().min(1).max(120);
export const email = z.email().max(254);
export const version = z.int().min(1).max(2_147_483_647).describe('As it was read: a change of somebody else since is not overwritten.');

export const pairing = z
  .object({ id: z.uuid(), teamId: z.string(), creditorId: z.string(), validFrom: localDate.nullable().describe('Null: always.'), validTo: localDate.nullable().describe('The last day; null while nobody has ended it.') })
  .meta({ id: 'Pairing' });

/** Without the fields that are not there. */
export const given = <Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };
