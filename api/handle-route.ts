/** Makes the Express handler of a declared route: let in, read, perform, answer. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { AppError } from '../src/errors.ts';
import type { ApiDependencies } from './dependencies.ts';
import { letIn } from './guard/let-in.ts';
import { perform } from './perform.ts';
import { takesJson, type AnySpec, type Reply } from './spec.ts';

const json: RequestHandler = express.json({ limit: '1mb', strict: false, inflate: false });

export function handlerOf(spec: AnySpec) {
  return async (request: Request, response: Response, deps: ApiDependencies): Promise<void> => {
    response.locals['route'] = spec.path;
    const visitor = await letIn(request, response, deps, spec, async () => {
      refuseEncoded(request, response);
      if (takesJson(spec)) await readJson(request, response);
    });
    const asked = { params: request.params, query: request.query, headers: request.headers, body: request.body as unknown };
    await perform(spec, asked, { visitor, request, deps }, (reply) => send(response, reply));
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
