/** From a declaration to its entry in the OpenAPI document. */
import type { OpenAPIRegistry, ResponseConfig, RouteConfig, ZodRequestBody } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { permissions } from '../src/domain/access.ts';
import { problemSchema } from './problem.ts';
import { isRaw, type AnySpec, type ResponseSpec } from './spec.ts';

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
    responses: { ...problemsOf(spec), ...Object.fromEntries(Object.entries(spec.responses).map(([status, response]) => [status, responseOf(response)])) },
  });
}

const accessOf = ({ may }: AnySpec) => (may === 'anyone' ? 'Open to anyone.' : `Function: ${may}. Roles: ${permissions[may].by.join(', ')}.`);

/** 'post /cases/{id}/no-go' → 'postCasesIdNoGo' */
export function operationIdOf({ method, path }: Pick<AnySpec, 'method' | 'path'>): string {
  return method + path.replace(/[^a-z0-9]+([a-z0-9]?)/gi, (_, letter: string) => letter.toUpperCase());
}

function requestOf({ params, query, headers, body }: AnySpec): NonNullable<RouteConfig['request']> {
  return {
    ...(params instanceof z.ZodObject ? { params } : {}),
    ...(query instanceof z.ZodObject ? { query } : {}),
    ...(headers instanceof z.ZodObject ? { headers: asWritten(headers) } : {}),
    ...(body === undefined ? {} : { body: bodyOf(body) }),
  };
}

/** 'idempotency-key', as Node gives it, is shown as people write it. */
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
  const { description, schema, mediaType } = response;
  if (schema === undefined && mediaType === undefined) return { description };
  return { description, content: { [mediaType ?? 'application/json']: { schema: schema ?? { type: 'string' } } } };
}

function problemsOf({ may, params, query, body }: AnySpec): Record<string, ResponseConfig> {
  const parses = params !== undefined || query !== undefined || body !== undefined;
  return {
    ...(parses ? { 400: problem('What was sent is wrong; every wrong field is named.') } : {}),
    ...(may === 'anyone' ? {} : { 401: problem('Not signed in.'), 403: problem('This role, or this account, may not.') }),
    ...(params === undefined ? {} : { 404: problem('There is no such thing, or it is not this account’s.') }),
    default: problem('Anything else.'),
  };
}
