import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const path = new URL('../../docker-compose.yml', import.meta.url);

/** As random as a key is, and the same at every run. */
const key = (name: string): string => createHash('sha256').update(name).digest('base64');

/** Every secret that the file insists on. */
export const secrets = {
  POSTGRES_PASSWORD: 'a1'.repeat(24),
  DATABASE_PASSWORD: 'b2'.repeat(24),
  APPLICATION_PASSWORD: 'e5'.repeat(24),
  MASTER_KEYS: `first:${key('master')}`,
  TEMPORAL_DATABASE_PASSWORD: 'c3'.repeat(24),
  HASH_KEY: key('hash'),
  AUDIT_KEY: key('audit'),
  OIDC_ISSUER: 'https://login.voorbeeld.test/realms/twente',
  OIDC_CLIENT_SECRET: key('client'),
  PUBLIC_URL: 'https://vroegsignalering.voorbeeld.test',
} as const;

const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  container_name: z.string().optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).default([]), disable: z.boolean().default(false) }).optional(),
  restart: z.string(),
  stop_grace_period: z.string().default('10s'),
});

const compose = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
  configs: z.record(z.string(), z.object({ content: z.string() })),
});

export type Compose = z.output<typeof compose>;
export type Service = z.output<typeof service>;

/** The file as Compose understands it: merge keys merged, variables put in. What a schema is held against. */
export function composeDocument(variables: Readonly<Record<string, string>>): unknown {
  return interpolated(parse(readFileSync(path, 'utf8'), { merge: true }), variables);
}

export function readCompose(variables: Readonly<Record<string, string>> = secrets): Compose {
  return compose.parse(composeDocument(variables));
}

/** A service by its name. */
export function serviceOf({ services }: Compose, name: string): Service {
  const found = services[name];
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
}

/** Those that run our own image. */
export function ownServices({ services }: Compose): [string, Service][] {
  return Object.entries(services).filter(([, { build }]) => build !== undefined);
}

function interpolated(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolatedText(value, variables);
  if (Array.isArray(value)) return value.map((item: unknown) => interpolated(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, interpolated(inner, variables)]));
}

/** `$$`, `${NAME}`, `${NAME:-default}` and `${NAME:?message}` of the Compose specification. */
function interpolatedText(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})/g, (whole, name: string | undefined, operator: string | undefined, rest = '') => {
    if (name === undefined) return '$';
    const given = variables[name] ?? '';
    if (given !== '' || operator === undefined) return given;
    if (operator === '-') return String(rest);
    throw new Error(`required variable ${name} is missing a value: ${String(rest)} (${whole})`);
  });
}
