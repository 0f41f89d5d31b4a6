/** What a route declares: its types, apart so that what is made from a declaration can read them. */
import type { Request } from 'express';
import type { z } from 'zod';
import type { CallingActor } from '../src/actor.ts';
import type { Permission } from '../src/domain/access.ts';
import type { ErrorCode } from '../src/errors.ts';
import type { ApiDependencies } from './dependencies.ts';
import type { Limited } from './edge/rate-limits.ts';

export type Schema = z.ZodType | undefined;
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** The handler reads the request as a stream by itself; each media type with what it holds. */
export interface RawBody {
  raw: Record<string, string>;
}

export const rawBody = (raw: RawBody['raw']): RawBody => ({ raw });

/** What an answer holds: JSON of a schema, or something else by media type, or nothing but its description. */
export type ResponseSpec = z.ZodType | { description: string; schema?: z.ZodType; mediaType?: string; /** A whole file of the same, for whoever asks for that by `Accept`. */ alsoAs?: string };

export interface Reply {
  status: number;
  /** JSON; a text, bytes or a stream when `mediaType` is given. */
  body?: unknown;
  mediaType?: string;
  headers?: Record<string, string>;
}

export interface Spec<P extends Schema, Q extends Schema, B extends Schema, H extends Schema, May extends Permission | 'anyone'> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Kebab-case under /api/v1, with parameters as in OpenAPI: '/cases/{id}'. */
  path: `/${string}`;
  /** English, one line. */
  summary: string;
  description?: string;
  /** The group in the documentation: 'Cases'. */
  tag: string;
  /** Which function it is, and so which roles may call; 'anyone' needs no account, and then there is no actor. */
  may: May;
  params?: P;
  query?: Q;
  /** The names of headers in lower case, as Node gives them. */
  headers?: H;
  body?: B | RawBody;
  /** Which limit it counts towards; default: that of ordinary requests. */
  limited?: Limited;
  /** By status. */
  responses: Record<number, ResponseSpec>;
  /** What it may refuse with beyond what follows from its function and its input. */
  refuses?: readonly ErrorCode[];
  handle(input: Input<P, Q, B, H, May>, deps: ApiDependencies): Promise<Reply>;
}

export interface Input<P extends Schema, Q extends Schema, B extends Schema, H extends Schema, May> {
  params: Output<P>;
  query: Output<Q>;
  body: Output<B>;
  headers: Output<H>;
  actor: May extends 'anyone' ? null : CallingActor;
  /** For a raw body: the stream itself. */
  request: Request;
  requestId: string;
}

/** As the machinery sees it, once the types have done their work. */
export type AnySpec = Omit<Spec<Schema, Schema, Schema, Schema, Permission | 'anyone'>, 'handle'> & {
  handle(input: object, deps: ApiDependencies): Promise<Reply>;
};

export const isRaw = (body: AnySpec['body']): body is RawBody => body !== undefined && 'raw' in body;
