/** The table of settings: what each may say, what to do when it does not, and which processes are given it. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { masterKeysSchema } from './privacy/master-keys.ts';

/** One setting: how its text is read, and what to do when it cannot be. */
export interface Setting {
  readonly schema: z.ZodType;
  readonly advice: string;
  /** Its value never appears in a message. */
  readonly secret?: true;
  /** The processes that read it; every one when absent. What a process does not read it is not given. */
  readonly for?: readonly Process[];
}

/** The processes, each with its own settings. Issuer and seed belong to the demo. */
export type Process = 'api' | 'worker' | 'setup' | 'issuer' | 'seed';

const port = z.coerce.number().int().min(1).max(65_535);
const amount = z.coerce.number().int().min(1);
const seconds = z.coerce.number().positive().max(86_400).transform((given) => Math.round(given * 1000));
const urlOf = (protocol: RegExp): z.ZodURL => z.url({ protocol });
const minutes = z.coerce.number().int().min(1).max(1440);

/** An issuer must be reached over TLS, or be on this machine. */
const issuer = z.url({ protocol: /^https?$/ }).refine((url) => url.startsWith('https:') || isLoopback(url));
const isLoopback = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

const adviceOnUrl = (service: string): string => `set it to the address of ${service}, over https, or leave it out; http on this machine only`;
const adviceOnSecret = 'set it to the secret or key that the service gave, 8 characters or more, or leave it out';

/** Every setting, by its variable. */
export const settings = {
  DATABASE_URL: {
    for: ['api', 'worker', 'setup', 'seed'],
    schema: urlOf(/^postgres(ql)?$/),
    advice: 'set it to the Postgres to use, such as postgres://user:password@host:5432/database',
    secret: true,
  },
  DATABASE_OWNER_URL: {
    for: ['setup'],
    schema: urlOf(/^postgres(ql)?$/).optional(),
    advice: 'set it, for the set-up alone, to the account that owns the database; the one in DATABASE_URL owns nothing',
    secret: true,
  },
  DATABASE_CONNECTIONS: { schema: z.coerce.number().int().min(1).max(1_000).default(20), advice: 'set it to how many connections to Postgres an API process may hold, 1 to 1000' },
  DATABASE_ANSWER_SECONDS: { schema: seconds.default(30_000), advice: 'set it to how long the API waits for an answer of Postgres' },
  KEYS_DATABASE_URL: {
    for: ['api', 'worker', 'setup', 'seed'],
    schema: urlOf(/^postgres(ql)?$/),
    advice: 'set it to a database of its own for the keys of personal data, whose backups are kept for days only',
    secret: true,
  },
  MASTER_KEYS: {
    for: ['api', 'worker', 'seed'],
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
  WORKFLOW_BUNDLE: { for: ['worker'], schema: z.string().min(1).optional(), advice: 'set it to the file that `npm run bundle` of this release wrote, or leave it out' },
  SMTP_URL: {
    for: ['worker'],
    schema: urlOf(/^smtps?$/).default('smtp://127.0.0.1:1025'),
    advice: 'set it to the mail server, such as smtp://user:password@host:587',
    secret: true,
  },
  MAIL_FROM: {
    schema: z.string().regex(/^([^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/).default('Vroegsignalering <vroegsignalering@example.nl>'),
    advice: 'set it to an address, such as Meldpunt <meldpunt@example.nl>',
  },
  DIGEST_AT: {
    for: ['worker'],
    schema: z.string().regex(/^(off|([01]\d|2[0-3]):[0-5]\d)$/).default('16:30').transform((text) => (text === 'off' ? undefined : text)),
    advice: 'set it to the time of a working day at which creditors get what was decided, such as 16:30, or to off for a mail for each decision',
  },
  WEBHOOKS_TO_PRIVATE: {
    for: ['api', 'worker'],
    schema: z.enum(['yes', 'no']).default('no').transform((text) => text === 'yes'),
    advice: 'leave it out; yes, for a test alone, sends messages to creditors\' systems on this machine, without TLS',
  },
  PUBLIC_URL: {
    for: ['api', 'worker', 'issuer'],
    schema: urlOf(/^https?$/).transform((url) => url.replace(/\/+$/, '')).default('http://127.0.0.1:3000'),
    advice: 'set it to the address people reach the system at, such as https://vroegsignalering.example.nl',
  },
  HASH_KEY: {
    for: ['api', 'worker', 'setup', 'seed'],
    schema: z.string().min(32),
    advice: 'set it to a secret of 32 characters or more, such as the output of: openssl rand -base64 32',
    secret: true,
  },
  CHECK_DEBT_SERVICES_URL: { for: ['api', 'worker'], schema: issuer.optional(), advice: adviceOnUrl('debt services') },
  CHECK_DEBT_SERVICES_SECRET: { for: ['worker'], schema: z.string().min(8).optional(), advice: adviceOnSecret, secret: true },
  CHECK_BENEFITS_URL: { for: ['api', 'worker'], schema: issuer.optional(), advice: adviceOnUrl('benefits') },
  CHECK_BENEFITS_SECRET: { for: ['worker'], schema: z.string().min(8).optional(), advice: adviceOnSecret, secret: true },
  CHECK_POPULATION_URL: { for: ['api', 'worker'], schema: issuer.optional(), advice: adviceOnUrl('the BRP API Personen') },
  CHECK_POPULATION_SECRET: { for: ['worker'], schema: z.string().min(8).optional(), advice: adviceOnSecret, secret: true },
  CHECK_ADDRESSES_URL: { for: ['api', 'worker'], schema: issuer.optional(), advice: adviceOnUrl('the BAG API Individuele Bevragingen') },
  CHECK_ADDRESSES_SECRET: { for: ['worker'], schema: z.string().min(8).optional(), advice: adviceOnSecret, secret: true },
  CHECK_TIMEOUT_SECONDS: { for: ['api', 'worker'], schema: seconds.default(10_000), advice: 'set it to how long a service of a check may take to answer' },
  AUDIT_KEY: {
    for: ['worker'],
    schema: z.string().min(32),
    advice: 'set it to a secret of 32 characters or more, such as the output of: openssl rand -base64 32; not one that the database knows',
    secret: true,
  },
  OIDC_ISSUER: {
    for: ['api', 'issuer', 'seed'],
    schema: issuer.optional(),
    advice: 'set it to the address of the identity provider as its tokens name it, such as https://login.example.nl/realms/twente; http on this machine only',
  },
  OIDC_CLIENT_ID: { schema: z.string().min(1).default('vroegsignalering'), advice: 'set it to the id under which the identity provider knows this system' },
  OIDC_CLIENT_SECRET: {
    for: ['api', 'issuer'],
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

/** Trusting every address is refused: every client could then choose its own address. Null for a text that cannot be parsed. */
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
