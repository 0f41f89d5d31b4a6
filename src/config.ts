import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { unsafeSettings } from './config-safety.ts';
import type { CheckCode } from './domain/checks/check.ts';
import { rereading, type MasterKeys } from './privacy/master-keys.ts';
import { settings, type Process, type Setting } from './settings.ts';

type Variable = keyof typeof settings;
type Shape = { [Name in Variable]: (typeof settings)[Name]['schema'] };
type Parsed = z.output<z.ZodObject<Shape>>;

/** Limits of the API for its clients. Times are in milliseconds, rates per minute. */
export interface EdgeConfig {
  /** The proxies whose word on the client's address is believed: a number of hops, or their addresses. */
  trustProxy: number | string[];
  rates: { address: number; requests: number; deliveries: number; signIns: number };
  deliveryBytes: number;
  headersTimeoutMs: number;
  /** The longest time for a request and its answer together. */
  exchangeTimeoutMs: number;
  /** How long a client may be slower than 1 kB a second. */
  slowClientMs: number;
  keepAliveMs: number;
}

/** The settings, read from the environment once at the start of a process. */
export interface Config {
  databaseUrl: string;
  /** Connection string of the account that owns the database; for the set-up alone. */
  databaseOwnerUrl: string | undefined;
  /** How many connections an API process holds at most, for all callers together. */
  databaseConnections: number;
  /** How long the API waits for an answer of Postgres. */
  databaseAnswerMs: number;
  keysDatabaseUrl: string;
  /** The master keys that wrap the keys of personal data; when they stand in a file it is read again when an unknown one is met. */
  masterKeys: MasterKeys;
  /** host:port */
  temporalAddress: string;
  temporalNamespace: string;
  taskQueue: string;
  apiHost: string;
  apiPort: number;
  workerHealthPort: number;
  /** How many workflows a worker keeps between two tasks; the SDK's own measure when not set. 0: it replays each at every task. */
  maxCachedWorkflows: number | undefined;
  /** File of the workflows' code, built ahead of time; a worker builds it when not set. */
  workflowBundle: string | undefined;
  smtpUrl: string;
  mailFrom: string;
  /** The time of a working day (Europe/Amsterdam) at which creditors get one mail of what was decided; undefined: a mail for each decision. */
  digestAt: string | undefined;
  /** Whether messages to creditors' systems may go into our own network, and without TLS: in tests and the demo alone. */
  webhooksToPrivate: boolean;
  /** Where people reach the system, for links in mails; without a slash at the end. */
  publicUrl: string;
  /** The key of the hashes by which addresses and persons are recognised. */
  hashKey: string;
  /** The key under which the audit log is sealed. */
  auditKey: string;
  /** The services that checks ask, as far as they were set up. */
  checks: { urls: Partial<Record<CheckCode, string>>; timeoutMs: number };
  checkSecrets: Partial<Record<CheckCode, string>>;
  /** The identity provider; when not set nobody can sign in and no token is accepted. */
  oidcIssuer: string | undefined;
  oidcClientId: string;
  /** Set whenever the issuer is. */
  oidcClientSecret: string | undefined;
  /** The `aud` that an access token must have. */
  apiAudience: string;
  /** A session ends after so long without a request. */
  sessionIdleMinutes: number;
  /** A session ends after so long in any case. */
  sessionHours: number;
  edge: EdgeConfig;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

/** Every wrong variable, what was seen and what to do, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The settings of each process: no key or account that it does not need. */
interface Configs {
  api: Omit<Config, 'databaseOwnerUrl' | 'smtpUrl' | 'digestAt' | 'auditKey' | 'checkSecrets'>;
  worker: Omit<Config, 'databaseOwnerUrl' | 'oidcIssuer' | 'oidcClientSecret'>;
  setup: Omit<Config, 'masterKeys' | 'smtpUrl' | 'digestAt' | 'webhooksToPrivate' | 'publicUrl' | 'auditKey' | 'checks' | 'checkSecrets' | 'oidcIssuer' | 'oidcClientSecret'>;
  issuer: Pick<Config, 'oidcIssuer' | 'oidcClientId' | 'oidcClientSecret' | 'publicUrl' | 'apiAudience'>;
  seed: Pick<Config, 'databaseUrl' | 'keysDatabaseUrl' | 'masterKeys' | 'hashKey' | 'temporalAddress' | 'temporalNamespace' | 'taskQueue' | 'apiHost' | 'apiPort' | 'oidcIssuer'>;
}
export type ConfigOf<Of extends Process> = Configs[Of];

/**
 * Reads the settings from environment variables. An empty one counts as not set.
 * @param of leaves out what that process does not read; without, everything is read
 * @throws ConfigError that lists all that is wrong at once; secrets are not repeated in it
 */
export function loadConfig(env?: NodeJS.ProcessEnv): Config;
export function loadConfig<Of extends Process>(env: NodeJS.ProcessEnv, of: Of): ConfigOf<Of>;
export function loadConfig(env: NodeJS.ProcessEnv = process.env, of?: Process): Config {
  const parsed = parse(env, of);
  // Not every process is given one.
  const masterKeys = reads(of, settings.MASTER_KEYS) ? rereading(parsed.MASTER_KEYS, () => parse(env, of).MASTER_KEYS) : parsed.MASTER_KEYS;
  return { ...named(parsed), masterKeys };
}

/**
 * The environment for a process: without the settings that it does not read.
 * @param of 'others' for a program that reads none of them, such as the mail catcher
 */
export function environmentFor(of: Process | 'others', env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const all: Readonly<Record<string, Setting>> = settings;
  const isGiven = (name: string): boolean => {
    const setting = all[name.replace(/_FILE$/, '')];
    return setting === undefined || (of !== 'others' && reads(of, setting));
  };
  return Object.fromEntries(Object.entries(env).filter(([name]) => isGiven(name)));
}

const reads = (of: Process | undefined, setting: Setting): boolean => of === undefined || setting.for === undefined || setting.for.includes(of);

function parse(env: NodeJS.ProcessEnv, of: Process | undefined): Parsed {
  const read = Object.entries<Setting>(settings).filter(([, setting]) => reads(of, setting));
  const names = new Set(read.map(([name]) => name));
  const given = Object.fromEntries(Object.entries({ ...fromFiles(env, names), ...env }).filter(([name, value]) => names.has(name) && value !== ''));
  const shape = Object.fromEntries(read.map(([name, { schema }]) => [name, schema])) as Shape;
  const result = z.object(shape).safeParse(given);
  const wrong = result.success ? [] : [...new Set(result.error.issues.map(({ path }) => path[0] as Variable))];
  const problems = [...wrong.map((name) => problemWith(name, given[name])), ...problemsTogether(given, names, env.NODE_ENV === 'production')];
  if (!result.success || problems.length > 0) {
    throw new ConfigError(`The environment is not right:\n${problems.map((problem) => `  ${problem}.`).join('\n')}`);
  }
  return result.data;
}

/** Errors that show only when settings are compared. */
function problemsTogether(given: Readonly<Record<string, string | undefined>>, names: ReadonlySet<string>, isProduction: boolean): string[] {
  const problems = unsafeSettings(given, isProduction).filter((problem) => names.has(problem.slice(0, problem.indexOf(' '))));
  if (isProduction && names.has('OIDC_ISSUER') && given.OIDC_ISSUER === undefined) {
    problems.push(`OIDC_ISSUER is not set while NODE_ENV is "production": ${settings.OIDC_ISSUER.advice}`);
  }
  if (names.has('OIDC_CLIENT_SECRET') && given.OIDC_ISSUER !== undefined && given.OIDC_CLIENT_SECRET === undefined) {
    problems.push(`OIDC_CLIENT_SECRET is not set while OIDC_ISSUER is: ${settings.OIDC_CLIENT_SECRET.advice}`);
  }
  return problems;
}

/** A secret can stand in a file of its own, named by its variable with _FILE behind it. */
function fromFiles(env: NodeJS.ProcessEnv, names: ReadonlySet<string>): Record<string, string> {
  const files = Object.entries(settings).flatMap(([name, setting]) => (names.has(name) && 'secret' in setting && env[`${name}_FILE`] ? [[name, env[`${name}_FILE`] ?? ''] as const] : []));
  return Object.fromEntries(files.map(([name, file]) => [name, readFileSync(file, 'utf8').trim()]));
}

function problemWith(name: Variable, value: string | undefined): string {
  const setting: Setting = settings[name];
  const seen = value === undefined ? 'is not set' : setting.secret ? `is not usable (${value.length} characters)` : `is "${value}"`;
  return `${name} ${seen}: ${setting.advice}`;
}

function named(parsed: Parsed): Omit<Config, 'masterKeys'> {
  return {
    databaseUrl: parsed.DATABASE_URL,
    databaseOwnerUrl: parsed.DATABASE_OWNER_URL,
    databaseConnections: parsed.DATABASE_CONNECTIONS,
    databaseAnswerMs: parsed.DATABASE_ANSWER_SECONDS,
    keysDatabaseUrl: parsed.KEYS_DATABASE_URL,
    temporalAddress: parsed.TEMPORAL_ADDRESS,
    temporalNamespace: parsed.TEMPORAL_NAMESPACE,
    taskQueue: parsed.TASK_QUEUE,
    apiHost: parsed.API_HOST,
    apiPort: parsed.API_PORT,
    workerHealthPort: parsed.WORKER_HEALTH_PORT,
    maxCachedWorkflows: parsed.MAX_CACHED_WORKFLOWS,
    workflowBundle: parsed.WORKFLOW_BUNDLE,
    smtpUrl: parsed.SMTP_URL,
    mailFrom: parsed.MAIL_FROM,
    digestAt: parsed.DIGEST_AT,
    webhooksToPrivate: parsed.WEBHOOKS_TO_PRIVATE,
    publicUrl: parsed.PUBLIC_URL,
    hashKey: parsed.HASH_KEY,
    auditKey: parsed.AUDIT_KEY,
    checks: { urls: perCheck(parsed, 'URL'), timeoutMs: parsed.CHECK_TIMEOUT_SECONDS },
    checkSecrets: perCheck(parsed, 'SECRET'),
    oidcIssuer: parsed.OIDC_ISSUER,
    oidcClientId: parsed.OIDC_CLIENT_ID,
    oidcClientSecret: parsed.OIDC_CLIENT_SECRET,
    apiAudience: parsed.API_AUDIENCE,
    sessionIdleMinutes: parsed.SESSION_IDLE_MINUTES,
    sessionHours: parsed.SESSION_HOURS,
    edge: edgeOf(parsed),
    logLevel: parsed.LOG_LEVEL,
  };
}

function perCheck(parsed: Parsed, what: 'URL' | 'SECRET'): Partial<Record<CheckCode, string>> {
  const given = { 'debt-services': parsed[`CHECK_DEBT_SERVICES_${what}`], benefits: parsed[`CHECK_BENEFITS_${what}`], population: parsed[`CHECK_POPULATION_${what}`], addresses: parsed[`CHECK_ADDRESSES_${what}`] };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const edgeOf = (parsed: Parsed): EdgeConfig => ({
  trustProxy: parsed.TRUST_PROXY,
  rates: { address: parsed.RATE_LIMIT_ADDRESS, requests: parsed.RATE_LIMIT_REQUESTS, deliveries: parsed.RATE_LIMIT_DELIVERIES, signIns: parsed.RATE_LIMIT_SIGN_INS },
  deliveryBytes: parsed.DELIVERY_LIMIT_MB * 1024 * 1024,
  headersTimeoutMs: parsed.HEADERS_TIMEOUT_SECONDS,
  exchangeTimeoutMs: parsed.EXCHANGE_TIMEOUT_SECONDS,
  slowClientMs: parsed.SLOW_CLIENT_SECONDS,
  keepAliveMs: parsed.KEEP_ALIVE_SECONDS,
});
