/** The process as data, and as a diagram. */
import { z } from 'zod';
import { describeProcess, processSchema } from '../../src/process/document.ts';
import { processBpmn } from '../../src/process/drawing.ts';
import { policyOfToday } from '../../src/usecases/planning/read-process.ts';
import { attachment } from '../attachment.ts';
import { ok, route, stream } from '../route.ts';

const query = z.strictObject({ municipality: z.string().optional().describe('Whose terms; those of the region when absent.') });

export const processAsData = route({
  method: 'get',
  path: '/process',
  tag: 'Process',
  summary: 'Phases, actions, roles and terms, from the tables that the engine runs on',
  description: 'The terms are those of the policy that is valid today; a running case keeps those it started under.',
  may: 'anyone',
  query,
  responses: { 200: processSchema },
  refuses: ['not-found'],
  handle: async ({ query: { municipality } }, { sql }) => ok(describeProcess(await policyOfToday(sql, municipality))),
});

const asDiagram = route({
  method: 'get',
  path: '/process.bpmn',
  tag: 'Process',
  summary: 'The same as BPMN 2.0 with diagram coordinates',
  may: 'anyone',
  query,
  responses: { 200: { description: 'BPMN 2.0 XML, for any modeller.', schema: z.string(), mediaType: 'application/xml' } },
  refuses: ['not-found'],
  handle: async ({ query: { municipality } }, { sql }) =>
    stream('application/xml', processBpmn(await policyOfToday(sql, municipality)), attachment('bpmn', 'vroegsignalering')),
});

export const processRoutes = [processAsData, asDiagram];
