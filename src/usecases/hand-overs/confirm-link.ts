/** A service confirms a hand-over by a link, without an account: signed with a key of ours, for four weeks, and used once. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { CallingActor } from '../../actor.ts';
import type { Config } from '../../config.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase, handOversOfCase } from '../../db/queries/cases/case-detail.ts';
import { findHandOverLink, insertHandOverLink, useHandOverLink, type HandOverLink } from '../../db/queries/hand-overs/hand-over-links.ts';
import { isBefore } from '../../domain/deadlines/deadline.ts';
import { addDays, endOfDay, localDate, type Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { keyedHash } from '../../keyed-hash.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';
import { actOnCase, type ActDependencies } from '../cases/act-on-case.ts';
import { idFrom } from '../cases/add-note.ts';
import { system } from '../rights/stop-objector.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
  config: Pick<Config, 'hashKey' | 'publicUrl'>;
}

/** Longer than the term of the confirmation, so that one that is late can still be confirmed. */
const DAYS = 28;

/**
 * Makes the link for the newest hand-over of a case; the same key twice gives the same one. Its address names nobody.
 * @throws AppError not-found; conflict when that hand-over is confirmed already
 */
export async function makeHandOverLink({ sql, keys, config }: Dependencies, actor: CallingActor, { caseId, key, at }: { caseId: string; key: string; at: Instant }): Promise<{ url: string; expiresAt: Instant }> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const handOver = (await handOversOfCase({ sql, keys }, caseId)).at(-1);
  if (handOver === undefined) throw new AppError('conflict', 'In deze zaak is nog geen overdracht aangeboden.');
  if (handOver.confirmedAt !== null) throw new AppError('conflict', 'Deze overdracht is al bevestigd.');
  const id = idFrom(`hand-over link ${caseId} ${handOver.id} ${actor.id} ${key}`);
  const made = await sql.begin(async (tx) => {
    const isNew = await insertHandOverLink(tx, { id, caseId, handOverId: handOver.id, madeBy: actor.id, madeAt: at, expiresAt: endOfDay(addDays(localDate(at), DAYS)) });
    if (isNew) await writeAudit(tx, actor, { action: 'make-hand-over-link', outcome: 'done', at, caseId, detail: { handOverId: handOver.id, linkId: id } });
    return findHandOverLink(tx, id);
  });
  return { url: `${config.publicUrl}/overdracht/${id}.${signatureOf(config.hashKey, id)}`, expiresAt: made?.expiresAt ?? at };
}

const signatureOf = (hashKey: string, id: string): string => keyedHash(hashKey, `hand-over-link|${id}`);

export type LinkShown = { state: 'open'; municipality: string; offeredOn: string } | { state: 'over' };

/** What the page of a link says: whose hand-over, of which day; nothing of a case or a person. */
export async function readHandOverLink(deps: Dependencies, token: string): Promise<LinkShown> {
  const found = await standing(deps, token);
  return found === null ? { state: 'over' } : { state: 'open', municipality: found.link.municipality, offeredOn: dateInWords(localDate(found.offeredAt)) };
}

/**
 * Confirms the hand-over, as the action of a colleague would. False when the link is over: used, too old, or not of a hand-over that waits.
 * @param deps.sql the system's connections: whoever has the link has no account
 * @throws AppError action-refused while the case stands still; engine-unavailable
 */
export async function confirmByLink(deps: Dependencies & ActDependencies, token: string): Promise<boolean> {
  const found = await standing(deps, token);
  if (found === null) return false;
  const { id, caseId, handOverId } = found.link;
  await actOnCase(deps, system, { caseId, action: 'confirm-hand-over', key: `hand-over-link-${id}`, body: {} });
  const at = new Date().toISOString();
  await deps.sql.begin(async (tx) => {
    if (await useHandOverLink(tx, id, at)) await writeAudit(tx, system, { action: 'use-hand-over-link', outcome: 'done', at, caseId, detail: { handOverId, linkId: id } });
  });
  return true;
}

/** Null when the signature is not ours, the link is used or too old, or its hand-over no longer waits. */
async function standing({ sql, keys, config }: Pick<Dependencies, 'keys' | 'config'> & { sql: Db }, token: string): Promise<{ link: HandOverLink; offeredAt: Instant } | null> {
  const [id = '', signature = ''] = token.split('.');
  // Before anything is looked up.
  if (!isSame(signature, signatureOf(config.hashKey, id))) return null;
  const link = await findHandOverLink(sql, id);
  if (link === null || link.usedAt !== null || !isBefore(new Date().toISOString(), link.expiresAt)) return null;
  const newest = (await handOversOfCase({ sql, keys }, link.caseId)).at(-1);
  return newest === undefined || newest.id !== link.handOverId || newest.confirmedAt !== null ? null : { link, offeredAt: newest.offeredAt };
}

const isSame = (one: string, other: string): boolean => timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
