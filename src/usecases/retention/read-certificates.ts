/** The certificates of what was anonymised: entries of the audit log, each with what it is about. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import type { AuditPosition, AuditRow } from '../../db/queries/audit/audit-log.ts';
import type { AuditAction } from '../../domain/audit/audit.ts';
import type { RetentionRule } from '../../domain/retention/retention.ts';
import { shownAs, type PageAsked } from '../../paging.ts';
import { becauseLabels, ruleLabels } from '../../wording/labels/retention.ts';
import { exportAudit, findAudit, type AuditWanted } from '../audit/read-audit.ts';

type Wanted = Pick<AuditWanted, 'caseId' | 'from' | 'until'>;

/** The entries of the audit log that are certificates, with what each is about. */
const certificateKinds = [
  { action: 'anonymised', what: 'case', label: 'Zaak geanonimiseerd' },
  { action: 'signals-anonymised', what: 'signals', label: 'Signalen geanonimiseerd' },
  { action: 'delivery-cleared', what: 'delivery', label: 'Geweigerde regels gewist' },
] as const satisfies { action: AuditAction; what: string; label: string }[];

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

export type Certificate = ReturnType<typeof certificateView>;

function certificateView({ id, at, action, caseId, actorId, detail }: AuditRow) {
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

const certificatesIn = (wanted: Wanted): AuditWanted => ({ ...wanted, actions: certificateKinds.map(({ action }) => action), outcome: 'done' });

/** The newest first. */
export const readCertificates = async (sql: Sql, actor: CallingActor, wanted: Wanted, asked: PageAsked<AuditPosition>) => shownAs(await findAudit(sql, actor, certificatesIn(wanted), asked), certificateView);

/** All that was found, the oldest first. */
export async function* exportCertificates(sql: Sql, actor: CallingActor, wanted: Wanted): AsyncGenerator<Certificate> {
  for await (const row of exportAudit(sql, actor, certificatesIn(wanted))) yield certificateView(row);
}
