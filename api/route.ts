/**
 * A route is declared once; the express handler and the OpenAPI entry are both made from the declaration. Input is
 * parsed here and nowhere else: a handler is called only with input that matches the schemas.
 */
import type { Readable } from 'node:stream';
import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { Request, Response } from 'express';
import type { Permission } from '../src/domain/identity/access.ts';
import type { ApiDependencies } from './dependencies.ts';
import { describeRoute } from './describe-route.ts';
import { handlerOf } from './handle-route.ts';
import type { AnswerIn, AnySpec, Reply, Responses, Schema, Spec } from './spec.ts';

export type { Reply } from './spec.ts';

/** A declared route, with its schemas' types left out but that of its answer. */
export interface Route<Answer = unknown> extends AnySpec {
  /** Never there: the type of what a page gets. */
  answer?: Answer;
  respond: (request: Request, response: Response, deps: ApiDependencies) => Promise<void>;
  describe: (registry: OpenAPIRegistry) => void;
}

export function route<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  May extends Permission | 'anyone' = Permission,
  R extends Responses = Responses,
>(spec: Spec<P, Q, B, May> & { responses: R }): Route<AnswerIn<R>> {
  const declared = spec as unknown as AnySpec;
  return { ...declared, respond: handlerOf(declared), describe: (registry) => describeRoute(registry, declared) };
}

export const ok = (body: unknown, headers: Record<string, string> = {}): Reply => ({ status: 200, body, headers });
export const stream = (mediaType: string, body: Readable | Buffer | string, headers: Record<string, string> = {}): Reply => ({ status: 200, mediaType, body, headers });
