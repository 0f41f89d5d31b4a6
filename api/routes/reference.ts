import { z } from 'zod';
import { findAccount } from '../../src/db/queries/accounts.ts';
import { roleSchema } from '../../src/domain/lifecycle.ts';
import { ok, route } from '../route.ts';

const accountSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    municipalityCode: z.string().nullable(),
    teamId: z.string().nullable(),
    creditorId: z.string().nullable(),
  })
  .meta({ id: 'Account' });

export const me = route({
  method: 'get',
  path: '/me',
  tag: 'Accounts',
  summary: 'Who I am',
  roles: roleSchema.options,
  responses: { 200: accountSchema },
  handle: async ({ actor }, { sql }) => ok(await findAccount(sql, actor.id)),
});

export const referenceRoutes = [me];
