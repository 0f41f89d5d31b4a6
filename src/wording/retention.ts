/** Retention in Dutch, and the certificates as a file. */
import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../csv.ts';
import type { AuditRow } from '../db/queries/audit-log.ts';
import type { AuditAction } from '../domain/audit.ts';
import type { RetentionRule } from '../domain/retention.ts';

export const ruleLabels: Readonly<Record<RetentionRule, string>> = {
  'with-help': 'Zaak met hulp',
  'without-help': 'Zaak zonder hulp',
  'by-result': 'Eigen termijn van dit resultaat',
  'no-case': 'Geen zaak geworden',
};

/** The entries of the audit log that are certificates, with what each is about. */
export const certificateKinds = [
  { action: 'anonymised', what: 'case', label: 'Zaak geanonimiseerd' },
  { action: 'signals-anonymised', what: 'signals', label: 'Signalen geanonimiseerd' },
  { action: 'delivery-cleared', what: 'delivery', label: 'Geweigerde regels gewist' },
] as const satisfies { action: AuditAction; what: string; label: string }[];

const becauseLabels: Readonly<Record<string, string>> = { retention: 'bewaartermijn', erasure: 'verzoek om wissen' };

/** As it was written: ids, codes, dates and counts. */
interface Written {
  because?: 'retention' | 'erasure';
  basis?: { rule?: RetentionRule; dueOn?: string } & Record<string, string>;
  policyVersion?: string;
  closedOn?: string | null;
  deliveryId?: string;
  signalIds?: string[];
  counts?: Record<string, number>;
}

export function certificateView({ id, at, action, caseId, actorId, detail }: AuditRow) {
  const { because = 'retention', basis = {}, policyVersion = null, closedOn = null, deliveryId = null, signalIds = [], counts = {} } = detail as Written;
  const kind = certificateKinds.find((one) => one.action === action) ?? certificateKinds[0];
  const { rule = null, dueOn = null } = basis;
  return {
    id,
    at,
    what: kind.what,
    label: kind.label,
    caseId,
    signalIds,
    deliveryId,
    because,
    becauseLabel: becauseLabels[because] ?? because,
    basis,
    rule,
    ruleLabel: rule === null ? null : ruleLabels[rule],
    policyVersion,
    closedOn,
    dueOn,
    counts,
    actorId,
  };
}

const columns = ['nummer', 'tijdstip (UTC)', 'wat', 'zaak', 'levering', 'waarom', 'regel', 'beleidsversie', 'gesloten op', 'bewaard tot', 'personen', 'signalen', 'notities', 'plannen', 'overdrachten', 'regels van leveringen', 'adressen', 'door'];

/** A certificate a line, for Excel. */
export const certificatesCsv = (rows: AsyncIterable<AuditRow>): Readable => csvOf(columns, lines(rows));

async function* lines(rows: AsyncIterable<AuditRow>): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) {
    const { id, at, label, caseId, deliveryId, becauseLabel, ruleLabel, policyVersion, closedOn, dueOn, counts, actorId } = certificateView(row);
    const numbers = ['persons', 'signals', 'notes', 'plans', 'handOvers', 'deliveryRows', 'households'].map((name) => counts[name] ?? 0);
    yield [id, at, label, caseId, deliveryId, becauseLabel, ruleLabel, policyVersion, closedOn, dueOn, ...numbers, actorId];
  }
}
