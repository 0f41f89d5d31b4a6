/** Searching for a person or an address. By POST: what is searched for may not stand in a URL. */
import { z } from 'zod';
import { phases } from '../../src/domain/case/lifecycle.ts';
import { MOST_FOUND, searchCases } from '../../src/usecases/rights/search-cases.ts';
import { ok, route } from '../route.ts';
import { caseAddress } from '../schemas/case.ts';
import { instant, localDate } from '../schemas/common.ts';
import { addressIn, search } from '../schemas/search.ts';

const foundCase = z
  .object({
    id: z.uuid(),
    phase: z.enum(phases),
    phaseLabel: z.string(),
    municipalityCode: z.string(),
    municipality: z.string(),
    openedAt: instant,
    closedAt: instant.nullable(),
    address: caseAddress.nullable(),
    persons: z.array(z.object({ id: z.uuid(), lastName: z.string(), initials: z.string(), birthDate: localDate.nullable() })).describe('All that the case is about.'),
  })
  .meta({ id: 'FoundCase' });

const searchRoute = route({
  method: 'post',
  path: '/search',
  tag: 'Cases',
  summary: 'Search cases by person or address',
  description: `By surname (with or without birth date), by address, or by both: then all must fit. The newest ${MOST_FOUND}; who was erased is not found. What was searched for is kept nowhere: the audit log says that there was a search, and how much it found.`,
  may: 'search-cases',
  reads: true,
  body: search,
  responses: { 200: z.object({ items: z.array(foundCase), more: z.boolean().describe(`There are more than ${MOST_FOUND}: search for more.`) }) },
  handle: async ({ actor, body }, deps) => ok(await searchCases(deps, actor, { lastName: body.lastName ?? null, birthDate: body.birthDate ?? null, address: addressIn(body) })),
});

export const searchRoutes = [searchRoute];
