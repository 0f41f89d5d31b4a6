/** What a creditor records for the figures, and who takes its cases. */
import { z } from 'zod';
import { outcomeKinds } from '../../../src/domain/agreements/outcome.ts';
import { codesOf } from '../../../src/domain/codes.ts';
import { readOutcomeFigures, readOutcomes, recordOutcomes } from '../../../src/usecases/agreements/record-outcomes.ts';
import { readPairedTeams } from '../../../src/usecases/signals/read-paired-teams.ts';
import { ok, route } from '../../route.ts';
import { instant, localDate } from '../../schemas/common.ts';

const MOST_COUNTS = 500;
const params = z.strictObject({ id: z.string().max(100) });
const kind = z.enum(codesOf(outcomeKinds));
const period = z.string().regex(/^(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2]))?$/, 'Schrijf een jaar als 2025, of een maand als 2025-03.').describe('YYYY or YYYY-MM.');
const municipalityCode = z.string().max(10).nullable();

const recorded = z
  .object({
    items: z.array(
      z.object({ id: z.uuid(), kind, kindLabel: z.string(), municipalityCode, period, number: z.int(), recordedBy: z.string(), recordedAt: instant, isCorrected: z.boolean().describe('A later one of the same counts in its place.') }),
    ),
  })
  .meta({ id: 'RecordedOutcomes' });

const read = route({
  method: 'get',
  path: '/creditors/{id}/outcomes',
  tag: 'Signals',
  summary: 'Evictions, judgements and disconnections that a creditor recorded, with what was corrected',
  may: 'record-outcomes',
  params,
  responses: { 200: recorded },
  handle: async ({ actor, params: { id } }, { sql }) => ok({ items: await readOutcomes(sql, actor, id) }),
});

const record = route({
  method: 'post',
  path: '/creditors/{id}/outcomes',
  tag: 'Signals',
  summary: 'Record how many evictions, judgements and disconnections there were, by year or month; earlier years are the base line',
  description: 'Another number for the same corrects it; what stood is kept. Counts only, nothing of a person.',
  may: 'record-outcomes',
  params,
  body: z.strictObject({ counts: z.array(z.strictObject({ kind, period, municipalityCode: municipalityCode.default(null).describe('Null: of all municipalities together.'), number: z.int().min(0).max(1_000_000) })).min(1).max(MOST_COUNTS) }),
  responses: { 200: recorded },
  async handle({ actor, key, params: { id }, body }, { sql }) {
    await recordOutcomes(sql, actor, { creditorId: id, key, at: new Date().toISOString(), ...body });
    return ok({ items: await readOutcomes(sql, actor, id) });
  },
});

const figures = route({
  method: 'get',
  path: '/outcome-figures',
  tag: 'Signals',
  summary: 'Evictions, judgements and disconnections of all creditors, by year',
  description: 'Counts under 5 are left out. Of a creditor the count of the year, else those of its months.',
  may: 'read-outcome-figures',
  responses: { 200: z.object({ items: z.array(z.object({ year: z.string(), kind, kindLabel: z.string(), creditors: z.int().describe('How many recorded it.'), number: z.int().nullable(), isTooSmall: z.boolean() })) }) },
  handle: async (_, { sql }) => ok({ items: await readOutcomeFigures(sql) }),
});

const teams = route({
  method: 'get',
  path: '/creditors/{id}/teams',
  tag: 'Signals',
  summary: 'The teams that take a creditor\'s cases today, by municipality, with how to reach them',
  description: 'Where no team is paired with it, every team of the municipality.',
  may: 'read-signals',
  params,
  responses: {
    200: z.object({ items: z.array(z.object({ municipalityCode: z.string(), municipality: z.string(), team: z.string(), email: z.string(), people: z.array(z.string()).describe('Names at work.'), isPaired: z.boolean(), pairedFrom: localDate.nullable(), pairedTo: localDate.nullable() })) }),
  },
  handle: async ({ actor, params: { id } }, { sql }) => ok({ items: await readPairedTeams(sql, actor, id) }),
});

export const creditorsFiguresRoutes = [teams, read, record, figures];
