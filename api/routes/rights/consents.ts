/** What the resident was told and agreed to, and what is shared because of it. */
import { z } from 'zod';
import { informedWays } from '../../../src/domain/case/events.ts';
import { consentPurposeCodes, consentStates, consentWays } from '../../../src/domain/rights/consent.ts';
import { readCase } from '../../../src/usecases/cases/read-case.ts';
import { makeHandOverLink } from '../../../src/usecases/hand-overs/confirm-link.ts';
import { readHandOver } from '../../../src/usecases/cases/read-hand-over.ts';
import { recordConsent } from '../../../src/usecases/rights/record-consent.ts';
import { recordInformed } from '../../../src/usecases/rights/record-informed.ts';
import { handOverPaper } from '../../../src/wording/documents/hand-over.ts';
import { paperHeaders, paperPage } from '../../../web/paper/paper.ts';
import { ok, route, stream } from '../../route.ts';
import { caseDetail, caseNumber } from '../../schemas/case.ts';
import { idParams, instant, localDate, supportedDate } from '../../schemas/common.ts';

const tag = 'Privacy';

const informed = route({
  method: 'post',
  path: '/cases/{id}/informed',
  tag,
  summary: 'Record that the resident was told what is held, from whom, what for, and which rights there are (AVG art. 14)',
  description: 'At the latest at the first contact. Recorded once: again, it answers with what stands.',
  may: 'write-in-case',
  params: idParams,
  body: z.strictObject({ how: z.enum(informedWays), on: supportedDate }),
  responses: { 201: { description: 'Recorded.', schema: z.object({ on: localDate, how: z.enum(informedWays), recordedAt: instant }).meta({ id: 'Informed' }) } },
  refuses: ['conflict'],
  handle: async ({ actor, params, body }, { sql }) => ({ status: 201, body: await recordInformed({ sql }, actor, { caseId: params.id, ...body, at: new Date().toISOString() }) }),
});

const consent = route({
  method: 'put',
  path: '/cases/{id}/consents/{purpose}',
  tag,
  summary: 'Record that consent was asked, given, refused or withdrawn, for one purpose (AVG art. 6(1)(a), 7)',
  description: 'The last answer counts; those before stay. Withdrawn, nothing more is shared.',
  may: 'write-in-case',
  params: z.strictObject({ id: z.uuid(), purpose: z.enum(consentPurposeCodes) }),
  body: z.strictObject({ state: z.enum(consentStates), on: supportedDate, how: z.enum(consentWays), personId: z.uuid().optional().describe('Needed where several persons are in the case.') }),
  responses: { 200: caseDetail },
  refuses: ['conflict'],
  async handle({ actor, params: { id, purpose }, body }, deps) {
    await recordConsent(deps, actor, { caseId: id, purpose, ...body, at: new Date().toISOString() });
    return ok(await readCase(deps, actor, id));
  },
});

const handOver = z
  .object({
    caseId: z.uuid(),
    caseNumber,
    municipality: z.string(),
    service: z.string(),
    offeredOn: localDate,
    confirmedOn: localDate.nullable(),
    problematicDebts: z.boolean(),
    urgent: z.boolean(),
    persons: z.array(z.object({ lastName: z.string(), initials: z.string(), birthDate: localDate.nullable(), phone: z.string().nullable(), email: z.string().nullable(), reachable: z.boolean().describe('Contact data may be shared.') })).describe('Those who gave consent.'),
    address: z.object({ postcode: z.string(), houseNumber: z.int(), addition: z.string(), place: z.string() }).nullable(),
    plan: z.record(z.string(), z.unknown()).nullable().describe('When everybody in the case gave consent.'),
    withheld: z.int().describe('How many persons gave none.'),
  })
  .meta({ id: 'HandOverDocument' });

const document = route({
  method: 'get',
  path: '/cases/{id}/hand-over',
  tag,
  summary: 'What the service that takes over gets; with consent who it is about and the plan, without it dates and codes',
  description: 'With `Accept: text/html` a page to print.',
  may: 'read-case',
  params: idParams,
  responses: { 200: { description: 'Done', schema: handOver, alsoAs: 'text/html' } },
  async handle({ actor, params, request }, deps) {
    const found = await readHandOver(deps, actor, params.id);
    return request.accepts(['application/json', 'text/html']) === 'text/html' ? stream('text/html; charset=utf-8', paperPage(handOverPaper(found)), paperHeaders) : ok(found);
  },
});

const link = route({
  method: 'post',
  path: '/cases/{id}/hand-over-link',
  tag,
  summary: 'Make a link with which the service itself confirms the newest hand-over, without an account',
  description: 'It works once, for four weeks; its address and its page name no person and no case. Whoever has it can confirm: send it to the service alone. The same Idempotency-Key gives the same link.',
  may: 'confirm-hand-over',
  params: idParams,
  responses: { 201: { description: 'Made.', schema: z.object({ url: z.url(), expiresAt: instant }) } },
  refuses: ['conflict'],
  handle: async ({ actor, params, key }, deps) => ({ status: 201, body: await makeHandOverLink(deps, actor, { caseId: params.id, key, at: new Date().toISOString() }) }),
});

export const consentRoutes = [informed, consent, document, link];
