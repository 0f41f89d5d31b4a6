/** Breaches of agreements: the list, as a file too, and one with what was done about it. A creditor gets those that were raised with it, without what colleagues wrote. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { breachNotesOf, findBreach, listBreaches, type BreachFilters, type BreachPosition, type BreachRow } from '../../db/queries/breaches/breaches.ts';
import { inPages } from '../../db/pages.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { AppError } from '../../errors.ts';
import { onePage, shownAs, type PageAsked } from '../../paging.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { breachKindLabels, breachStateLabels } from '../../wording/labels/breaches.ts';
import { breachSentence } from '../../wording/sentences/breach.ts';

export type BreachItem = ReturnType<typeof breachItem>;

/** A creditor knows no case and no colleague. */
function breachItem(actor: CallingActor, row: BreachRow) {
  const shown = actor.role === 'creditor' ? { ...row, caseId: null, caseNumber: null, ownerId: null, owner: null, recordedBy: null } : row;
  return { ...shown, label: breachKindLabels[row.kind], stateLabel: breachStateLabels[row.state], sentence: breachSentence(row) };
}

/** The newest first. */
export async function readBreaches(sql: Sql, actor: CallingActor, filters: BreachFilters, asked: PageAsked<BreachPosition>) {
  const page = await onePage(asked, (rows) => listBreaches(sql, filters, rows), ({ occurredOn, id }) => ({ occurredOn, id }));
  return shownAs(page, (row) => breachItem(actor, row));
}

const PAGE = 500;

/** All of them, a page at a time, for a file. */
export async function* exportBreaches(sql: Sql, actor: CallingActor, filters: BreachFilters): AsyncGenerator<BreachItem> {
  for await (const row of inPages<BreachRow>(PAGE, (last, limit) => listBreaches(sql, filters, { after: last, limit }))) yield breachItem(actor, row);
}

/** @throws AppError not-found */
export async function readBreach({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, id: string) {
  const row = await findBreach(sql, id);
  if (row === null) throw new AppError('not-found', 'Deze schending bestaat niet, of is niet van u.');
  await writeAudit(sql, actor, { action: 'read-breach', outcome: 'done', caseId: actor.role === 'creditor' ? null : row.caseId, detail: { breachId: id } });
  return { ...breachItem(actor, row), notes: actor.role === 'creditor' ? [] : await breachNotesOf({ sql, keys }, id) };
}
