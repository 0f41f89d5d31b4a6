/** Searching for a person or an address. By POST: what is searched for may not stand in a URL. */
import { z } from 'zod';
import { phases } from '../../src/domain/case/lifecycle.ts';
import { searchCases } from '../../src/usecases/rights/search-cases.ts';
import { paged } from '../cursor.ts';
import { route } from '../route.ts';
import { caseAddress, caseNumber } from '../schemas/case.ts';
import { instant, localDate, pageOf } from '../schemas/common.ts';
import { addressIn, search, takesAnyAddition } from '../schemas/search.ts';

const foundCase = z
  .object({
    id: z.uuid(),
    number: caseNumber,
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

const position = z.strictObject({ openedAt: instant, id: z.uuid() });

export const searchRoute = route({
  method: 'post',
  path: '/search',
  tag: 'Cases',
  summary: 'Search cases by person, address, case number or reference',
  description: 'By surname (with or without birth date), by address, by number or reference, or by several: then all must fit. The newest first; who was erased is not found. What was searched for is kept nowhere: the audit log says that there was a search, and how much it found.',
  may: 'search-cases',
  reads: true,
  body: search,
  responses: { 200: pageOf(foundCase).extend({ more: z.boolean().describe('There are more: the next page has them.') }) },
  async handle({ actor, body }, deps) {
    const wanted = { lastName: body.lastName ?? null, birthDate: body.birthDate ?? null, address: addressIn(body), anyAddition: takesAnyAddition(body), reference: body.reference ?? null };
    const reply = await paged(body, position, (asked) => searchCases(deps, actor, wanted, asked));
    const found = reply.body as { nextCursor: string | null };
    return { ...reply, body: { ...found, more: found.nextCursor !== null } };
  },
});

export const searchRoutes = [searchRoute];
