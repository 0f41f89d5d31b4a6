/** What the columns of a creditor's files hold: proposed from a sample, tried on the rows, kept in the agreement. */
import type { Request } from 'express';
import { z } from 'zod';
import { keepMapping, saveMapping } from '../../src/usecases/agreements/keep-mapping.ts';
import { proposeForSample } from '../../src/usecases/agreements/propose-mapping.ts';
import { readMapping } from '../../src/usecases/agreements/read-mapping.ts';
import { LARGEST_SAMPLE_BYTES, type SampleFile } from '../../src/usecases/agreements/sample-file.ts';
import { tryMapping } from '../../src/usecases/agreements/try-mapping.ts';
import { ok, route } from '../route.ts';
import { supportedDate } from '../schemas/common.ts';
import { deliveryFile, formatOf } from '../schemas/delivery.ts';
import { creditorMapping, mappingProposal, mappingSchema, mappingTrial } from '../schemas/mapping.ts';
import { wholeFile } from '../whole-file.ts';

const params = z.strictObject({ id: z.string().max(100) });
const now = (): string => new Date().toISOString();
const sampleOf = async (request: Request): Promise<SampleFile> => ({ format: formatOf(request), bytes: await wholeFile(request, LARGEST_SAMPLE_BYTES, 'Een voorbeeldbestand mag 10 MB zijn. Neem de eerste duizend regels.') });

const read = route({
  method: 'get',
  path: '/creditors/{id}/mapping',
  tag: 'Agreements',
  summary: 'How a creditor\'s files are read, from which day and by whom decided; and what is decided for later',
  may: 'map-columns',
  params,
  responses: { 200: creditorMapping },
  handle: async ({ actor, params: { id } }, { sql }) => ok(await readMapping(sql, actor, id, now())),
});

const propose = route({
  method: 'post',
  path: '/creditors/{id}/mapping-proposal',
  reads: true,
  tag: 'Agreements',
  summary: 'Read a sample file, and propose what its columns hold',
  description: 'By heading and by content, with how sure and why. Nothing of the file is stored. CSV, JSON or XLSX, up to 10 MB; the first 2000 rows are looked at.',
  may: 'map-columns',
  params,
  limited: 'deliveries',
  body: deliveryFile,
  responses: { 200: mappingProposal },
  refuses: ['not-found', 'unreadable-delivery'],
  handle: async ({ actor, params: { id }, request }, { sql }) => ok(await proposeForSample(sql, actor, id, await sampleOf(request), now())),
});

const save = route({
  method: 'put',
  path: '/creditors/{id}/mapping-draft',
  tag: 'Agreements',
  summary: 'Save what is decided about a creditor\'s columns so far',
  description: 'Names of columns and what they hold, nothing out of a file. Files are read so once it is kept.',
  may: 'map-columns',
  params,
  body: mappingSchema,
  responses: { 200: creditorMapping },
  async handle({ actor, params: { id }, body }, { sql }) {
    await saveMapping(sql, actor, id, body, now());
    return ok(await readMapping(sql, actor, id, now()));
  },
});

const attempt = route({
  method: 'post',
  path: '/creditors/{id}/mapping-trial',
  reads: true,
  tag: 'Agreements',
  summary: 'Try what is decided on a file: the verdict of each row, as if it were delivered now',
  description: 'Nothing of the file is stored. CSV, JSON or XLSX, up to 10 MB.',
  may: 'map-columns',
  params,
  limited: 'deliveries',
  body: deliveryFile,
  responses: { 200: mappingTrial },
  refuses: ['not-found', 'unreadable-delivery'],
  handle: async ({ actor, params: { id }, request }, deps) => ok(await tryMapping(deps, actor, id, await sampleOf(request), now())),
});

const keep = route({
  method: 'post',
  path: '/creditors/{id}/mapping',
  tag: 'Agreements',
  summary: 'Keep what is decided, as a version of the agreement from a day on',
  description: 'Terms and declaration stay. What was delivered before that day stays as it was read.',
  may: 'map-columns',
  params,
  body: z.strictObject({ validFrom: supportedDate.describe('Today or later.') }),
  responses: { 200: creditorMapping },
  refuses: ['conflict'],
  async handle({ actor, key, params: { id }, body }, { sql }) {
    await keepMapping(sql, actor, { creditorId: id, key, at: now(), ...body });
    return ok(await readMapping(sql, actor, id, now()));
  },
});

export const mappingRoutes = [read, propose, save, attempt, keep];
