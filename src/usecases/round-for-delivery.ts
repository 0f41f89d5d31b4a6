import type { CallingActor } from '../actor.ts';
import type { Db } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { mustBeTheirs } from './may-change.ts';

/**
 * The round that a delivery names, or the open one when it names none.
 * @throws AppError round-not-open, with the rounds there are
 */
export async function roundForDelivery(sql: Db, month: string | undefined): Promise<string> {
  const rounds = await sql<{ id: string; month: string; state: string }[]>`select id, month, state from rounds order by month`;
  const round = month === undefined ? rounds.find(({ state }) => state === 'open') : rounds.find((r) => r.month === month);
  if (round !== undefined) return round.id;
  const known = rounds.map((r) => `${r.month} (${r.state === 'open' ? 'open' : 'gesloten'})`).join(', ') || 'geen';
  const extra = { rounds: rounds.map((r) => ({ month: r.month, state: r.state })) };
  throw new AppError('round-not-open', `Er is geen ronde ${month ?? 'open'}. Er zijn: ${known}. Het meldpunt opent een ronde.`, { extra });
}

/** Whose delivery it is: a creditor's own, or the one the desk names. It holds rows of every municipality. @throws AppError forbidden, invalid-input, not-found */
export async function deliverer(sql: Db, actor: CallingActor, named: string | undefined): Promise<string> {
  mustBeTheirs(actor, null);
  const id = actor.role === 'creditor' ? (named ?? actor.creditorId) : named;
  if (id === null || id === undefined) throw new AppError('invalid-input', 'Noem de schuldeiser.', { fields: [{ field: 'query.creditor', rule: 'required', message: 'Noem de schuldeiser voor wie u levert.' }] });
  if (actor.role === 'creditor' && id !== actor.creditorId) throw new AppError('forbidden', 'U levert alleen voor uw eigen organisatie.');
  const [creditor] = await sql`select 1 from creditors where id = ${id}`;
  if (creditor === undefined) throw new AppError('not-found', 'Deze schuldeiser bestaat niet.');
  return id;
}
