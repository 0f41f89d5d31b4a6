import { generateKeyPairSync, randomBytes, randomUUID, type JsonWebKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keyedHash } from '../../src/keyed-hash.ts';

interface Kept {
  key: JsonWebKey;
  secret: string;
}

export interface DemoSecrets {
  /** The private key that signs tokens. */
  readonly key: JsonWebKey;
  /** The secret that signs cookies. */
  readonly cookieSecret: string;
  secretOf(clientId: string): string;
}

/** The file with the key of the demo's issuer; the issuer and `npm run token` read it. */
export const issuerFolder = (env: NodeJS.ProcessEnv): string => join(resolve(env.DATA_FOLDER ?? 'data'), 'issuer');

/** Made once, in a file that only its owner can read. */
export function demoSecrets(folder: string): DemoSecrets {
  const file = join(folder, 'secrets.json');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(made()), { mode: 0o600 });
  const { key, secret } = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  return { key, cookieSecret: keyedHash(secret, 'cookies'), secretOf: (clientId) => keyedHash(secret, `client|${clientId}`) };
}

function made(): Kept {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { key: { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' }, secret: randomBytes(32).toString('base64url') };
}
