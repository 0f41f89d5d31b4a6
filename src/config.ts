import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { masterKeysSchema, type MasterKeys } from './privacy/master-keys.ts';

/** One setting: how its text is read, and what to do when it cannot be. */
interface Setting {
  readonly schema: z.ZodType;
  readonly advice: string;
  /** Its value never appears in a message. */
  readonly secret?: true;
}

const port = z.coerce.number().int().min(1).max(65_535);
const amount = z.coerce.number().int().min(1);
const seconds = z.coerce.number().positive().max(86_400).transform((given) => Math.round(given * 1000));
const urlOf = (protocol: RegExp): z.ZodURL => z.url({ protocol });
const minutes = z.coerce.number().int().min(1).max(1440);

/** Who may say who somebody is: over TLS, or on this very machine. */
const issuer = z.url({ protocol: /^https?$/ }).refine((url) => url.startsWith('https:') || isLoopback(url));
const isLoopback = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

const settings = {
  DATABASE_URL: {
    schema: urlOf(/^postgres(ql)?$/),
    advice: 'set it to the Postgres to use, such as postgres://user:password@host:5432/database',
    secret: true,
  },
  DATABASE_OWNER_URL: {
    schema: urlOf(/^postgres(ql)?$/).optional(),
    advice: 'set it, for the set-up alone, to the account that owns the database; the one in DATABASE_URL owns nothing',
    secret: true,
  },
  KEYS_DATABASE_URL: {
    schema: urlOf(/^postgres(ql)?$/),
    advice: 'set it to a database of its own for the keys of personal data, whose backups are kept for days only',
    secret: true,
  },
  MASTER_KEYS: {
    schema: masterKeysSchema,
    advice: 'set it to id:key, the key from: openssl rand -base64 32; in a rotation the new one first, the old one after a comma',
    secret: true,
  },
  TEMPORAL_ADDRESS: {
    schema: z.string().regex(/^[^\s:/]+:\d{1,5}$/).default('127.0.0.1:7233'),
    advice: 'set it to host:port of the Temporal service, without a protocol',
  },
  TEMPORAL_NAMESPACE: { schema: z.string().min(1).default('default'), advice: 'name a namespace, or leave it out for "default"' },
  TASK_QUEUE: { schema: z.string().min(1).default('vroegsignalering'), advice: 'name a task queue, or leave it out' },
  API_HOST: { schema: z.string().min(1).default('127.0.0.1'), advice: 'set it to the address to listen on; 0.0.0.0 is every one' },
  API_PORT: { schema: port.default(3000), advice: 'set it to a number from 1 to 65535' },
  WORKER_HEALTH_PORT: { schema: port.default(3001), advice: 'set it to a number from 1 to 65535' },
  MAX_CACHED_WORKFLOWS: {
    schema: z.coerce.number().int().min(0).optional(),
    advice: 'set it to how many cases a worker keeps in memory (about 0.2 MB each), or leave it out',
  },
  SMTP_URL: {
    schema: urlOf(/^smtps?$/).default('smtp://127.0.0.1:1025'),
    advice: 'set it to the mail server, such as smtp://user:password@host:587',
    secret: true,
  },
  MAIL_FROM: {
    schema: z.string().regex(/^([^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/).default('Vroegsignalering <vroegsignalering@example.nl>'),
    advice: 'set it to an address, such as Meldpunt <meldpunt@example.nl>',
  },
  PUBLIC_URL: {
    schema: urlOf(/^https?$/).transform((url) => url.replace(/\/+$/, '')).default('http://127.0.0.1:3000'),
    advice: 'set it to the address people reach the system at, such as https://vroegsignalering.example.nl',
  },
  HASH_KEY: {
    schema: z.string().min(32),
    advice: 'set it to a secret of 32 characters or more, such as the output of: openssl rand -base64 32',
    secret: true,
  },
  AUDIT_KEY: {
    schema: z.string().min(32),
    advice: 'set it to a secret of 32 characters or more, such as the output of: openssl rand -base64 32; not one that the database knows',
    secret: true,
  },
  OIDC_ISSUER: {
    schema: issuer.optional(),
    advice: 'set it to the address of the identity provider as its tokens name it, such as https://login.example.nl/realms/twente; http on this machine only',
  },
  OIDC_CLIENT_ID: { schema: z.string().min(1).default('vroegsignalering'), advice: 'set it to the id under which the identity provider knows this system' },
  OIDC_CLIENT_SECRET: {
    schema: z.string().min(16).optional(),
    advice: 'set it to the secret that the identity provider gave this system, 16 characters or more',
    secret: true,
  },
  API_AUDIENCE: { schema: z.string().min(1).default('urn:vroegsignalering:api'), advice: 'set it to what an access token for this API names as its audience' },
  SESSION_IDLE_MINUTES: { schema: minutes.default(30), advice: 'set it to the minutes after which who does nothing signs in again, 1 to 1440' },
  SESSION_HOURS: { schema: z.coerce.number().int().min(1).max(72).default(12), advice: 'set it to the hours after which everybody signs in again, 1 to 72' },
  TRUST_PROXY: {
    schema: z.string().refine((text) => trustedProxies(text) !== null).transform((text) => trustedProxies(text) ?? 0).default(0),
    advice: 'set it to how many proxies stand before the API, or to their addresses and networks with commas between; leave it out when there are none',
  },
  RATE_LIMIT_ADDRESS: { schema: amount.default(6_000), advice: 'set it to how many requests may come from one network address in a minute, which a whole town hall may share' },
  RATE_LIMIT_REQUESTS: { schema: amount.default(1_200), advice: 'set it to how many requests an account, or an address without one, may send in a minute' },
  RATE_LIMIT_DELIVERIES: { schema: amount.default(600), advice: 'set it to how many files and single signals an account may deliver in a minute' },
  RATE_LIMIT_SIGN_INS: { schema: amount.default(120), advice: 'set it to how many requests to sign in an address may send in a minute' },
  DELIVERY_LIMIT_MB: { schema: amount.max(10_240).default(2_048), advice: 'set it to how many MB a delivered file may be; XLSX may never be more than 10' },
  HEADERS_TIMEOUT_SECONDS: { schema: seconds.default(15_000), advice: 'set it to how long a client may take for the headers of a request' },
  EXCHANGE_TIMEOUT_SECONDS: { schema: seconds.default(1_800_000), advice: 'set it to how long a request and its answer may take in all' },
  SLOW_CLIENT_SECONDS: { schema: seconds.default(30_000), advice: 'set it to how long a client may send or take less than 1 kB a second' },
  KEEP_ALIVE_SECONDS: { schema: seconds.default(65_000), advice: 'set it to how long an idle connection is kept; longer than the proxy before the API keeps it' },
  LOG_LEVEL: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    advice: 'choose trace, debug, info, warn, error, fatal or silent',
  },
} as const satisfies Record<string, Setting>;

type Variable = keyof typeof settings;
type Shape = { [Name in Variable]: (typeof settings)[Name]['schema'] };
type Parsed = z.output<z.ZodObject<Shape>>;

/** What the API allows to those outside. Times are in milliseconds, rates a minute. */
export interface EdgeConfig {
  /** Which of those before us may say who the client is: so many hops, or these addresses. */
  trustProxy: number | string[];
  rates: { address: number; requests: number; deliveries: number; signIns: number };
  deliveryBytes: number;
  headersTimeoutMs: number;
  /** A request and its answer together. */
  exchangeTimeoutMs: number;
  /** How long a client may be slower than 1 kB a second. */
  slowClientMs: number;
  keepAliveMs: number;
}

/** What the environment says, read once at the start of a process. */
export interface Config {
  databaseUrl: string;
  /** Of the account that owns the database: for the set-up alone. */
  databaseOwnerUrl: string | undefined;
  keysDatabaseUrl: string;
  /** What the keys of personal data are wrapped with. */
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
  smtpUrl: string;
  mailFrom: string;
  /** Where people reach the system, for links in mails; without a slash at the end. */
  publicUrl: string;
  /** The key of the hashes by which addresses and persons are recognised. */
  hashKey: string;
  /** The key under which the audit log is sealed. */
  auditKey: string;
  /** The identity provider; nobody can sign in, and no token is taken, when not set. */
  oidcIssuer: string | undefined;
  oidcClientId: string;
  /** Set whenever the issuer is. */
  oidcClientSecret: string | undefined;
  /** What an access token for this API names as its audience. */
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

/**
 * Reads the settings from environment variables. An empty one counts as not set.
 * @throws ConfigError that lists all that is wrong at once; secrets are not repeated in it
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries({ ...fromFiles(env), ...env }).filter(([name, value]) => name in settings && value !== ''));
  const shape = Object.fromEntries(Object.entries(settings).map(([name, { schema }]) => [name, schema])) as Shape;
  const result = z.object(shape).safeParse(given);
  const wrong = result.success ? [] : [...new Set(result.error.issues.map(({ path }) => path[0] as Variable))];
  const problems = wrong.map((name) => problemWith(name, given[name]));
  if (env.NODE_ENV === 'production' && given.OIDC_ISSUER === undefined) {
    problems.push(`OIDC_ISSUER is not set while NODE_ENV is "production": ${settings.OIDC_ISSUER.advice}`);
  }
  if (given.OIDC_ISSUER !== undefined && given.OIDC_CLIENT_SECRET === undefined) {
    problems.push(`OIDC_CLIENT_SECRET is not set while OIDC_ISSUER is: ${settings.OIDC_CLIENT_SECRET.advice}`);
  }
  if (!result.success || problems.length > 0) {
    throw new ConfigError(`The environment is not right:\n${problems.map((problem) => `  ${problem}.`).join('\n')}`);
  }
  return named(result.data);
}

/** A secret can stand in a file of its own, named by its variable with _FILE behind it. */
function fromFiles(env: NodeJS.ProcessEnv): Record<string, string> {
  const files = Object.entries(settings).flatMap(([name, setting]) => ('secret' in setting && env[`${name}_FILE`] ? [[name, env[`${name}_FILE`] ?? ''] as const] : []));
  return Object.fromEntries(files.map(([name, file]) => [name, readFileSync(file, 'utf8').trim()]));
}

function problemWith(name: Variable, value: string | undefined): string {
  const setting: Setting = settings[name];
  const seen = value === undefined ? 'is not set' : setting.secret ? `is not usable (${value.length} characters)` : `is "${value}"`;
  return `${name} ${seen}: ${setting.advice}`;
}

function named(parsed: Parsed): Config {
  return {
    databaseUrl: parsed.DATABASE_URL,
    databaseOwnerUrl: parsed.DATABASE_OWNER_URL,
    keysDatabaseUrl: parsed.KEYS_DATABASE_URL,
    masterKeys: parsed.MASTER_KEYS,
    temporalAddress: parsed.TEMPORAL_ADDRESS,
    temporalNamespace: parsed.TEMPORAL_NAMESPACE,
    taskQueue: parsed.TASK_QUEUE,
    apiHost: parsed.API_HOST,
    apiPort: parsed.API_PORT,
    workerHealthPort: parsed.WORKER_HEALTH_PORT,
    maxCachedWorkflows: parsed.MAX_CACHED_WORKFLOWS,
    smtpUrl: parsed.SMTP_URL,
    mailFrom: parsed.MAIL_FROM,
    publicUrl: parsed.PUBLIC_URL,
    hashKey: parsed.HASH_KEY,
    auditKey: parsed.AUDIT_KEY,
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

const edgeOf = (parsed: Parsed): EdgeConfig => ({
  trustProxy: parsed.TRUST_PROXY,
  rates: { address: parsed.RATE_LIMIT_ADDRESS, requests: parsed.RATE_LIMIT_REQUESTS, deliveries: parsed.RATE_LIMIT_DELIVERIES, signIns: parsed.RATE_LIMIT_SIGN_INS },
  deliveryBytes: parsed.DELIVERY_LIMIT_MB * 1024 * 1024,
  headersTimeoutMs: parsed.HEADERS_TIMEOUT_SECONDS,
  exchangeTimeoutMs: parsed.EXCHANGE_TIMEOUT_SECONDS,
  slowClientMs: parsed.SLOW_CLIENT_SECONDS,
  keepAliveMs: parsed.KEEP_ALIVE_SECONDS,
});

/** Never everybody: whoever can reach us could then say to be anybody. Null when it cannot be read. */
function trustedProxies(text: string): number | string[] | null {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const networks = text.split(',').map((part) => part.trim());
  return networks.every(isNetwork) ? networks : null;
}

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  const widest = family === 4 ? 32 : 128;
  return family !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= widest));
}
