/** A proposed change of calendar or policy is confirmed, or discarded. */
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../actor.ts';
import type { Db, Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
import { confirmedChanges, currentBasis, findChange, type ChangeRow } from '../db/queries/changes.ts';
import { countToTell } from '../db/queries/replanning.ts';
import { localDate, type Instant } from '../domain/dates.ts';
import { answerOf } from '../engine.ts';
import { AppError } from '../errors.ts';
import { mustBeTheirs } from './may-change.ts';
import { startReplanning } from './start-replanning.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

/**
 * From here on new cases and rounds begin with it, and every running one is told. Should the process die before that has
 * begun, it begins by itself a few minutes later, or when it is confirmed again, which changes nothing else.
 * @throws AppError not-found, action-refused when it was discarded, preview-outdated when calendar or policies changed since
 */
export async function confirmChange(deps: Dependencies, actor: CallingActor, id: string, at: Instant): Promise<void> {
  const isTelling = await deps.sql.begin(async (tx) => {
    // One confirmation at a time: the order of their numbers is the order in which they hold.
    await tx`lock table changes in share row exclusive mode`;
    const change = await found(tx, actor, id);
    if (change.state === 'telling' || change.state === 'done') return change.state === 'telling';
    if (change.state !== 'proposed') throw new AppError('action-refused', 'Dit voorstel is ingetrokken; doe een nieuw voorstel.', { extra: { state: change.state } });
    await mustStillHold(tx, change, at);
    await takeEffect(tx, change);
    await tx`
      update changes set state = 'telling', number = (select coalesce(max(number), 0) + 1 from changes),
        confirmed_at = ${at}, confirmed_by = ${actor.id}, confirmed_role = ${actor.role} where id = ${id}`;
    const confirmed = (await confirmedChanges(tx)).find((known) => known.id === id);
    if (confirmed !== undefined) await tx`update changes set total = ${await countToTell(tx, confirmed)} where id = ${id}`;
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
    await tx`select 1 from changes where id = ${id} for update`;
    const { state, because } = await found(tx, actor, id);
    if (state === 'discarded') return;
    if (state !== 'proposed') throw new AppError('action-refused', 'Deze wijziging is al vastgesteld en geldt. Doe een nieuw voorstel om haar terug te draaien.', { extra: { state } });
    await tx`delete from change_moves where change_id = ${id}`;
    await tx`update changes set state = 'discarded', discarded_at = ${at}, discarded_by = ${actor.id} where id = ${id}`;
    await writeAudit(tx, actor, { action: 'discard-change', outcome: 'done', detail: { changeId: id, because: because.because } });
  });
}

async function found(tx: Db, actor: CallingActor, id: string): Promise<ChangeRow> {
  const change = await findChange(tx, id);
  if (change === null) throw new AppError('not-found', 'Deze wijziging bestaat niet; GET /api/v1/changes noemt ze.');
  mustBeTheirs(actor, change.municipalityCode);
  return change;
}

async function mustStillHold(tx: Db, { basis, validFrom }: ChangeRow, at: Instant): Promise<void> {
  const isPast = validFrom !== null && validFrom < localDate(at);
  if (!isPast && basis === (await currentBasis(tx))) return;
  const why = isPast ? 'De dag waarop deze versie zou ingaan is voorbij' : 'De kalender of het beleid is sinds dit voorbeeld veranderd';
  throw new AppError('preview-outdated', `${why}. Doe het voorstel opnieuw en bekijk het nieuwe voorbeeld.`);
}

async function takeEffect(tx: Db, { because, policy, regionId, municipalityCode, validFrom }: ChangeRow): Promise<void> {
  switch (because.because) {
    case 'closed-day-added':
      await tx`insert into closed_days (date, name) values (${because.date}, ${because.name})`;
      return;
    case 'closed-day-withdrawn':
      await tx`delete from closed_days where date = ${because.date}`;
      return;
    case 'policy':
      await tx`insert into policies ${tx({ version: because.version, regionId, municipalityCode, validFrom, body: policy as never })}`;
  }
}
