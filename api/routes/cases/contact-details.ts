/** How residents want to be reached, as they said it. */
import { z } from 'zod';
import { contactWays } from '../../../src/domain/case/contact-details.ts';
import { codesOf, partsOfDay } from '../../../src/domain/codes.ts';
import { recordContactDetails, takeBackContactDetails } from '../../../src/usecases/cases/record-contact-details.ts';
import { ok, route } from '../../route.ts';
import { idParams, instant } from '../../schemas/common.ts';

const phone = z
  .string()
  .trim()
  .max(30)
  .refine((text) => /^\+?[\d\s().-]+$/.test(text) && text.replace(/\D/g, '').length >= 6, { params: { rule: 'phone' }, error: 'Schrijf het telefoonnummer in cijfers, bijvoorbeeld 06 12 34 56 78.' });

const details = z
  .strictObject({
    personId: z.uuid().optional().describe('A person of the case; absent: it is of the household.'),
    phone: phone.optional(),
    email: z.email().max(200).optional(),
    preferred: z.enum(codesOf(contactWays)).optional().describe('How somebody would rather be reached.'),
    partsOfDay: z.array(z.enum(codesOf(partsOfDay))).max(3).optional().describe('Good moments.'),
  })
  .refine(({ phone: number, email, preferred, partsOfDay: moments = [] }) => [number, email, preferred, moments[0]].some((given) => given !== undefined), { path: ['phone'], params: { rule: 'required' }, error: 'Geef een telefoonnummer, een e-mailadres, een voorkeur of een goed moment.' });

const record = route({
  method: 'post',
  path: '/cases/{id}/contact-details',
  tag: 'Cases',
  summary: 'Record how a resident wants to be reached, as the resident said it',
  description: 'The whole of it: it stands in the place of what this person, or the household, said before, and goes before what creditors delivered. Creditors do not see it.',
  may: 'write-in-case',
  params: idParams,
  body: details,
  responses: { 201: z.object({ id: z.uuid() }) },
  refuses: ['conflict'],
  async handle({ params, key, body, actor }, deps) {
    const { personId = null, phone: number = null, email = null, preferred = null, partsOfDay: moments = [] } = body;
    return { status: 201, body: { id: await recordContactDetails(deps, actor, { caseId: params.id, personId, phone: number, email, preferred, partsOfDay: [...new Set(moments)], key }) } };
  },
});

const takeBack = route({
  method: 'delete',
  path: '/contact-details/{id}',
  tag: 'Cases',
  summary: 'Take back what was recorded of how to reach a resident',
  description: 'What was said is gone at once; that something was recorded stays in the timeline. What was said before stands again.',
  may: 'write-in-case',
  params: idParams,
  responses: { 200: z.object({ id: z.uuid(), withdrawnAt: instant }) },
  refuses: ['conflict'],
  handle: async ({ params, actor }, deps) => ok(await takeBackContactDetails(deps, actor, { id: params.id, at: new Date().toISOString() })),
});

export const contactDetailsRoutes = [record, takeBack];
