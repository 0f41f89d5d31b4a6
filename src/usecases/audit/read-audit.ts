/** Searching the audit log. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { listAudit, streamAudit, type AuditFilters, type AuditPosition, type AuditRow } from '../../db/queries/audit/audit-log.ts';
import { auditLabels } from '../../domain/audit/audit.ts';
import { endOfDay, startOfDay, type LocalDate } from '../../domain/time/dates.ts';
import { onePage, shownAs, type PageAsked } from '../../paging.ts';
import { roleLabels } from '../../wording/labels/labels.ts';

export interface AuditWanted extends Omit<AuditFilters, 'from' | 'before'> {
  /** The first and the last local day, both included. */
  from?: LocalDate | undefined;
  until?: LocalDate | undefined;
}

const filtersOf = ({ from, until, ...filters }: AuditWanted): AuditFilters => ({
  ...filters,
  from: from === undefined ? undefined : startOfDay(from),
  before: until === undefined ? undefined : endOfDay(until),
});

/** The newest first. */
export const findAudit = (sql: Sql, actor: CallingActor, wanted: AuditWanted, asked: PageAsked<AuditPosition>) =>
  onePage(asked, (rows) => listAudit(sql, actor, filtersOf(wanted), rows), ({ at, id }) => ({ at, id }));

/** All that was found, the oldest first. */
export const exportAudit = (sql: Sql, actor: CallingActor, wanted: AuditWanted): AsyncGenerator<AuditRow> => streamAudit(sql, actor, filtersOf(wanted));

/** As `findAudit`, in words. */
export const readAudit = async (sql: Sql, actor: CallingActor, wanted: AuditWanted, asked: PageAsked<AuditPosition>) => shownAs(await findAudit(sql, actor, wanted, asked), auditView);

export const auditView = (row: AuditRow) => ({ ...row, actorRoleLabel: row.actorRole === null ? null : roleLabels[row.actorRole], label: auditLabels[row.action] });
