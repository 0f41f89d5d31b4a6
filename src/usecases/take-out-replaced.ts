import type { Client } from '@temporalio/client';
import type { Db, Sql } from '../db/connect.ts';
import { pooled } from '../pooled.ts';
import { applyMatch } from '../../workflows/messages.ts';
import { isCaseClosed } from './is-case-closed.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
}

interface Replaced {
  id: string;
  creditorId: string;
  roundId: string;
  caseId: string;
}

const AT_ONCE = 16;
const ANSWER_WITHIN_MS = 30_000;

/**
 * Takes the signals that were replaced out of their cases; a candidate that has no other drops out. Both the delivery
 * that brought the signal and the one that replaced it see to it, after telling theirs, so that none is missed however
 * the two overlap; a case that hears it twice does it once.
 * @returns why some could not be taken out now
 */
export async function takeOutReplaced({ sql, temporal }: Dependencies, deliveryId: string): Promise<unknown[]> {
  const failures: unknown[] = [];
  await pooled(AT_ONCE, await stillInCase(sql, deliveryId), async (signal) => {
    try {
      await takeOut(temporal, signal);
      await sql`update signals set taken_out_at = now() where id = ${signal.id}`;
    } catch (error) {
      failures.push(error);
    }
  });
  return failures;
}

function stillInCase(sql: Db, deliveryId: string) {
  return sql<Replaced[]>`
    select old.id, old.creditor_id, old.round_id, old.case_id
    from signals old join signals successor on successor.id = old.replaced_by
    where old.replaced_by is not null and old.placed_at is not null and old.taken_out_at is null and ${deliveryId} in (old.delivery_id, successor.delivery_id)
    order by old.id`;
}

async function takeOut(temporal: Client, { id, creditorId, roundId, caseId }: Replaced): Promise<void> {
  const at = new Date().toISOString();
  const decision = { signalId: id, creditorId, outcome: 'dropped' as const, reason: 'replaced' as const };
  const message = { roundId, closedAt: at, confirmedAt: at, teamId: null, decisions: [decision] };
  try {
    await temporal.connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      temporal.workflow.getHandle(`case-${caseId}`).executeUpdate(applyMatch, { args: [message], updateId: `replaced-${id}` }),
    );
  } catch (error) {
    if (!isCaseClosed(error)) throw error;
  }
}
