/** Regions, and municipalities with their postcodes. */
import { z } from 'zod';
import { createMunicipality, createRegion, keepPostcodes, changePlace } from '../../../src/usecases/administration/keep-places.ts';
import { readMunicipality } from '../../../src/usecases/administration/read-organisation.ts';
import { ok, route } from '../../route.ts';
import { given, name, slugId, version } from '../../schemas/administration.ts';

const digits = z.int().min(1000).max(9999);
const range = z.strictObject({ first: digits, last: digits, place: name });
const region = z.object({ id: z.string(), name: z.string() }).meta({ id: 'Region' });
const municipality = z
  .object({ code: z.string(), name: z.string(), regionId: z.string(), phone: z.string().nullable().describe('Which residents call back; on flyers and letters.'), version: z.int(), postcodes: z.array(z.object(range.shape)).describe('By the four digits, both ends included.') })
  .meta({ id: 'KeptMunicipality' });
const phone = z.string().trim().regex(/^[+\d][\d ()-]{2,24}$/, 'Schrijf het telefoonnummer met cijfers, zoals 053 123 45 67 of 14 053.');
const params = z.strictObject({ id: z.string().max(10) });
const now = (): string => new Date().toISOString();

const addRegion = route({
  method: 'post',
  path: '/regions',
  tag: 'Administration',
  summary: 'Begin a region: its first policy, the round of today, and a schedule for the next ones',
  description: 'The policy is that of the plan for Twente; the match follows the national rules unless `rules` says otherwise. The same again changes nothing.',
  may: 'change-organisation',
  body: z.strictObject({ id: slugId, name, rules: z.enum(['national', 'twente']).default('national') }),
  responses: { 201: { description: 'Begun.', schema: region }, 200: { description: 'It was there already.', schema: region } },
  refuses: ['conflict', 'engine-unavailable'],
  async handle({ actor, body }, deps) {
    const isNew = await createRegion(deps, actor, body, now());
    return { status: isNew ? 201 : 200, body: { id: body.id, name: body.name } };
  },
});

const read = route({
  method: 'get',
  path: '/municipalities/{id}',
  tag: 'Administration',
  summary: 'A municipality with its postcodes',
  may: 'read-organisation',
  params,
  responses: { 200: municipality },
  handle: async (input, { sql }) => ok(await readMunicipality(sql, input.params.id)),
});

const add = route({
  method: 'post',
  path: '/municipalities',
  tag: 'Administration',
  summary: 'Have a municipality take part',
  description: 'Signals come to it once it has postcodes. The same again changes nothing.',
  may: 'change-organisation',
  body: z.strictObject({ code: z.string().regex(/^\d{4}$/, 'Schrijf de gemeentecode met vier cijfers, zoals 0153.'), name, region: z.string().max(64).optional().describe('Needed where there are several.') }),
  responses: { 201: { description: 'Added.', schema: municipality }, 200: { description: 'It was there already.', schema: municipality } },
  refuses: ['conflict'],
  async handle({ actor, body }, { sql }) {
    const isNew = await createMunicipality(sql, actor, { ...body, region: body.region }, now());
    return { status: isNew ? 201 : 200, body: await readMunicipality(sql, body.code) };
  },
});

const rename = route({
  method: 'patch',
  path: '/municipalities/{id}',
  tag: 'Administration',
  summary: 'Give a municipality another name, or the number that residents call',
  may: 'change-organisation',
  params,
  body: z.strictObject({ version, name: name.optional(), phone: phone.nullable().optional().describe('On flyers and letters; null: none.') }),
  responses: { 200: municipality },
  refuses: ['conflict'],
  async handle({ actor, params: { id }, body }, { sql }) {
    await changePlace(sql, actor, { code: id, version: body.version, changes: given({ name: body.name, phone: body.phone }) }, now());
    return ok(await readMunicipality(sql, id));
  },
});

const keep = route({
  method: 'put',
  path: '/municipalities/{id}/postcodes',
  tag: 'Administration',
  summary: 'Say which postcodes are of a municipality: the whole list',
  description: 'Ranges may not overlap, also not those of another municipality. Holds for what is delivered from now on; cases stay where they are.',
  may: 'change-organisation',
  params,
  body: z.strictObject({ version, postcodes: z.array(range).max(500) }),
  responses: { 200: municipality },
  refuses: ['conflict'],
  async handle({ actor, params: { id }, body }, { sql }) {
    await keepPostcodes(sql, actor, { code: id, ...body }, now());
    return ok(await readMunicipality(sql, id));
  },
});

export const placeRoutes = [addRegion, read, add, rename, keep];
