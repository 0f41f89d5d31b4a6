/**
 * A request with an Idempotency-Key is carried out once. Before anything is done the key is bound to the caller and the content:
 * another caller or other content is refused. The same request again gets the first answer. When there is no answer yet, because
 * the request was refused, is still going on, or its process died, it is carried out again, by use cases that use the key to do nothing twice.
 */
import type { CallingActor } from '../src/actor.ts';
import { claimKey, openAnswer, storeAnswer } from '../src/db/queries/identity/request-keys.ts';
import { localDate } from '../src/domain/time/dates.ts';
import { AppError } from '../src/errors.ts';
import { contentHash, keyedHash } from '../src/keyed-hash.ts';
import type { ApiDependencies } from './dependencies.ts';
import { isRaw, type AnySpec, type Reply } from './spec.ts';

/** Thrown by `bind`: there is an answer already. */
export class AnsweredBefore extends Error {
  override readonly name = 'AnsweredBefore';
  readonly reply: Reply;

  constructor(reply: Reply) {
    super('answered before');
    this.reply = reply;
  }
}

interface Once {
  /**
   * Binds the key to the body; called once, before anything is done.
   * @returns false when the same request came before and has no answer yet
   * @throws AppError conflict when the key stands for another request; AnsweredBefore
   */
  readonly bind: (body: unknown) => Promise<boolean>;
  /** Keeps the answer for repetitions of the request. */
  keep(reply: Reply): Promise<void>;
}

/** A request without a key is bound to nothing. */
export const unbound: Once = { bind: () => Promise.resolve(true), keep: () => Promise.resolve() };

interface Asked {
  key: string;
  actor: CallingActor;
  params: unknown;
  query: unknown;
}

type Dependencies = Pick<ApiDependencies, 'sql' | 'keys' | 'config'>;

export function onceUnder({ sql, keys, config: { hashKey } }: Dependencies, { method, path, body: declared }: AnySpec, { key, actor, params, query }: Asked): Once {
  const [keyHash, day] = [keyedHash(hashKey, `idempotency key|${key}`), localDate(new Date().toISOString())];
  const { id, role, municipalityCode, creditorId } = actor;
  const caller = contentHash(hashKey, [id, role, municipalityCode, creditorId]);
  let isBound = false;
  return {
    async bind(body) {
      const content = contentHash(hashKey, [method, path, params, query, body]);
      const first = await claimKey(sql, { keyHash, caller, content, day });
      isBound = true;
      if (first === null) return true;
      if (first.caller !== caller) throw taken('key-of-another', 'Deze Idempotency-Key is al gebruikt door een ander; kies een nieuwe.');
      if (first.content !== content) throw taken('key-of-other-content', 'Deze Idempotency-Key is al gebruikt voor iets anders; kies een nieuwe voor een nieuwe aanvraag.');
      const answer = (await openAnswer(keys, first)) as Reply | null;
      if (answer !== null) throw new AnsweredBefore(answer);
      return false;
    },
    async keep(reply) {
      // A file that was not received to its end, or work that is still going on: this answer may not stay true.
      if (!isBound && declared !== undefined && isRaw(declared)) throw new Error(`${method} ${path} binds no key to its body`);
      if (reply.mediaType !== undefined || reply.isUnfinished === true || reply.status === 202 || reply.status >= 300) return;
      await storeAnswer(sql, keys, { keyHash, day }, reply, idsIn([params, reply.body]));
    },
  };
}

const taken = (reason: string, message: string): AppError => new AppError('conflict', message, { extra: { reason } });

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const idsIn = (value: unknown): string[] => [...new Set(JSON.stringify(value).match(uuids))];
