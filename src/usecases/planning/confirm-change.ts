/** A proposed change of calendar or policy is confirmed, or discarded. */
import { apiAddress } from '../../api-addresses.ts';
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { confirmedChanges, currentBasis, findChange, type ChangeRow } from '../../db/queries/planning/changes.ts';
import { insertClosedDay, insertPolicy, lockChange, lockChanges, markDiscarded, markTelling, removeClosedDay, storeTotal } from '../../db/queries/planning/change-steps.ts';
import { countToTell } from '../../db/queries/planning/replanning.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';
import { answerOf } from '../../engine/answers.ts';
import { AppError } from '../../errors.ts';
import { mustBeTheirs } from './may-change.ts';
import { startReplanning } from './start-replanning.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

/**
 * Confirms a change: new cases and rounds start with it, and every running one is told. When the process dies before the telling has
 * started, it starts by itself a few minutes later, or when the change is confirmed again, which has no other effect.
 * @throws AppError not-found, action-refused when it was discarded, preview-outdated when calendar or policies changed since
 */
export async function confirmChange(deps: Dependencies, actor: CallingActor, id: string, at: Instant): Promise<void> {
  const isTelling = await deps.sql.begin(async (tx) => {
    await lockChanges(tx);
    const change = await found(tx, actor, id);
    if (change.state === 'telling' || change.state === 'done') return change.state === 'telling';
    if (change.state !== 'proposed') throw new AppError('action-refused', 'Dit voorstel is ingetrokken; doe een nieuw voorstel.', { extra: { state: change.state } });
    await mustStillHold(tx, change, at);
    await takeEffect(tx, change);
    await markTelling(tx, id, actor, at);
    const confirmed = (await confirmedChanges(tx)).find((known) => known.id === id);
    if (confirmed !== undefined) await storeTotal(tx, id, await countToTell(tx, confirmed));
    await writeAudit(tx, actor, { action: 'confirm-change', outcome: 'done', detail: { changeId: id, because: change.because.because } });
    return true;
  });
  if (isTelling) await answerOf(deps.temporal, () => startReplanning(deps, id)).catch(leaveForLater);
}

/** It is confirmed whether or not the engine answers now. */
function leaveForLater(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}

/** @throws AppError not-found, action-refused when it was confirmed */
export async function discardChange(sql: Sql, actor: CallingActor, id: string, at: Instant): Promise<void> {
  await sql.begin(async (tx) => {
    await lockChange(tx, id);
    const { state, because } = await found(tx, actor, id);
    if (state === 'discarded') return;
    if (state !== 'proposed') throw new AppError('action-refused', 'Deze wijziging is al vastgesteld en geldt. Doe een nieuw voorstel om haar terug te draaien.', { extra: { state } });
    await markDiscarded(tx, id, actor, at);
    await writeAudit(tx, actor, { action: 'discard-change', outcome: 'done', detail: { changeId: id, because: because.because } });
  });
}

async function found(tx: Db, actor: CallingActor, id: string): Promise<ChangeRow> {
  const change = await findChange(tx, id);
  if (change === null) throw new AppError('not-found', `Deze wijziging bestaat niet; GET ${apiAddress.list('changes')} noemt ze.`);
  mustBeTheirs(actor, change.municipalityCode);
  return change;
}

async function mustStillHold(tx: Db, { basis, validFrom }: ChangeRow, at: Instant): Promise<void> {
  const isPast = validFrom !== null && validFrom < localDate(at);
  if (!isPast && basis === (await currentBasis(tx))) return;
  const why = isPast ? 'De dag waarop deze versie zou ingaan is voorbij' : 'De kalender of het beleid is sinds dit voorbeeld veranderd';
  throw new AppError('preview-outdated', `${why}. Doe het voorstel opnieuw en bekijk het nieuwe voorbeeld.`);
}

async function takeEffect(tx: Db, change: ChangeRow): Promise<void> {
  const { because } = change;
  switch (because.because) {
    case 'closed-day-added':
      return insertClosedDay(tx, because.date, because.name);
    case 'closed-day-withdrawn':
      return removeClosedDay(tx, because.date);
    case 'policy':
      return insertPolicy(tx, because.version, change);
  }
}
