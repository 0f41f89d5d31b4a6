import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, loadConfig } from '../../src/config.ts';

const enough = {
  DATABASE_URL: 'postgres://app:geheim@db.example:5432/vroegsignalering',
  HASH_KEY: 'a-key-of-forty-characters-for-the-tests!',
  AUDIT_KEY: 'another-key-of-forty-characters-for-tests',
  KEYS_DATABASE_URL: 'postgres://app:geheim@db.example:5432/keys',
  MASTER_KEYS: `first:${Buffer.alloc(32, 1).toString('base64')}`,
};

const random = (name: string): string => createHash('sha256').update(name).digest('base64');
/** With keys as random as they must be in production. */
const safe = { ...enough, HASH_KEY: random('hash'), AUDIT_KEY: random('audit'), MASTER_KEYS: `first:${random('master')}`, PUBLIC_URL: 'https://vroegsignalering.example' };

function messageFor(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no error';
}

describe('the environment', () => {
  test('needs only two databases and three keys; the rest has a default', () => {
    const { masterKeys, ...config } = loadConfig(enough);
    expect(masterKeys.current).toBe('first');
    expect(config).toEqual({
      databaseUrl: enough.DATABASE_URL,
      keysDatabaseUrl: enough.KEYS_DATABASE_URL,
      databaseConnections: 20,
      databaseAnswerMs: 30_000,
      temporalAddress: '127.0.0.1:7233',
      temporalNamespace: 'default',
      taskQueue: 'vroegsignalering',
      apiHost: '127.0.0.1',
      apiPort: 3000,
      workerHealthPort: 3001,
      smtpUrl: 'smtp://127.0.0.1:1025',
      digestAt: '16:30',
      webhooksToPrivate: false,
      mailFrom: 'Vroegsignalering <vroegsignalering@example.nl>',
      publicUrl: 'http://127.0.0.1:3000',
      hashKey: enough.HASH_KEY,
      auditKey: enough.AUDIT_KEY,
      oidcClientId: 'vroegsignalering',
      checks: { urls: {}, timeoutMs: 10_000 },
      checkSecrets: {},
      apiAudience: 'urn:vroegsignalering:api',
      sessionIdleMinutes: 30,
      sessionHours: 12,
      edge: {
        trustProxy: 0,
        rates: { address: 6_000, requests: 1_200, deliveries: 600, signIns: 120 },
        deliveryBytes: 2_147_483_648,
        headersTimeoutMs: 15_000,
        exchangeTimeoutMs: 1_800_000,
        slowClientMs: 30_000,
        keepAliveMs: 65_000,
      },
      logLevel: 'info',
    });
  });

  test('gives the values it is set to, each of its own type', () => {
    const config = loadConfig({
      ...enough,
      API_PORT: '8080',
      PUBLIC_URL: 'https://twente.example/',
      MAIL_FROM: 'meldpunt@example.nl',
    });
    expect(config).toMatchObject({
      apiPort: 8080,
      publicUrl: 'https://twente.example',
      mailFrom: 'meldpunt@example.nl',
    });
  });

  test('believes the proxies that it names, and never everybody', () => {
    expect(loadConfig({ ...enough, TRUST_PROXY: '2' }).edge.trustProxy).toBe(2);
    expect(loadConfig({ ...enough, TRUST_PROXY: 'loopback, 10.0.0.0/8, fd00::/8' }).edge.trustProxy).toEqual(['loopback', '10.0.0.0/8', 'fd00::/8']);
    for (const wrong of ['true', '*', '0.0.0.0/0', '10.0.0.0/40', 'proxy.example']) expect(messageFor({ ...enough, TRUST_PROXY: wrong })).toContain(`TRUST_PROXY is "${wrong}"`);
  });

  test('counts an empty variable as not set', () => {
    expect(loadConfig({ ...enough, API_PORT: '' }).apiPort).toBe(3000);
    expect(messageFor({ ...enough, HASH_KEY: '' })).toContain('HASH_KEY is not set');
  });

  test('is refused with every mistake at once: which variable, what was seen, what to do', () => {
    const message = messageFor({ API_PORT: '80.5', TEMPORAL_ADDRESS: 'http://temporal:7233', LOG_LEVEL: 'loud' });
    expect(message.split('\n').slice(1)).toEqual([
      '  DATABASE_URL is not set: set it to the Postgres to use, such as postgres://user:password@host:5432/database.',
      '  KEYS_DATABASE_URL is not set: set it to a database of its own for the keys of personal data, whose backups are kept for days only.',
      '  MASTER_KEYS is not set: set it to id:key, the key from: openssl rand -base64 32; in a rotation the new one first, the old one after a comma.',
      '  TEMPORAL_ADDRESS is "http://temporal:7233": set it to host:port of the Temporal service, without a protocol.',
      '  API_PORT is "80.5": set it to a number from 1 to 65535.',
      '  HASH_KEY is not set: set it to a secret of 32 characters or more, such as the output of: openssl rand -base64 32.',
      '  AUDIT_KEY is not set: set it to a secret of 32 characters or more, such as the output of: openssl rand -base64 32; not one that the database knows.',
      '  LOG_LEVEL is "loud": choose trace, debug, info, warn, error, fatal or silent.',
    ]);
  });

  test.each([
    ['DATABASE_URL', 'mysql://app:geheim@db/x'],
    ['SMTP_URL', 'http://mail:geheim@host'],
    ['HASH_KEY', 'geheim'],
    ['OIDC_CLIENT_SECRET', 'geheim'],
    ['AUDIT_KEY', 'geheim'],
    ['MASTER_KEYS', 'first:geheim'],
  ])('never repeats the secret in a wrong %s', (name, value) => {
    const message = messageFor({ ...enough, [name]: value });
    expect(message).toContain(`${name} is not usable`);
    expect(message).not.toContain('geheim');
  });

  test.each([
    ['API_PORT', '0'],
    ['WORKER_HEALTH_PORT', '70000'],
    ['MAIL_FROM', 'nobody'],
    ['PUBLIC_URL', 'ftp://twente.example'],
    ['OIDC_ISSUER', 'http://login.example'],
    ['SESSION_IDLE_MINUTES', '0'],
    ['SESSION_HOURS', '100'],
  ])('refuses %s=%s', (name, value) => {
    expect(messageFor({ ...enough, [name]: value })).toContain(`${name} is "${value}"`);
  });

  test('takes an issuer over TLS or on this machine, with the secret that goes with it', () => {
    for (const OIDC_ISSUER of ['https://login.example/realms/twente', 'http://127.0.0.1:3002', 'http://localhost:3002']) {
      expect(loadConfig({ ...enough, OIDC_ISSUER, OIDC_CLIENT_SECRET: 'a-secret-of-the-issuer' }).oidcIssuer).toBe(OIDC_ISSUER);
      expect(messageFor({ ...enough, OIDC_ISSUER })).toContain('OIDC_CLIENT_SECRET is not set while OIDC_ISSUER is');
    }
  });

  test('names an issuer in production, where nobody could call without one', () => {
    expect(messageFor({ ...enough, NODE_ENV: 'production' })).toContain('OIDC_ISSUER is not set while NODE_ENV is "production": set it to the address of the identity provider');
    const named = { OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_SECRET: 'a-secret-of-the-issuer' };
    expect(messageFor({ ...safe, NODE_ENV: 'production', ...named })).toBe('no error');
  });

  describe('in production', () => {
    const production = { ...safe, NODE_ENV: 'production', OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_SECRET: random('client') };

    test.each([
      ['HASH_KEY', 'x'.repeat(40)],
      ['HASH_KEY', '0'.repeat(64)],
      ['HASH_KEY', 'abababababababababababababababababab'],
      ['AUDIT_KEY', 'a key for tests only, of 32 characters or more'],
      ['AUDIT_KEY', `change-me-${random('x')}`],
      ['MASTER_KEYS', `first:${Buffer.alloc(32).toString('base64')}`],
      ['MASTER_KEYS', `second:${random('second')},first:${Buffer.alloc(32, 7).toString('base64')}`],
      ['OIDC_CLIENT_SECRET', 'z'.repeat(16)],
    ])('refuses a %s that can be guessed, by its name and without it', (name, value) => {
      const message = messageFor({ ...production, [name]: value });
      expect(message).toContain(`${name} can be guessed`);
      expect(message).not.toContain(value);
    });

    test('refuses an address without TLS, also the one that counts when none is set', () => {
      expect(messageFor({ ...production, PUBLIC_URL: 'http://vroegsignalering.example.nl' })).toContain('PUBLIC_URL is "http://vroegsignalering.example.nl" while NODE_ENV is "production"');
      expect(messageFor({ ...production, PUBLIC_URL: '' })).toContain('PUBLIC_URL is not set while NODE_ENV is "production"');
    });
  });

  test.each([
    ['AUDIT_KEY', 'HASH_KEY', { AUDIT_KEY: random('hash') }],
    ['HASH_KEY', 'MASTER_KEYS', { MASTER_KEYS: `first:${random('hash')}` }],
    ['AUDIT_KEY', 'MASTER_KEYS', { MASTER_KEYS: `second:${random('second')},first:${random('audit')}` }],
    ['OIDC_CLIENT_SECRET', 'HASH_KEY', { OIDC_CLIENT_SECRET: random('hash') }],
    ['MASTER_KEYS', 'another one in it', { MASTER_KEYS: `second:${random('m')},first:${random('m')}` }],
  ])('refuses a %s that is the same as %s', (name, other, settings) => {
    expect(messageFor({ ...safe, ...settings })).toContain(`${name} is the same as ${other}`);
  });

  test('refuses an audience that is the client’s id: an ID token would do as an access token', () => {
    for (const settings of [{ API_AUDIENCE: 'portal', OIDC_CLIENT_ID: 'portal' }, { API_AUDIENCE: 'vroegsignalering' }]) expect(messageFor({ ...safe, ...settings })).toContain('API_AUDIENCE is the same as OIDC_CLIENT_ID');
  });

  test('is asked by each process for what that one reads, and the rest is not looked at', () => {
    const { DATABASE_URL, KEYS_DATABASE_URL, HASH_KEY, MASTER_KEYS, AUDIT_KEY } = safe;
    const both = { DATABASE_URL, KEYS_DATABASE_URL, HASH_KEY };
    expect(loadConfig({ ...both, MASTER_KEYS, AUDIT_KEY: 'too short' }, 'api')).not.toHaveProperty('auditKey', expect.anything());
    expect(loadConfig({ ...both, MASTER_KEYS, AUDIT_KEY, OIDC_ISSUER: 'no address' }, 'worker').auditKey).toBe(AUDIT_KEY);
    expect(loadConfig(both, 'setup').hashKey).toBe(HASH_KEY);
    expect(() => loadConfig({ ...both, MASTER_KEYS }, 'worker')).toThrow('AUDIT_KEY is not set');
  });
});
