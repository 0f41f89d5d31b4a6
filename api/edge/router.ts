/** The declared routes in Express, and an answer to every other method on their paths. */
import { Router, type RequestHandler } from 'express';
import { AppError } from '../../src/errors.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { Route } from '../route.ts';

export function routerOf(declared: readonly Route[], deps: ApiDependencies): Router {
  const router = Router();
  const methods = new Map<string, string[]>();
  for (const { method, path, respond } of declared) {
    const pattern = path.replace(/\{(\w+)\}/g, ':$1');
    router[method](pattern, (request, response) => respond(request, response, deps));
    methods.set(pattern, [...(methods.get(pattern) ?? []), method.toUpperCase()]);
  }
  // After all routes: a path with a parameter can match a fixed path of another method.
  for (const [pattern, known] of methods) router.all(pattern, otherMethods(known));
  return router;
}

/** OPTIONS is answered with the methods of the path, every other method with 405. */
export function otherMethods(methods: readonly string[]): RequestHandler {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (request, response) => {
    response.set('Allow', allow);
    if (request.method === 'OPTIONS') response.status(204).end();
    else throw new AppError('method-not-allowed', `${request.method} kan hier niet; wel: ${allow}.`);
  };
}
