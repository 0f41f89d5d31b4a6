/** Makes a route's entry in the OpenAPI document from its declaration. */
import type { OpenAPIRegistry, ResponseConfig, RouteConfig, ZodRequestBody } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { permissions } from '../src/domain/identity/access.ts';
import type { ErrorCode } from '../src/errors.ts';
import { problemSchema, statusOf } from './problem.ts';
import { idempotencyHeaders } from './schemas/common.ts';
import { isRaw, isWriting, type AnySpec, type ResponseSpec } from './spec.ts';

const BASE = '/api/v1';

const problem = (description: string): ResponseConfig => ({ description, content: { 'application/problem+json': { schema: problemSchema } } });

export function describeRoute(registry: OpenAPIRegistry, spec: AnySpec): void {
  registry.registerPath({
    method: spec.method,
    path: BASE + spec.path,
    operationId: operationIdOf(spec),
    summary: spec.summary,
    description: [spec.description, accessOf(spec)].filter((text) => text !== undefined).join('\n\n'),
    tags: [spec.tag],
    security: spec.may === 'anyone' ? [] : [{ accessToken: [] }, { session: [] }],
    request: requestOf(spec),
    responses: responsesOf(spec),
  });
}

const accessOf = ({ may }: AnySpec) => (may === 'anyone' ? 'Open to anyone.' : `Function: ${may}. Roles: ${permissions[may].by.join(', ')}.`);

/** 'post /cases/{id}/no-go' → 'postCasesIdNoGo' */
function operationIdOf({ method, path }: Pick<AnySpec, 'method' | 'path'>): string {
  return method + path.replace(/[^a-z0-9]+([a-z0-9]?)/gi, (_, letter: string) => letter.toUpperCase());
}

function requestOf(spec: AnySpec): NonNullable<RouteConfig['request']> {
  const { params, query, body } = spec;
  return {
    ...(params instanceof z.ZodObject ? { params } : {}),
    ...(query instanceof z.ZodObject ? { query } : {}),
    ...(isWriting(spec) ? { headers: asWritten(idempotencyHeaders) } : {}),
    ...(body === undefined ? {} : { body: bodyOf(body) }),
  };
}

/** Node gives header names in lower case; 'idempotency-key' becomes 'Idempotency-Key'. */
function asWritten({ shape }: z.ZodObject): z.ZodObject {
  const written = Object.entries(shape).map(([name, schema]) => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), schema] as const);
  return z.object(Object.fromEntries(written));
}

function bodyOf(body: NonNullable<AnySpec['body']>): ZodRequestBody {
  if (!isRaw(body)) return { required: !body.safeParse({}).success, content: { 'application/json': { schema: body } } };
  const content = Object.entries(body.raw).map(([mediaType, description]) => [mediaType, { schema: { type: 'string', format: 'binary', description } }] as const);
  return { required: true, content: Object.fromEntries(content) };
}

function responseOf(response: ResponseSpec): ResponseConfig {
  if (response instanceof z.ZodType) return { description: 'Done', content: { 'application/json': { schema: response } } };
  const { description, schema, mediaType, alsoAs } = response;
  if (schema === undefined && mediaType === undefined) return { description };
  const file = alsoAs === undefined ? {} : { [alsoAs]: { schema: { type: 'string' as const } } };
  return { description, content: { [mediaType ?? 'application/json']: { schema: schema ?? { type: 'string' } }, ...file } };
}

/** Every answer and every refusal that a route can give. */
function responsesOf(spec: AnySpec): Record<string, ResponseConfig> {
  const answers = Object.entries(spec.responses).map(([status, response]) => [status, responseOf(response)] as const);
  const problems = problemsOf(spec);
  return { ...problems, ...Object.fromEntries(answers.map(([status, answer]) => [status, withProblem(answer, problems[status])])) };
}

/** One status can be used for an answer and for a problem; the media type then tells which it is. */
const withProblem = (answer: ResponseConfig, other: ResponseConfig | undefined): ResponseConfig =>
  other === undefined ? answer : { ...other, ...answer, content: { ...other.content, ...answer.content } };

function problemsOf(spec: AnySpec): Record<string, ResponseConfig> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(refusalsOf(spec))) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  const known = [...byStatus].map(([status, codes]): [number, ResponseConfig] => [status, problem(codes.map((code) => `\`${code}\`: ${meanings[code]}`).join(' '))]);
  return { ...Object.fromEntries(known), 500: problem('`internal`: what we did not foresee.') };
}

function refusalsOf(spec: AnySpec): ErrorCode[] {
  const { may, params, query, body, refuses = [] } = spec;
  const parses = isWriting(spec) || [params, query, body].some((part) => part !== undefined);
  return [
    ...(parses ? ['invalid-input' as const] : []),
    ...(may === 'anyone' ? [] : (['unauthenticated', 'invalid-token', 'forbidden', 'choose-account', 'issuer-unavailable'] as const)),
    ...(params === undefined ? [] : ['not-found' as const]),
    ...(body === undefined && !isWriting(spec) ? [] : (['too-slow', 'too-large'] as const)),
    ...(isWriting(spec) ? (['conflict'] as const) : []),
    'unsupported-media-type',
    'too-many-requests',
    'headers-too-large',
    'database-unavailable',
    'keys-unavailable',
    'too-busy',
    ...refuses,
  ];
}

const meanings: Record<ErrorCode, string> = {
  'invalid-input': 'what was sent is wrong; every wrong field is named.',
  unauthenticated: 'not signed in.',
  'invalid-token': 'the token is no good.',
  forbidden: 'this role, or this account, may not.',
  'choose-account': 'name one of your accounts.',
  'not-found': 'there is no such thing, or it is not this account’s.',
  'action-refused': 'not in the state that it is in now.',
  conflict: 'clashes with what is there.',
  'round-not-open': 'the round takes no more.',
  'list-changed': 'the match list is no longer the one that you saw.',
  'preview-outdated': 'calendar or policies changed since the preview.',
  'unreadable-delivery': 'the file cannot be read.',
  'too-large': 'more than is taken.',
  'headers-too-large': 'the headers are more than 16 kB.',
  'unsupported-media-type': 'this Content-Type or Content-Encoding is not taken.',
  'method-not-allowed': 'not by this method.',
  'too-slow': 'it came in too slowly.',
  'too-many-requests': 'too many in a minute; Retry-After says when to ask again.',
  'engine-unavailable': 'the engine does not answer; ask again, with the same key, after Retry-After seconds.',
  'database-unavailable': 'Postgres does not answer; ask again, with the same key, after Retry-After seconds.',
  'keys-unavailable': 'the keys of personal data cannot be read; ask again, with the same key, after Retry-After seconds.',
  'too-busy': 'too many ask at once; ask again, with the same key, after Retry-After seconds.',
  'issuer-unavailable': 'the issuer of tokens does not answer; ask again after Retry-After seconds.',
};
