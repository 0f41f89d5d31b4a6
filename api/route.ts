/**
 * A route is declared once; the express handler and the OpenAPI entry are both made from the declaration. Input is
 * parsed at this edge and nowhere else: a handler gets what the schemas say, or is not called.
 */
import type { Readable } from 'node:stream';
import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { Request, Response } from 'express';
import type { Permission } from '../src/domain/access.ts';
import type { ApiDependencies } from './dependencies.ts';
import { describeRoute } from './describe-route.ts';
import { handlerOf } from './handle-route.ts';
import type { AnySpec, Reply, Schema, Spec } from './spec.ts';

export { rawBody } from './spec.ts';
export type { Reply } from './spec.ts';

/** A declared route, whatever its schemas are. */
export interface Route extends Omit<AnySpec, 'handle'> {
  respond: (request: Request, response: Response, deps: ApiDependencies) => Promise<void>;
  describe: (registry: OpenAPIRegistry) => void;
}

export function route<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  H extends Schema = undefined,
  May extends Permission | 'anyone' = Permission,
>(spec: Spec<P, Q, B, H, May>): Route {
  const declared = spec as unknown as AnySpec;
  return { ...declared, respond: handlerOf(declared), describe: (registry) => describeRoute(registry, declared) };
}

export const ok = (body: unknown, headers: Record<string, string> = {}): Reply => ({ status: 200, body, headers });
export const stream = (mediaType: string, body: Readable | Buffer | string, headers: Record<string, string> = {}): Reply => ({ status: 200, mediaType, body, headers });
