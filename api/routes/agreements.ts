/** What is agreed with creditors: dated versions, and the creditor's declaration of the four preconditions. */
import { z } from 'zod';
import { preconditions, standings, type Precondition } from '../../src/domain/agreements/agreement.ts';
import { codesOf, creditorKinds } from '../../src/domain/codes.ts';
import { daysWindowSchema } from '../../src/domain/planning/policy.ts';
import { addAgreement, endAgreement } from '../../src/usecases/agreements/change-agreement.ts';
import { declarePreconditions } from '../../src/usecases/agreements/declare-preconditions.ts';
import { readAgreement, readAgreements } from '../../src/usecases/agreements/read-agreements.ts';
import { ok, route } from '../route.ts';
import { cents, idParams, instant, localDate, supportedDate } from '../schemas/common.ts';
import { mappingSchema } from '../schemas/mapping.ts';

const creditorParams = z.strictObject({ id: z.string().max(100) });
const kinds = z.array(z.enum(codesOf(creditorKinds)));
const eachOf = <Value extends z.ZodType>(value: (condition: (typeof preconditions)[number]) => Value) =>
  Object.fromEntries(preconditions.map((one) => [one.code, value(one).describe(`Besluit gemeentelijke schuldhulpverlening art. 2, ${one.law}: ${one.label}`)])) as Record<Precondition, Value>;

const agreement = z
  .object({
    id: z.uuid(),
    creditorId: z.string(),
    validFrom: localDate,
    validTo: localDate.nullable().describe('The last day; null while nobody has ended it.'),
    standing: z.enum(standings).describe('As of today.'),
    allowedKinds: kinds.nullable().describe('Of which kinds its arrears may be; null: of the creditor\'s own kind.'),
    arrearsAgeDays: daysWindowSchema.nullable().describe('Null: the window of the policy.'),
    minimumAmountCents: cents.nullable().describe('Null: the minimum of the policy.'),
    mapping: mappingSchema.describe('How its files are read; what it leaves out is found in the file.'),
    mappingKeptAt: instant.nullable().describe('When that was decided; null where nobody decided it by the API.'),
    mappingKeptBy: z.string().nullable(),
    mappingKeptByName: z.string().nullable(),
    declaration: z
      .object({ ...eachOf(() => z.boolean()), declaredOn: localDate, declaredAt: instant.nullable(), declaredBy: z.string().nullable(), declaredByName: z.string().nullable() })
      .nullable()
      .describe('That the creditor did all four before it reports; null: not declared. Of one from before 0.3 only the day is known.'),
  })
  .meta({ id: 'Agreement' });

const list = route({
  method: 'get',
  path: '/creditors/{id}/agreements',
  tag: 'Agreements',
  summary: 'Every version of what is agreed with a creditor, the newest first',
  may: 'read-agreements',
  params: creditorParams,
  responses: { 200: z.object({ items: z.array(agreement) }) },
  handle: async ({ actor, params }, { sql }) => ok({ items: await readAgreements(sql, actor, params.id) }),
});

const add = route({
  method: 'post',
  path: '/creditors/{id}/agreements',
  tag: 'Agreements',
  summary: 'Agree anew from a day on',
  description: 'The version that holds until then ends the day before; how files are read stays as agreed. Nothing that was delivered is judged anew.',
  may: 'change-agreements',
  params: creditorParams,
  body: z.strictObject({
    validFrom: supportedDate.describe('Today or later.'),
    validTo: supportedDate.optional(),
    allowedKinds: kinds.min(1).optional(),
    arrearsAgeDays: z.strictObject(daysWindowSchema.shape).optional(),
    minimumAmountCents: z.int().min(0).max(100_000_000).optional(),
  }),
  responses: { 201: { description: 'Agreed.', schema: agreement } },
  refuses: ['conflict'],
  async handle({ actor, key, params, body }, { sql }) {
    const { validFrom, validTo = null, allowedKinds = null, arrearsAgeDays = null, minimumAmountCents = null } = body;
    const id = await addAgreement(sql, actor, params.id, { validFrom, validTo, allowedKinds, arrearsAgeDays, minimumAmountCents }, { key, at: new Date().toISOString() });
    return { status: 201, body: await readAgreement(sql, id) };
  },
});

const end = route({
  method: 'post',
  path: '/agreements/{id}/end',
  tag: 'Agreements',
  summary: 'End an agreement after a day',
  description: 'From the day after, what its creditor delivers is refused with that day, unless a later version holds.',
  may: 'change-agreements',
  params: idParams,
  body: z.strictObject({ validTo: supportedDate.describe('The last day; today or later.') }),
  responses: { 200: agreement },
  refuses: ['conflict'],
  async handle({ actor, params, body }, { sql }) {
    await endAgreement(sql, actor, { ...params, ...body }, new Date().toISOString());
    return ok(await readAgreement(sql, params.id));
  },
});

const declare = route({
  method: 'post',
  path: '/agreements/{id}/declaration',
  tag: 'Agreements',
  summary: 'Declare the four preconditions under an agreement: by the creditor, or recorded for it',
  description: 'Each is answered by itself, and only with yes: who cannot say yes reports no arrears yet. The first declaration stands.',
  may: 'declare-preconditions',
  params: idParams,
  body: z.strictObject(eachOf(({ label }) => z.boolean().refine((yes) => yes, { params: { rule: 'yes' }, error: `Verklaar dit met ja, of lever nog niet aan: "${label}"` }))),
  responses: { 200: agreement },
  refuses: ['conflict'],
  async handle({ actor, params }, { sql }) {
    await declarePreconditions(sql, actor, params.id, new Date().toISOString());
    return ok(await readAgreement(sql, params.id));
  },
});

export const agreementRoutes = [list, add, end, declare];
