/** From a declaration to what happens with a request: who is it, is it right, do it, answer. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import type { CallingActor } from '../src/actor.ts';
import { may } from '../src/domain/access.ts';
import { isNotTheirs } from '../src/db/errors.ts';
import { AppError, type FieldError } from '../src/errors.ts';
import { actorOf } from './actor.ts';
import { auditRefusedCall, auditReply, type Call } from './audited.ts';
import type { ApiDependencies } from './dependencies.ts';
import { rateLimitsOf } from './edge/rate-limits.ts';
import { fieldErrorsOf, unstorableFields } from './field-errors.ts';
import { isRaw, type AnySpec, type Reply } from './spec.ts';

const json: RequestHandler = express.json({ limit: '1mb', strict: false, inflate: false });

export function handlerOf(spec: AnySpec) {
  return async (request: Request, response: Response, deps: ApiDependencies): Promise<void> => {
    response.locals['route'] = spec.path;
    const requestId = String(response.locals['requestId']);
    const call: Call = { actor: { id: null, role: null, requestId }, params: request.params, key: request.get('Idempotency-Key') };
    try {
      const actor = spec.may === 'anyone' ? null : { ...(await actorOf(request, deps)), requestId };
      await rateLimitsOf(request).count(spec.limited ?? 'requests', request, response, actor?.id ?? null);
      if (actor !== null) {
        call.actor = actor;
        mayCall(spec, actor, response);
      }
      refuseEncoded(request, response);
      if (spec.body !== undefined && !isRaw(spec.body)) await readJson(request, response);
      const reply = await spec.handle({ ...parsed(spec, request), actor, request, requestId }, { ...deps, sql: deps.database.of(actor) });
      await auditReply(deps.sql, spec, call, reply);
      await send(response, reply);
    } catch (error) {
      const known = isNotTheirs(error) ? new AppError('forbidden', 'Dit valt buiten uw gemeente of organisatie.', { cause: error, extra: { reason: 'out-of-scope' } }) : error;
      await auditRefusedCall(deps.sql, spec, call, known);
      throw known;
    }
  };
}

/** @throws AppError forbidden */
function mayCall(spec: AnySpec, actor: CallingActor, response: Response): void {
  response.locals['accountId'] = actor.id;
  if (spec.may !== 'anyone' && !may(actor.role, spec.may)) throw new AppError('forbidden', 'Deze rol mag dit niet doen.');
}

/** What is packed may unpack to anything. @throws AppError unsupported-media-type */
function refuseEncoded(request: Request, response: Response): void {
  if ((request.get('Content-Encoding') ?? 'identity').toLowerCase() === 'identity') return;
  response.set('Accept-Encoding', 'identity');
  throw new AppError('unsupported-media-type', 'Stuur de inhoud zoals zij is, zonder Content-Encoding.');
}

function readJson(request: Request, response: Response): Promise<void> {
  const type = request.get('content-type');
  if (type !== undefined && !request.is('application/json')) throw new AppError('unsupported-media-type', 'Stuur de inhoud als application/json.');
  return new Promise((resolve, reject) => {
    json(request, response, (error: unknown) => (error === undefined ? resolve() : reject(asError(error))));
  });
}

/** All that is wrong in path, query, headers and body together. @throws AppError invalid-input */
function parsed(spec: AnySpec, request: Request) {
  const wrong: FieldError[] = [];
  const read = (part: 'path' | 'query' | 'header' | 'body', schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const result = schema.safeParse(value);
    wrong.push(...(result.success ? unstorableFields(part, value) : fieldErrorsOf(part, value, result.error)));
    return result.data;
  };
  const input = {
    params: read('path', spec.params, request.params),
    query: read('query', spec.query, request.query),
    headers: read('header', spec.headers, request.headers),
    body: spec.body === undefined || isRaw(spec.body) ? undefined : read('body', spec.body, request.body ?? {}),
  };
  if (wrong.length > 0) throw new AppError('invalid-input', wrong.length === 1 ? 'Eén veld klopt niet.' : `${wrong.length} velden kloppen niet.`, { fields: wrong });
  return input;
}

async function send(response: Response, { status, body, mediaType, headers = {} }: Reply): Promise<void> {
  // What is read here is about people: no browser or proxy keeps it.
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
