/** What every request goes through: an id, safe headers, and one line in the log. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { ApiDependencies } from './dependencies.ts';

/** A caller's own id is kept when it is harmless, so that a request can be followed through systems. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('Request-Id');
  const id = given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  response.locals['requestId'] = id;
  response.set('Request-Id', id);
  next();
};

/** Route patterns instead of URLs, ids instead of names: nothing about a person reaches the log. */
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
