import { generateKeyPairSync, randomBytes, randomUUID, type JsonWebKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keyedHash } from '../../src/keyed-hash.ts';

interface Kept {
  key: JsonWebKey;
  secret: string;
}

export interface DemoSecrets {
  /** The private key that tokens are signed with. */
  readonly key: JsonWebKey;
  /** What cookies are signed with. */
  readonly cookieSecret: string;
  secretOf(clientId: string): string;
}

/** Where the demo's issuer keeps its key, for the issuer itself and for whoever asks it for a token. */
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
