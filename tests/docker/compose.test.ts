import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { DCLinter } from 'dclint';
import { environmentFor, loadConfig } from '../../src/config.ts';
import type { Process } from '../../src/settings.ts';
import { composeDocument, ownServices, readCompose, secrets, serviceOf } from './compose-file.ts';
import { root } from './image.ts';

const compose = readCompose();
const services = Object.entries(compose.services);
const own = ownServices(compose);

function validator() {
  const path = createRequire(import.meta.url).resolve('dclint/package.json').replace('package.json', 'schemas/compose.schema.json');
  // It names its dialect in a way of its own, which ajv takes for a schema to fetch.
  const schema = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  delete schema.$schema;
  return new Ajv({ strict: false, allErrors: true }).compile(schema);
}

/** Whether the program reads a variable: another value makes other settings, or is refused. */
function isRead(name: string, service: Process, environment: Readonly<Record<string, string>>): boolean {
  const settings = (value: string | undefined): string => {
    try {
      return JSON.stringify(loadConfig({ ...environment, [name]: value }, service));
    } catch {
      return 'refused';
    }
  };
  return settings(' ') !== settings(environment[name]);
}

describe('docker-compose.yml', () => {
  test('is valid by the Compose schema, which a misspelt key is not', () => {
    const isValid = validator();
    isValid(composeDocument(secrets));
    expect(isValid.errors ?? []).toEqual([]);
    expect(isValid({ services: { api: { image: 'x', comand: 'y' } } })).toBe(false);
  });

  test('holds no mistake that a linter knows; the order of its lines is its own', () => {
    const order = ['service-dependencies-alphabetical-order', 'service-keys-order', 'services-alphabetical-order', 'top-level-properties-order', 'service-ports-alphabetical-order'];
    // An image that is built here has a name as well, so that its services share it.
    const off = Object.fromEntries([...order, 'no-build-and-image'].map((rule) => [rule, 0] as const));
    const linter = new DCLinter({ rules: off, quiet: true, debug: false, exclude: [] });
    const messages = linter.lintFiles([join(root, 'docker-compose.yml')], false).flatMap((result) => result.messages);
    expect(messages.map(({ line, rule, message }) => `${line} ${rule}: ${message}`)).toEqual([]);
  });

  test.each(Object.entries(secrets))('does not start without %s, holds no value of its own for it', (name, value) => {
    expect(() => readCompose({ ...secrets, [name]: '' })).toThrow(`required variable ${name} is missing a value: set it to`);
    expect(JSON.stringify(composeDocument(secrets))).toContain(value);
  });

  test.each(own)('%s gets only variables that its own program reads, and all that it needs', (name, { environment }) => {
    const service = name as Process;
    expect(() => loadConfig({ NODE_ENV: 'production', ...environment }, service)).not.toThrow();
    expect(Object.keys(environment).filter((variable) => !isRead(variable, service, environment))).toEqual([]);
    expect(isRead('NO_SUCH_VARIABLE', service, environment)).toBe(false);
  });

  test.each(own)('%s gets what npm start would give it: no secret more, and none less', (name, { environment }) => {
    const everySecret = Object.fromEntries(['DATABASE_URL', 'DATABASE_OWNER_URL', 'KEYS_DATABASE_URL', 'HASH_KEY', 'AUDIT_KEY', 'MASTER_KEYS', 'OIDC_CLIENT_SECRET', 'SMTP_URL', 'CHECK_POPULATION_SECRET'].map((variable) => [variable, '']));
    expect(Object.keys(everySecret).filter((variable) => variable in environment)).toEqual(Object.keys(environmentFor(name as Process, everySecret)));
    expect(environmentFor(name as Process, environment)).toEqual(environment);
    expect(environmentFor('others', { ...environment, PATH: '/bin' })).toEqual({ PATH: '/bin' });
  });

  test('gives the seals’ key to the worker alone, the owner’s account to the setup alone, and no key of persons to the setup', () => {
    const given = (variable: string) => own.filter(([, { environment }]) => variable in environment).map(([name]) => name).sort();
    expect([given('AUDIT_KEY'), given('SMTP_URL'), given('DATABASE_OWNER_URL'), given('MASTER_KEYS'), given('OIDC_CLIENT_SECRET'), given('CHECK_POPULATION_SECRET')]).toEqual([['worker'], ['worker'], ['setup'], ['api', 'worker'], ['api'], ['worker']]);
  });

  test('publishes every port to this machine only, and none of the worker, Postgres or the engine', () => {
    const published = services.flatMap(([name, { ports }]) => ports.map((port) => [name, port] as const));
    expect(new Set(published.map(([name]) => name))).toEqual(new Set(['temporal-ui', 'mailpit', 'api']));
    for (const [, port] of published) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test('lets workers be as many as wanted: neither a name nor a port is taken by one', () => {
    expect(serviceOf(compose, 'worker')).toMatchObject({ ports: [], volumes: [] });
    expect(services.filter(([, { container_name: name }]) => name !== undefined)).toEqual([]);
  });

  test.each(services.filter(([, { build }]) => build === undefined))('pins %s to a release', (_, { image }) => {
    expect(image).toMatch(/^[\w/-]+:v?\d+\.\d+(\.\d+)?$/);
  });

  test.each(services)('%s waits only for what can come true', (_, waiting) => {
    for (const [name, { condition }] of Object.entries(waiting.depends_on)) {
      const awaited = serviceOf(compose, name);
      expect(awaited.restart).toMatch(condition === 'service_healthy' ? /^unless-stopped$/ : /^on-failure:\d+$/);
      expect(['service_healthy', 'service_completed_successfully']).toContain(condition);
      expect((awaited.healthcheck?.test ?? []).length > 0).toBe(condition === 'service_healthy');
    }
  });

  test('starts the API and the workers only after the setup, which waits for Postgres and the engine', () => {
    for (const name of ['api', 'worker']) {
      expect(serviceOf(compose, name).depends_on.setup).toEqual({ condition: 'service_completed_successfully' });
    }
    expect(serviceOf(compose, 'setup').depends_on).toEqual({ postgres: { condition: 'service_healthy' }, temporal: { condition: 'service_healthy' } });
  });

  test('declares every volume and file that a service mounts, where Postgres 18 keeps its data', () => {
    const mounted = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    expect(new Set(mounted)).toEqual(new Set(Object.keys(compose.volumes)));
    expect(new Set(services.flatMap(([, { configs }]) => configs.map(({ source }) => source)))).toEqual(new Set(Object.keys(compose.configs)));
    expect(serviceOf(compose, 'postgres').volumes).toEqual(['postgres:/var/lib/postgresql']);
  });
});
