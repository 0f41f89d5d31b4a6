/** The audit log, for who watches over it. Reading it is written down in it. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { listAudit, streamAudit, type AuditFilters, type AuditRow } from '../../src/db/queries/audit-log.ts';
import { auditActions, auditLabels, auditOutcomes, signInKinds } from '../../src/domain/audit.ts';
import { endOfDay, startOfDay } from '../../src/domain/dates.ts';
import { roleSchema } from '../../src/domain/lifecycle.ts';
import { auditCsv } from '../../src/wording/audit-csv.ts';
import { roleLabels } from '../../src/wording/labels.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { ok, route, stream } from '../route.ts';
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

const filtersOf = ({ from, until, actor, case: caseId, action, outcome }: z.output<typeof selection>): AuditFilters => ({
  from: from === undefined ? undefined : startOfDay(from),
  before: until === undefined ? undefined : endOfDay(until),
  actorId: actor,
  caseId,
  actions: action,
  outcome,
});

const viewOf = (row: AuditRow): z.infer<typeof entry> => ({ ...row, actorRoleLabel: row.actorRole === null ? null : roleLabels[row.actorRole], label: auditLabels[row.action] });

const shared = { method: 'get', tag: 'Audit', may: 'read-audit' } as const;

const list = route({
  ...shared,
  path: '/audit',
  summary: 'Search the audit log, the newest first',
  query: z.strictObject({ ...filters, ...pageFields }),
  responses: { 200: pageOf(entry) },
  async handle({ query: { limit, cursor, ...wanted }, actor }, { sql }) {
    const [at, id] = decodeCursor(cursor, z.tuple([instant, z.int()])) ?? [];
    const rows = await listAudit(sql, actor, filtersOf(wanted), { after: at === undefined || id === undefined ? null : { at, id }, limit: limit + 1 });
    const page = pageFrom(rows, limit, (last) => [last.at, last.id]);
    return ok({ items: page.rows.map(viewOf), nextCursor: page.nextCursor });
  },
});

const fileName = (extension: string) => ({ 'Content-Disposition': `attachment; filename="auditlog.${extension}"` });

const csv = route({
  ...shared,
  path: '/audit.csv',
  summary: 'All that was found, as CSV for Excel, the oldest first',
  query: selection,
  responses: { 200: { description: 'One line an entry.', mediaType: 'text/csv' } },
  handle: ({ query, actor }, { sql }) => Promise.resolve(stream('text/csv; charset=utf-8', auditCsv(streamAudit(sql, actor, filtersOf(query))), fileName('csv'))),
});

const jsonLines = route({
  ...shared,
  path: '/audit.jsonl',
  summary: 'All that was found, as JSON lines, the oldest first',
  query: selection,
  responses: { 200: { description: 'One JSON object a line, as in the list.', mediaType: 'application/x-ndjson' } },
  handle: ({ query, actor }, { sql }) => Promise.resolve(stream('application/x-ndjson', Readable.from(linesOf(streamAudit(sql, actor, filtersOf(query))), { objectMode: false }), fileName('jsonl'))),
});

async function* linesOf(rows: AsyncIterable<AuditRow>): AsyncGenerator<Buffer> {
  for await (const row of rows) yield Buffer.from(`${JSON.stringify(viewOf(row))}\n`);
}

export const auditRoutes = [list, csv, jsonLines];
