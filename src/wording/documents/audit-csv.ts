import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../../csv.ts';
import type { AuditRow } from '../../db/queries/audit/audit-log.ts';
import { auditLabels, auditOutcomeLabels } from '../../domain/audit/audit.ts';
import { roleLabels } from '../labels/labels.ts';

const columns = ['nummer', 'tijdstip (UTC)', 'vastgelegd (UTC)', 'account', 'naam', 'rol', 'code', 'wat', 'uitkomst', 'zaak', 'reden (notitie)', 'aanvraag', 'aangemeld met', 'bijzonderheden'];

/** The audit log as CSV for Excel. */
export const auditCsv = (rows: AsyncIterable<AuditRow>): Readable => csvOf(columns, lines(rows));

async function* lines(rows: AsyncIterable<AuditRow>): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) {
    const { id, at, recordedAt, actorId, actorName, actorRole, action, outcome, caseId, noteId, requestId, signedInBy, detail } = row;
    const role = actorRole === null ? null : roleLabels[actorRole];
    yield [id, at, recordedAt, actorId, actorName, role, action, auditLabels[action], auditOutcomeLabels[outcome], caseId, noteId, requestId, signedInBy, JSON.stringify(detail)];
  }
}
