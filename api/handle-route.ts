/** Makes the Express handler of a declared route: guard, parse, handle, answer. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import type { FieldError } from '../src/domain/field-error.ts';
import { AppError } from '../src/errors.ts';
import { admit, asRefusal } from './guard/admit.ts';
import { auditRefusedCall, auditRepeat, auditReply, type Call } from './guard/audited.ts';
import type { ApiDependencies } from './dependencies.ts';
import { fieldErrorsOf, unstorableFields } from './field-errors.ts';
import { AnsweredBefore, onceUnder, unbound } from './once.ts';
import { idempotencyHeaders } from './schemas/common.ts';
import { isRaw, isWriting, takesJson, type AnySpec, type Reply } from './spec.ts';

const json: RequestHandler = express.json({ limit: '1mb', strict: false, inflate: false });

export function handlerOf(spec: AnySpec) {
  return async (request: Request, response: Response, deps: ApiDependencies): Promise<void> => {
    response.locals['route'] = spec.path;
    let call = null as Call | null;
    try {
      const { actor, sql, requestId } = await admit(request, response, deps, spec, (caller) => (call = { actor: caller, params: request.params, key: undefined }));
      refuseEncoded(request, response);
      if (takesJson(spec)) await readJson(request, response);
      const input = parsed(spec, request);
      if (call !== null) call.key = input.givenKey;
      const once = actor === null || input.givenKey === undefined ? unbound : onceUnder(deps, spec, { ...input, key: input.givenKey, actor });
      const isFirst = takesJson(spec) ? await once.bind(request.body ?? {}) : null;
      const reply = await spec.handle({ ...input, key: input.givenKey ?? randomUUID(), bind: isFirst === null ? once.bind : () => Promise.resolve(isFirst), actor, request, requestId }, { ...deps, sql });
      // Who was blocked here is out before this is answered; other processes hear of it from Postgres.
      if (spec.may === 'manage-accounts') deps.known.forget();
      if (call !== null) await auditReply(deps.sql, spec, call, reply);
      await once.keep(reply);
      await send(response, reply);
    } catch (error) {
      if (error instanceof AnsweredBefore && call !== null) {
        await auditRepeat(deps.sql, spec, call);
        return send(response, error.reply);
      }
      const known = asRefusal(error);
      await auditRefusedCall(deps, spec, call, known);
      throw known;
    }
  };
}

/** Compressed bodies are refused, since they can unpack to any size. @throws AppError unsupported-media-type */
function refuseEncoded(request: Request, response: Response): void {
  if ((request.get('Content-Encoding') ?? 'identity').toLowerCase() === 'identity') return;
  response.set('Accept-Encoding', 'identity');
  throw new AppError('unsupported-media-type', 'Stuur de inhoud zoals zij is, zonder Content-Encoding.');
}

function readJson(request: Request, response: Response): Promise<void> {
  // The content type does not matter when the body is empty.
  const isSent = request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
  if (isSent && request.get('content-type') !== undefined && !request.is('application/json')) throw new AppError('unsupported-media-type', 'Stuur de inhoud als application/json.');
  return new Promise((resolve, reject) => {
    json(request, response, (error: unknown) => (error === undefined ? resolve() : reject(asError(error))));
  });
}

/** Reports all errors in path, query, headers and body together. @throws AppError invalid-input */
function parsed(spec: AnySpec, request: Request) {
  const wrong: FieldError[] = [];
  const read = <T>(part: 'path' | 'query' | 'header' | 'body', schema: z.ZodType<T> | undefined, value: unknown): T | undefined => {
    if (schema === undefined) return undefined;
    const result = schema.safeParse(value);
    wrong.push(...(result.success ? unstorableFields(part, value) : fieldErrorsOf(part, value, result.error)));
    return result.data;
  };
  const input = {
    params: read('path', spec.params, request.params),
    query: read('query', spec.query, request.query),
    givenKey: read('header', isWriting(spec) ? idempotencyHeaders : undefined, request.headers)?.['idempotency-key'],
    body: spec.body === undefined || isRaw(spec.body) ? undefined : read('body', spec.body, request.body ?? {}),
  };
  if (wrong.length > 0) throw new AppError('invalid-input', wrong.length === 1 ? 'Eén veld klopt niet.' : `${wrong.length} velden kloppen niet.`, { fields: wrong });
  return input;
}

async function send(response: Response, { status, body, mediaType, headers = {} }: Reply): Promise<void> {
  // Answers are about people: no browser or proxy may keep them.
  response.status(status).set({ 'Cache-Control': 'no-store', ...headers });
  if (mediaType === undefined) {
    if (body === undefined) response.end();
    else response.json(body);
    return;
  }
  response.type(mediaType);
  if (body instanceof Readable && response.req.method === 'HEAD') {
    body.destroy();
    response.end();
  } else if (body instanceof Readable) await pipeline(body, response);
  else response.send(body);
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
