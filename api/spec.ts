/** The types of a route's declaration, in a file of their own for the code that makes handlers and descriptions from it. */
import type { Request } from 'express';
import type { z } from 'zod';
import type { CallingActor } from '../src/actor.ts';
import type { Permission } from '../src/domain/identity/access.ts';
import type { ErrorCode } from '../src/errors.ts';
import type { ApiDependencies } from './dependencies.ts';
import type { Limited } from './edge/rate-limits.ts';

export type Schema = z.ZodType | undefined;
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** A body that the handler reads as a stream; each media type with a description. */
export interface RawBody {
  raw: Record<string, string>;
}

export const rawBody = (raw: RawBody['raw']): RawBody => ({ raw });

/** An answer: JSON of a schema, another media type, or only a description. */
export type ResponseSpec = z.ZodType | { description: string; schema?: z.ZodType; mediaType?: string; /** A whole file of the same, for whoever asks for that by `Accept`. */ alsoAs?: string };

export type Responses = Record<number, ResponseSpec>;
/** What a route answers when all is well. */
export type AnswerIn<R extends Responses> = R extends { 200: infer Answer extends z.ZodType } ? z.output<Answer> : R extends { 201: infer Answer extends z.ZodType } ? z.output<Answer> : unknown;

export interface Reply {
  status: number;
  /** The schema of JSON; absent when `mediaType` says that it is text, bytes or a stream. */
  body?: unknown;
  mediaType?: string;
  headers?: Record<string, string>;
  /** True when a part of the system was away and some work was not done: the same request again tries that work instead of repeating this answer. */
  isUnfinished?: boolean;
}

export interface Spec<P extends Schema, Q extends Schema, B extends Schema, May extends Permission | 'anyone'> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Kebab-case under /api/v1, with parameters as in OpenAPI: '/cases/{id}'. */
  path: `/${string}`;
  /** English, one line. */
  summary: string;
  description?: string;
  /** The group in the documentation: 'Cases'. */
  tag: string;
  /** The function that it belongs to, and so the roles that may call it; 'anyone' needs no account, and then there is no actor. */
  may: May;
  params?: P;
  query?: Q;
  body?: B | RawBody;
  /** A question by POST, because its content may not stand in a URL: it changes nothing and takes no Idempotency-Key. */
  reads?: true;
  /** The limit that it counts towards; default: that of ordinary requests. */
  limited?: Limited;
  /** The answers, by status. */
  responses: Responses;
  /** Refusals beyond those that follow from its function and its input. */
  refuses?: readonly ErrorCode[];
  handle(input: Input<P, Q, B, May>, deps: ApiDependencies): Promise<Reply>;
}

export interface Input<P extends Schema, Q extends Schema, B extends Schema, May> {
  params: Output<P>;
  query: Output<Q>;
  body: Output<B>;
  /** The caller's Idempotency-Key, or a random one: the same request twice is carried out once. */
  key: string;
  actor: May extends 'anyone' ? null : CallingActor;
  /**
   * For a raw body: binds the key to its content, after it was read and before anything of it is stored; JSON is bound already.
   * @returns false when the same request came before and has no answer yet
   * @throws AppError with the answer for the sender
   */
  bind: (body: unknown) => Promise<boolean>;
  /** For a raw body: the stream itself. */
  request: Request;
  requestId: string;
}

/** A route for the code that handles all routes, without the types of its own schemas. */
export type AnySpec = Omit<Spec<Schema, Schema, Schema, Permission | 'anyone'>, 'handle'> & {
  handle(input: object, deps: ApiDependencies): Promise<Reply>;
};

export const isRaw = (body: AnySpec['body']): body is RawBody => body !== undefined && 'raw' in body;

/** Whether a request may change something. */
export const isWriting = ({ method, reads }: Pick<AnySpec, 'method' | 'reads'>): boolean => method !== 'get' && reads !== true;

/** Also when no body is declared: a body that is sent all the same belongs to the request that a key stands for. */
export const takesJson = (spec: Pick<AnySpec, 'method' | 'reads' | 'body'>): boolean => (spec.body === undefined ? isWriting(spec) : !isRaw(spec.body));
