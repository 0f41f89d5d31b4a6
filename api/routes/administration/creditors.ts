/** Creditors with their people; what is agreed with them stands in `../agreements.ts`. */
import { z } from 'zod';
import { contactSchema, contactSubjectCodes } from '../../../src/domain/agreements/contact.ts';
import { digestKindCodes } from '../../../src/domain/outreach/digest.ts';
import { codesOf, creditorKinds } from '../../../src/domain/codes.ts';
import { endCreditor } from '../../../src/usecases/agreements/end-creditor.ts';
import { changeCreditor, createCreditor, keepContacts } from '../../../src/usecases/administration/keep-creditors.ts';
import { readCreditor } from '../../../src/usecases/administration/read-organisation.ts';
import { ok, route } from '../../route.ts';
import { email, given, name, pairing, slugId, version } from '../../schemas/administration.ts';
import { localDate, supportedDate } from '../../schemas/common.ts';

const kind = z.enum(codesOf(creditorKinds));
const creditor = z
  .object({ id: z.string(), name: z.string(), kind, kindLabel: z.string(), email: z.string(), version: z.int(), endedOn: localDate.nullable().describe('The last day on which it delivers; null while nobody has ended it.'), contacts: z.array(z.object({ name: z.string(), email: z.string(), about: z.array(z.enum(contactSubjectCodes)), single: z.array(z.enum(digestKindCodes)) })), pairings: z.array(pairing) })
  .meta({ id: 'KeptCreditor' });
const params = z.strictObject({ id: z.string().max(64) });
const now = (): string => new Date().toISOString();

const read = route({
  method: 'get',
  path: '/creditors/{id}',
  tag: 'Administration',
  summary: 'A creditor with its people, and the teams that work for it',
  may: 'read-organisation',
  params,
  responses: { 200: creditor },
  handle: async (input, { sql }) => ok(await readCreditor(sql, input.params.id)),
});

const add = route({
  method: 'post',
  path: '/creditors',
  tag: 'Administration',
  summary: 'Add a creditor',
  description: 'It delivers once there is an agreement. The same again changes nothing.',
  may: 'change-organisation',
  body: z.strictObject({ id: slugId, name, kind, email: email.describe('Where no contact is named for a kind of mail, it goes here.') }),
  responses: { 201: { description: 'Added.', schema: creditor }, 200: { description: 'It was there already.', schema: creditor } },
  refuses: ['conflict'],
  async handle({ actor, body }, { sql }) {
    const isNew = await createCreditor(sql, actor, body, now());
    return { status: isNew ? 201 : 200, body: await readCreditor(sql, body.id) };
  },
});

const change = route({
  method: 'patch',
  path: '/creditors/{id}',
  tag: 'Administration',
  summary: 'Change a creditor\'s name, kind or address',
  may: 'change-organisation',
  params,
  body: z.strictObject({ version, name: name.optional(), kind: kind.optional(), email: email.optional() }),
  responses: { 200: creditor },
  refuses: ['conflict'],
  async handle({ actor, params: { id }, body: { version: asRead, ...changes } }, { sql }) {
    await changeCreditor(sql, actor, { id, version: asRead, changes: given(changes) }, now());
    return ok(await readCreditor(sql, id));
  },
});

const contacts = route({
  method: 'put',
  path: '/creditors/{id}/contacts',
  tag: 'Administration',
  summary: 'Say who at a creditor gets which mail: the whole list',
  may: 'change-organisation',
  params,
  body: z.strictObject({ version, contacts: z.array(contactSchema).max(50) }),
  responses: { 200: creditor },
  refuses: ['conflict'],
  async handle({ actor, params: { id }, body }, { sql }) {
    await keepContacts(sql, actor, { id, ...body }, now());
    return ok(await readCreditor(sql, id));
  },
});

const end = route({
  method: 'post',
  path: '/creditors/{id}/end',
  tag: 'Administration',
  summary: 'End a creditor after a day: from then on it delivers nothing',
  description: 'Its running cases go on, and it reads and answers in them. Its agreements and pairings end that day.',
  may: 'change-organisation',
  params,
  body: z.strictObject({ validTo: supportedDate.describe('The last day; today or later.') }),
  responses: { 200: creditor },
  refuses: ['conflict'],
  async handle({ actor, params: { id }, body }, { sql }) {
    await endCreditor(sql, actor, { id, ...body }, now());
    return ok(await readCreditor(sql, id));
  },
});

export const creditorRoutes = [read, add, change, contacts, end];
