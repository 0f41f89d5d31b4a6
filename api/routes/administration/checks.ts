/** What is asked of others before triage is decided: put on and off, own lists, and how it fares. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { checkCodes, checkFailureCodes, checkWays } from '../../../src/domain/checks/check.ts';
import { changeCheck } from '../../../src/usecases/checks/change-check.ts';
import { giveCheckList } from '../../../src/usecases/checks/give-list.ts';
import { readChecks } from '../../../src/usecases/checks/read-checks.ts';
import { ok, route } from '../../route.ts';
import { instant, localDate, supportedDate } from '../../schemas/common.ts';
import { rawBody } from '../../spec.ts';
import { wholeTable } from '../../whole-file.ts';

const LARGEST_MB = 8;
const check = z.enum(checkCodes);
const way = z.enum(checkWays).describe('Out of a list that the municipality gives, or by asking a service.');
const params = z.strictObject({ id: z.string().max(10) });

const shownCheck = z
  .object({
    check,
    label: z.string().describe('Dutch.'),
    ways: z.array(way).describe('How it can be asked.'),
    on: z.boolean().describe('Today.'),
    way: way.nullable().describe('Null: it was never put on.'),
    hasAddress: z.boolean().describe('The settings hold the address of its service.'),
    settings: z.array(z.object({ validFrom: localDate, on: z.boolean(), way, setBy: z.string(), setAt: instant })).describe('Every one, the latest day first; also those of days to come.'),
    list: z.object({ dated: localDate, keptUntil: localDate.describe('The last day on which it is used; it goes in the night after.'), persons: z.int(), givenBy: z.string(), givenAt: instant }).nullable(),
    lastAnsweredAt: instant.nullable(),
    lastFailure: z
      .object({ at: instant, code: z.enum(checkFailureCodes), part: z.string().nullable().describe('The part of the answer that was not as described.'), sentence: z.string().describe('Dutch: what to do.'), failuresSinceAnswer: z.int() })
      .nullable(),
  })
  .meta({ id: 'Check' });
const shown = z.object({ items: z.array(shownCheck) });

const read = route({
  method: 'get',
  path: '/municipalities/{id}/checks',
  tag: 'Administration',
  summary: 'What is asked of others before triage, and how that fares',
  description: 'All is off until somebody puts it on. Says when each was last answered, and what last went wrong.',
  may: 'read-checks',
  params,
  responses: { 200: shown },
  handle: async ({ actor, params: { id } }, deps) => ok({ items: await readChecks(deps, actor, id) }),
});

const change = route({
  method: 'put',
  path: '/municipalities/{id}/checks',
  tag: 'Administration',
  summary: 'Put a check on or off in a municipality, from a day on',
  description: 'Asked once about each signal that waits for triage. What is found is advice: nothing is decided by it. Off from today on, its list is deleted at once.',
  may: 'change-checks',
  params,
  body: z.strictObject({ check, on: z.boolean(), way: way.optional(), validFrom: supportedDate.optional().describe('Default: today.') }),
  responses: { 200: shown },
  async handle({ actor, params: { id }, body }, deps) {
    await changeCheck(deps, actor, { municipalityCode: id, check: body.check, on: body.on, way: body.way, validFrom: body.validFrom }, new Date().toISOString());
    return ok({ items: await readChecks(deps, actor, id) });
  },
});

const give = route({
  method: 'put',
  path: '/municipalities/{id}/check-list',
  tag: 'Administration',
  summary: "Give a municipality's own list of who is known to debt services, or has a benefit",
  description:
    'Takes the place of the list of before as a whole. Columns `achternaam`, `geboortedatum`, `postcode`, `huisnummer`, `huisletter`, `toevoeging`; a row needs a surname with a date of birth, or an address. Kept are keyed hashes, for 35 days from the day of the list.',
  may: 'give-check-lists',
  params,
  query: z.strictObject({ check, dated: supportedDate.optional().describe('The day of which it is a picture; default: today.') }),
  body: rawBody({ 'text/csv': 'The table, as a spreadsheet saves it; up to 8 MB and 50,000 rows.' }),
  responses: {
    200: z
      .object({
        check,
        dated: localDate,
        keptUntil: localDate,
        rows: z.int(),
        kept: z.int(),
        refused: z.array(z.object({ line: z.int().describe('In the file; the headings are line 1.'), problems: z.array(z.object({ field: z.string(), rule: z.string(), message: z.string().describe('Dutch: what to do.') })) })).describe('Left out; the first hundred.'),
      })
      .meta({ id: 'GivenCheckList' }),
  },
  async handle({ actor, params: { id }, query, key, request, bind }, deps) {
    const bytes = await wholeTable(request, LARGEST_MB);
    await bind(createHash('sha256').update(bytes).digest('hex'));
    return ok(await giveCheckList(deps, actor, { municipalityCode: id, check: query.check, dated: query.dated, bytes, key }, new Date().toISOString()));
  },
});

export const checkRoutes = [read, change, give];
