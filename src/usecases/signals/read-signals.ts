/** What became of signals, as rows that only the creditors' view lets out. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { inPages } from '../../db/pages.ts';
import { listSignals, type SignalFilters, type SignalPosition, type SignalRow } from '../../db/queries/signals/signals.ts';
import { listCreditors } from '../../db/queries/identity/reference.ts';
import { AppError } from '../../errors.ts';
import { onePage, type Page, type PageAsked } from '../../paging.ts';

type Wanted = Omit<SignalFilters, 'creditorId' | 'signalId' | 'signalIds'>;

/** Those of one creditor, the newest first. @throws AppError forbidden, not-found */
export async function readSignals(sql: Sql, actor: CallingActor, creditorId: string, filters: Wanted, asked: PageAsked<SignalPosition>): Promise<Page<SignalRow, SignalPosition>> {
  await mustBeTheirCreditor(sql, actor, creditorId);
  return onePage(asked, (rows) => listSignals(sql, actor, { ...filters, creditorId }, rows), ({ receivedAt, id }) => ({ receivedAt, id }));
}

const PAGE = 500;

/** All of them, a page at a time, for a file. @throws AppError forbidden, not-found */
export async function exportSignals(sql: Sql, actor: CallingActor, creditorId: string, filters: Wanted): Promise<AsyncIterable<SignalRow>> {
  await mustBeTheirCreditor(sql, actor, creditorId);
  return inPages<SignalRow>(PAGE, (last, limit) => listSignals(sql, actor, { ...filters, creditorId }, { after: last, limit }));
}

/** @throws AppError forbidden for another creditor, not-found for one that does not exist */
export async function mustBeTheirCreditor(sql: Sql, actor: CallingActor, creditorId: string): Promise<void> {
  if (actor.role === 'creditor' && actor.creditorId !== creditorId) throw new AppError('forbidden', 'U ziet alleen wat van uw eigen organisatie is.');
  if (!(await listCreditors(sql, actor)).some(({ id }) => id === creditorId)) throw new AppError('not-found', 'Deze schuldeiser bestaat niet.');
}

/** @throws AppError not-found */
export async function readSignal(sql: Sql, actor: CallingActor, id: string): Promise<SignalRow> {
  const [row] = await listSignals(sql, actor, { signalId: id }, { after: null, limit: 1 });
  if (row === undefined) throw new AppError('not-found', 'Dit signaal bestaat niet, of is niet van u.');
  return row;
}
