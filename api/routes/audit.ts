/** The audit log, for who watches over it. Reading it is written down in it. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { auditActions, auditOutcomes, signInKinds } from '../../src/domain/audit/audit.ts';
import { roleSchema } from '../../src/domain/case/lifecycle.ts';
import { auditView, exportAudit, readAudit, type AuditWanted } from '../../src/usecases/audit/read-audit.ts';
import { auditCsv } from '../../src/wording/documents/audit-csv.ts';
import { paged } from '../cursor.ts';
import { route, stream } from '../route.ts';
import { commaList, instant, pageFields, pageOf, supportedDate } from '../schemas/common.ts';

const entry = z
  .object({
    id: z.int(),
    at: instant.describe('When it happened.'),
    recordedAt: instant.describe('When the database wrote it down.'),
    actorId: z.string().nullable().describe('Null: refused before it was known who asked.'),
    actorName: z.string().nullable(),
    actorRole: roleSchema.nullable(),
    actorRoleLabel: z.string().nullable(),
    action: z.enum(auditActions),
    label: z.string().describe('Dutch.'),
    outcome: z.enum(auditOutcomes),
    caseId: z.uuid().nullable(),
    noteId: z.uuid().nullable().describe('The note that holds the reason.'),
    requestId: z.string().nullable(),
    signedInBy: z.enum(signInKinds).nullable(),
    detail: z.record(z.string(), z.unknown()).describe('Ids and codes.'),
  })
  .meta({ id: 'AuditEntry' });

const filters = {
  from: supportedDate.optional().describe('The first day, Europe/Amsterdam.'),
  until: supportedDate.optional().describe('The last day, included.'),
  actor: z.string().max(200).optional().describe('The id of an account.'),
  case: z.uuid().optional(),
  action: commaList(auditActions).optional(),
  outcome: z.enum(auditOutcomes).optional(),
};
const selection = z.strictObject(filters);

const wantedOf = ({ actor, case: caseId, action, ...wanted }: z.output<typeof selection>): AuditWanted => ({ ...wanted, actorId: actor, caseId, actions: action });
/** Where a page of the log ended. */
export const auditPosition = z.strictObject({ at: instant, id: z.int() });

const shared = { method: 'get', tag: 'Audit', may: 'read-audit' } as const;

const list = route({
  ...shared,
  path: '/audit',
  summary: 'Search the audit log, the newest first',
  query: z.strictObject({ ...filters, ...pageFields }),
  responses: { 200: pageOf(entry) },
  handle: ({ query: { limit, cursor, ...query }, actor }, { sql }) => paged({ limit, cursor }, auditPosition, (page) => readAudit(sql, actor, wantedOf(query), page)),
});

const fileName = (extension: string) => ({ 'Content-Disposition': `attachment; filename="auditlog.${extension}"` });

const csv = route({
  ...shared,
  path: '/audit.csv',
  summary: 'All that was found, as CSV for Excel, the oldest first',
  query: selection,
  responses: { 200: { description: 'One line an entry.', mediaType: 'text/csv' } },
  handle: ({ query, actor }, { sql }) => Promise.resolve(stream('text/csv; charset=utf-8', auditCsv(exportAudit(sql, actor, wantedOf(query))), fileName('csv'))),
});

const jsonLines = route({
  ...shared,
  path: '/audit.jsonl',
  summary: 'All that was found, as JSON lines, the oldest first',
  query: selection,
  responses: { 200: { description: 'One JSON object a line, as in the list.', mediaType: 'application/x-ndjson' } },
  handle: ({ query, actor }, { sql }) => Promise.resolve(stream('application/x-ndjson', Readable.from(linesOf(exportAudit(sql, actor, wantedOf(query))), { objectMode: false }), fileName('jsonl'))),
});

async function* linesOf(rows: ReturnType<typeof exportAudit>): AsyncGenerator<Buffer> {
  for await (const row of rows) yield Buffer.from(`${JSON.stringify(auditView(row))}\n`);
}

export const auditRoutes = [list, csv, jsonLines];
