/** Middleware of every request: an id, safe headers, and one line in the log. */
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { ApiDependencies } from './dependencies.ts';

/** Gives every request our own id, which its log line carries. */
export const requestId: RequestHandler = (_request, response, next) => {
  nameRequest(response, randomUUID());
  next();
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A caller who is signed in may give a request a UUID, so that it can be followed through systems. No other text: the audit log keeps it for ever. */
export function takeOverRequestId(request: Request, response: Response): void {
  const given = request.get('Request-Id');
  if (given !== undefined && uuid.test(given)) nameRequest(response, given);
}

function nameRequest(response: Response, id: string): void {
  response.locals['requestId'] = id;
  response.set('Request-Id', id);
}

/** Logs route patterns instead of URLs and ids instead of names: nothing about a person reaches the log. */
export function logRequest({ log }: ApiDependencies): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    response.on('close', () => {
      const { requestId: id, accountId, route } = response.locals as Record<string, string | undefined>;
      log.info({ method: request.method, route: route ?? '(none)', status: response.statusCode, durationMs: Math.round(performance.now() - started), requestId: id, accountId }, 'request');
    });
    next();
  };
}
