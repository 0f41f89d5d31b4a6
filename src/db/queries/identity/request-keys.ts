import type { LocalDate } from '../../../domain/time/dates.ts';
import { openJson, sealJson } from '../../../privacy/seal.ts';
import type { KeyStore } from '../../../privacy/key-store.ts';
import type { Db } from '../../connect.ts';

interface KeyedRequest {
  keyHash: string;
  caller: string;
  content: string;
}

export interface FirstRequest extends KeyedRequest {
  day: LocalDate;
  answer: Buffer | null;
}

/** Records the request of a key. @returns the earlier request with this key; null when there was none */
export async function claimKey(sql: Db, request: KeyedRequest & { day: LocalDate }): Promise<FirstRequest | null> {
  const inserted = await sql`insert into request_keys ${sql(request)} on conflict (key_hash) do nothing`;
  if (inserted.count === 1) return null;
  const [first] = await sql<FirstRequest[]>`select key_hash, caller, content, day, answer from request_keys where key_hash = ${request.keyHash}`;
  // The earlier row was more than a week old and was deleted at this very moment.
  return first ?? claimKey(sql, request);
}

/** Answers are sealed with a key for their day, which is destroyed with the last answer of that day. */
const subjectOf = (day: LocalDate): string => `answers-${day}`;
const placeOf = (keyHash: string): string => `request_keys/${keyHash}`;

/** Keeps the first answer only. */
export async function storeAnswer(sql: Db, keys: KeyStore, { keyHash, day }: { keyHash: string; day: LocalDate }, answer: object, mentions: readonly string[]): Promise<void> {
  const key = (await keys.make([subjectOf(day)])).get(subjectOf(day));
  if (key === undefined) return;
  await sql`update request_keys set answer = ${sealJson(key, placeOf(keyHash), answer)}, mentions = ${[...mentions]}::uuid[] where key_hash = ${keyHash} and answer is null`;
}

/** Null when there is no answer, or its day's key was destroyed. */
export async function openAnswer(keys: KeyStore, { keyHash, day, answer }: FirstRequest): Promise<unknown> {
  const key = answer === null ? undefined : (await keys.find([subjectOf(day)])).get(subjectOf(day));
  return key === undefined || answer === null ? null : openJson(key, placeOf(keyHash), answer);
}

/** Deletes the answers about these cases. */
export async function forgetAnswers(sql: Db, caseIds: readonly string[]): Promise<void> {
  await sql`update request_keys set answer = null, mentions = '{}' where answer is not null and mentions && ${[...caseIds]}::uuid[]`;
}

/** Deletes rows from before that day; the sealing keys of their answers go first, so that a process that dies in between leaves none behind. */
export async function removeRequestKeys(sql: Db, keys: KeyStore, before: LocalDate, at: string): Promise<void> {
  const days = await sql<{ day: LocalDate }[]>`select distinct day from request_keys where day < ${before}`;
  if (days.length === 0) return;
  await keys.destroy(days.map(({ day }) => subjectOf(day)), at);
  await sql`delete from request_keys where day < ${before}`;
}
