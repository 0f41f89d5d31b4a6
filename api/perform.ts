/** What a declared route does for whoever was let in: the right, the input, the key, the use case, and what it leaves in the audit log. */
import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { z } from 'zod';
import type { FieldError } from '../src/domain/field-error.ts';
import { AppError } from '../src/errors.ts';
import type { ApiDependencies } from './dependencies.ts';
import { fieldErrorsOf, unstorableFields } from './field-errors.ts';
import { asRefusal, mustHaveRight, type Visitor } from './guard/admit.ts';
import { auditRefusedCall, auditRepeat, auditReply, type Call } from './guard/audited.ts';
import { AnsweredBefore, onceUnder, unbound } from './once.ts';
import { idempotencyHeaders } from './schemas/common.ts';
import { isRaw, isWriting, takesJson, type AnySpec, type Reply } from './spec.ts';

/** What a route is asked, before it is parsed. */
export interface Asked {
  params: Readonly<Record<string, unknown>>;
  query: unknown;
  /** With the Idempotency-Key, if any. */
  headers: unknown;
  body: unknown;
}

interface Within {
  visitor: Visitor;
  request: Request;
  deps: ApiDependencies;
}

/**
 * @param give hands the answer on; what it throws is dealt with as what the use case throws
 * @throws AppError as the route refuses
 */
export async function perform<T>(spec: AnySpec, asked: Asked, { visitor: { actor, sql, requestId }, request, deps }: Within, give: (reply: Reply) => Promise<T>): Promise<T> {
  const call: Call | null = actor === null ? null : { actor, params: asked.params, key: undefined };
  try {
    if (actor !== null) mustHaveRight(spec, actor);
    const input = parsed(spec, asked);
    if (call !== null) call.key = input.givenKey;
    const once = actor === null || input.givenKey === undefined ? unbound : onceUnder(deps, spec, { ...input, key: input.givenKey, actor });
    const isFirst = takesJson(spec) ? await once.bind(asked.body ?? {}) : null;
    const reply = await spec.handle({ ...input, key: input.givenKey ?? randomUUID(), bind: isFirst === null ? once.bind : () => Promise.resolve(isFirst), actor, request, requestId }, { ...deps, sql });
    // Who was blocked here is out before this is answered; other processes hear of it from Postgres.
    if (spec.may === 'manage-accounts') deps.known.forget();
    if (call !== null) await auditReply(deps.sql, spec, call, reply);
    await once.keep(reply);
    return await give(reply);
  } catch (error) {
    if (error instanceof AnsweredBefore && call !== null) {
      await auditRepeat(deps.sql, spec, call);
      return give(error.reply);
    }
    const known = asRefusal(error);
    await auditRefusedCall(deps, spec, call, known);
    throw known;
  }
}

/** Reports all errors in path, query, headers and body together. @throws AppError invalid-input */
function parsed(spec: AnySpec, asked: Asked) {
  const wrong: FieldError[] = [];
  const read = <T>(part: 'path' | 'query' | 'header' | 'body', schema: z.ZodType<T> | undefined, value: unknown): T | undefined => {
    if (schema === undefined) return undefined;
    const result = schema.safeParse(value);
    wrong.push(...(result.success ? unstorableFields(part, value) : fieldErrorsOf(part, value, result.error)));
    return result.data;
  };
  const input = {
    params: read('path', spec.params, asked.params),
    query: read('query', spec.query, asked.query),
    givenKey: read('header', isWriting(spec) ? idempotencyHeaders : undefined, asked.headers)?.['idempotency-key'],
    body: spec.body === undefined || isRaw(spec.body) ? undefined : read('body', spec.body, asked.body ?? {}),
  };
  if (wrong.length > 0) throw new AppError('invalid-input', wrong.length === 1 ? 'Eén veld klopt niet.' : `${wrong.length} velden kloppen niet.`, { fields: wrong });
  return input;
}
