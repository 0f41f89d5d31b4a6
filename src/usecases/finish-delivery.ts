import type { UnreadableDelivery } from '../delivery/unreadable.ts';
import type { Sql } from '../db/connect.ts';

/**
 * The delivery is done: its receipt stands and goes out, its raw bytes are not needed any more.
 * Also names the rounds, closed but not confirmed, that a late warm signal of it joined: their match is made anew.
 */
export async function finishDelivery(sql: Sql, deliveryId: string): Promise<{ outboxId: string; outdated: string[] }> {
  const outboxId = `receipt.${deliveryId}`;
  await sql.begin(async (tx) => {
    await tx`update deliveries set state = 'done', finished_at = now() where id = ${deliveryId} and state = 'processing'`;
    await tx`delete from delivery_chunks where delivery_id = ${deliveryId}`;
    await tx`
      insert into outbox (id, template, recipient, data, delivery_id, created_at)
      select ${outboxId}, 'receipt', jsonb_build_object('kind', 'creditor', 'id', creditor_id), jsonb_build_object('deliveryId', id), id, now()
      from deliveries where id = ${deliveryId} on conflict do nothing`;
  });
  const rounds = await sql<{ id: string }[]>`
    select distinct r.id from signals s join rounds r on r.id = s.round_id
    where s.delivery_id = ${deliveryId} and s.state = 'pending' and r.state in ('matching', 'proposed')`;
  return { outboxId, outdated: rounds.map((round) => round.id) };
}

/**
 * The file cannot be read (on): the receipt says why and what to do. Rows that were read before keep their verdict.
 * @returns whether there were any
 */
export async function refuseDelivery(sql: Sql, deliveryId: string, { code, message, advice, missingColumns, header }: UnreadableDelivery): Promise<boolean> {
  const problem = { code, message, advice, missingColumns, header };
  const [delivery] = await sql<{ rows: number }[]>`update deliveries set problem = ${sql.json(problem as never)} where id = ${deliveryId} returning rows`;
  if (delivery === undefined || delivery.rows > 0) return true;
  await sql`update deliveries set state = 'unreadable', finished_at = now() where id = ${deliveryId} and state = 'processing'`;
  await sql`delete from delivery_chunks where delivery_id = ${deliveryId}`;
  return false;
}
