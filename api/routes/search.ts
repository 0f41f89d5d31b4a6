/** Searching for a person or an address. By POST: what is searched for may not stand in a URL. */
import { z } from 'zod';
import { parseAddress, type AddressProblem, type ParsedAddress } from '../../src/domain/address.ts';
import { phases } from '../../src/domain/lifecycle.ts';
import { searchedNames } from '../../src/domain/names.ts';
import { MOST_FOUND, searchCases } from '../../src/usecases/search-cases.ts';
import { ok, route } from '../route.ts';
import { caseAddress } from '../schemas/case.ts';
import { instant, localDate } from '../schemas/common.ts';

const rulesOfAddress: Record<AddressProblem['rule'], string> = {
  required: 'Vul postcode en huisnummer allebei in.',
  postcodeForm: 'Schrijf de postcode als 1234AB.',
  noNumber: 'Vul een huisnummer in.',
  numberTooHigh: 'Een huisnummer heeft ten hoogste vijf cijfers.',
  tooLong: 'De toevoeging is te lang.',
};

const search = z
  .strictObject({
    lastName: z.string().max(200).optional().describe('In any spelling: case, accents and prefixes such as `van der` do not count. A double name is found by either half.'),
    birthDate: localDate.optional(),
    postcode: z.string().max(20).optional(),
    houseNumber: z.union([z.int(), z.string().max(40)]).optional(),
    addition: z.string().max(40).optional().describe('Letter and addition. Without, only the address without is found.'),
  })
  .superRefine((body, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (body.lastName === undefined && !hasAddress(body)) wrong('lastName', 'Vul een achternaam in, of een postcode en een huisnummer.');
    if (body.lastName !== undefined && searchedNames(body.lastName).length === 0) wrong('lastName', 'Vul een achternaam in.');
    const read = hasAddress(body) ? addressOf(body) : null;
    if (read?.ok === false) for (const { part, rule } of read.problems) wrong(part, rulesOfAddress[rule]);
  });

type Body = z.infer<typeof search>;

const hasAddress = ({ postcode, houseNumber, addition }: Body) => [postcode, houseNumber, addition].some((part) => part !== undefined);
const addressOf = ({ postcode = '', houseNumber = '', addition = '' }: Body): ParsedAddress => parseAddress({ postcode, houseNumber: String(houseNumber), addition });

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
  body: search,
  responses: { 200: z.object({ items: z.array(foundCase), more: z.boolean().describe(`There are more than ${MOST_FOUND}: search for more.`) }) },
  async handle({ actor, body }, deps) {
    const read = hasAddress(body) ? addressOf(body) : null;
    const address = read?.ok === true ? read.address : null;
    return ok(await searchCases(deps, actor, { lastName: body.lastName ?? null, birthDate: body.birthDate ?? null, address }));
  },
});

export const searchRoutes = [searchRoute];
