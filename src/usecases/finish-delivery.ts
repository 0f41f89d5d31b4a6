import { storable } from '../delivery/storable.ts';
import type { UnreadableDelivery } from '../delivery/unreadable.ts';
import type { Sql } from '../db/connect.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { header as firstLine } from '../privacy/personal.ts';

/**
 * The delivery is done, or could not be read: its receipt stands and goes out, its raw bytes are not needed any more.
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
 * The file cannot be read (on): the receipt says why and what to do. Rows that were read before keep their verdict; a
 * file without any is unreadable. Its bytes stay until it is finished, so that whoever tries again sees the same.
 */
export async function refuseDelivery({ sql, keys }: { sql: Sql; keys: KeyStore }, deliveryId: string, { code, message, advice, missingColumns, header }: UnreadableDelivery): Promise<'stored' | 'unreadable'> {
  const problem = { code, message: storable(message), advice, missingColumns };
  const sealed = firstLine.seal(await keys.make([deliveryId]), deliveryId, deliveryId, header.map(storable));
  await sql`
    update deliveries set problem = ${sql.json(problem)}, header = ${sealed},
      state = case when rows = 0 then 'unreadable' else state end, finished_at = case when rows = 0 then now() end
    where id = ${deliveryId} and state = 'processing' and problem is null`;
  const [delivery] = await sql<{ state: string }[]>`select state from deliveries where id = ${deliveryId}`;
  return delivery?.state === 'unreadable' ? 'unreadable' : 'stored';
}
