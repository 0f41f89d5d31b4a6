/** Pages to print for the door: a flyer, and letters to who lives there. */
import { z } from 'zod';
import { letterKinds, writeFlyer, writeToResidents } from '../../../src/usecases/outreach/write-to-residents.ts';
import type { Paper } from '../../../src/wording/documents/paper.ts';
import { flyerPaper, residentLetterPaper } from '../../../src/wording/documents/to-residents.ts';
import { paperHeaders, paperPage } from '../../../web/paper/paper.ts';
import { stream, route, type Reply } from '../../route.ts';
import { idParams } from '../../schemas/common.ts';

const printed = (paper: Paper): Reply => stream('text/html; charset=utf-8', paperPage(paper), paperHeaders);
const page = { tag: 'Cases', may: 'write-in-case', params: idParams, responses: { 200: { description: 'HTML.', schema: z.string(), mediaType: 'text/html' } } } as const;

const flyer = route({
  method: 'get',
  path: '/cases/{id}/flyer',
  ...page,
  summary: 'The flyer that is left when nobody is home: nothing in it is about anybody',
  description: 'A page to print, in Dutch.',
  handle: async ({ actor, params }, deps) => printed(flyerPaper(await writeFlyer(deps, actor, params.id))),
});

const letter = route({
  method: 'get',
  path: '/cases/{id}/letter',
  ...page,
  summary: 'A letter to who lives there: that we are coming, or that we met nobody',
  description: 'A page to print, in Dutch. It names the resident where one person lives there, and says nothing of arrears or creditors. That it was sent is recorded by `record-attempt`.',
  query: z.strictObject({ about: z.enum(letterKinds).default('visit') }),
  refuses: ['action-refused', 'conflict'],
  handle: async ({ actor, params, query }, deps) => printed(residentLetterPaper(await writeToResidents(deps, actor, { caseId: params.id, about: query.about }))),
});

export const printRoutes = [flyer, letter];
