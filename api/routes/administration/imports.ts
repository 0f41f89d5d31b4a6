/** Accounts and creditors out of a file. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { importAccounts, importCreditors } from '../../../src/usecases/administration/import-rows.ts';
import { ok, route } from '../../route.ts';
import { rawBody } from '../../spec.ts';
import { wholeTable } from '../../whole-file.ts';

const LARGEST_MB = 1;

const imported = z
  .object({
    rows: z.int(),
    made: z.int(),
    unchanged: z.int().describe('Said what was there already.'),
    refused: z.int(),
    items: z.array(
      z.object({
        line: z.int().describe('In the file; the headings are line 1.'),
        id: z.string().nullable(),
        verdict: z.enum(['made', 'unchanged', 'refused']),
        problems: z.array(z.object({ field: z.string(), rule: z.string(), message: z.string().describe('Dutch: what to do.') })),
      }),
    ),
  })
  .meta({ id: 'Imported' });

const body = rawBody({ 'text/csv': 'The table, as a spreadsheet saves it; up to 1 MB and 5000 rows.' });

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const accounts = route({
  method: 'post',
  path: '/accounts/import',
  tag: 'Administration',
  summary: 'Make accounts out of a file',
  description: 'Columns `id`, `naam`, `e-mail`, `rol`; where they apply `gemeentecode`, `team`, `schuldeiser`, `identiteit` (the subject at the issuer). Good rows are kept, each bad row is told with its field, rule and what to do. The same file again changes nothing.',
  may: 'manage-accounts',
  body,
  responses: { 200: imported },
  async handle({ actor, request, bind }, { sql, config }) {
    const bytes = await wholeTable(request, LARGEST_MB);
    await bind(hashOf(bytes));
    return ok(await importAccounts(sql, actor, { bytes, at: new Date().toISOString(), issuer: config.oidcIssuer }));
  },
});

const creditors = route({
  method: 'post',
  path: '/creditors/import',
  tag: 'Administration',
  summary: 'Add creditors out of a file',
  description: 'Columns `id`, `naam`, `soort`, `e-mail`. Good rows are kept, each bad row is told with its field, rule and what to do. The same file again changes nothing.',
  may: 'change-organisation',
  body,
  responses: { 200: imported },
  async handle({ actor, request, bind }, { sql }) {
    const bytes = await wholeTable(request, LARGEST_MB);
    await bind(hashOf(bytes));
    return ok(await importCreditors(sql, actor, { bytes, at: new Date().toISOString() }));
  },
});

export const importRoutes = [accounts, creditors];
