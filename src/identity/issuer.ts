/** The identity provider: found by its own description when first needed, its keys fetched again when they change. */
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as oidc from 'openid-client';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';

/** Symmetric ones would let whoever knows the public key, or our own secret, sign; `none` everybody. */
export const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

const ANSWER_WITHIN_SECONDS = 5;
/** An unknown key is a reason to fetch them anew, but not more often than this: anybody can name a key. */
const KEYS_KEPT_MS = 10_000;

export interface Issuer {
  /** As its tokens name it. */
  readonly url: string;
  /** @throws AppError issuer-unavailable; unauthenticated where no issuer is configured */
  client(): Promise<oidc.Configuration>;
  /** @throws as client() */
  keys(): Promise<JWTVerifyGetKey>;
}

interface Found {
  client: oidc.Configuration;
  keys: JWTVerifyGetKey;
}

export function issuerOf(config: Pick<Config, 'oidcIssuer' | 'oidcClientId' | 'oidcClientSecret'>, keysKeptMs = KEYS_KEPT_MS): Issuer {
  const { oidcIssuer: url } = config;
  let found: Promise<Found> | undefined;
  const find = async (): Promise<Found> => {
    if (url === undefined) throw new AppError('unauthenticated', 'Aanmelden is hier niet ingericht: er is geen identiteitsvoorziening ingesteld (OIDC_ISSUER).');
    found ??= discover(url, config, keysKeptMs);
    try {
      return await found;
    } catch (cause) {
      found = undefined;
      throw issuerAway(cause);
    }
  };
  return { url: url ?? '', client: async () => (await find()).client, keys: async () => (await find()).keys };
}

async function discover(url: string, { oidcClientId, oidcClientSecret }: Pick<Config, 'oidcClientId' | 'oidcClientSecret'>, keysKeptMs: number): Promise<Found> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to make one think: the settings allow http for an issuer on this machine only
  const execute = [oidc.enableNonRepudiationChecks, ...(url.startsWith('http:') ? [oidc.allowInsecureRequests] : [])];
  const client = await oidc.discovery(new URL(url), oidcClientId, oidcClientSecret, undefined, { execute, timeout: ANSWER_WITHIN_SECONDS });
  const { jwks_uri: keysAt } = client.serverMetadata();
  if (keysAt === undefined) throw new Error(`${url} names no jwks_uri`);
  return { client, keys: createRemoteJWKSet(new URL(keysAt), { cooldownDuration: keysKeptMs, timeoutDuration: ANSWER_WITHIN_SECONDS * 1000 }) };
}

export const issuerAway = (cause: unknown): AppError =>
  new AppError('issuer-unavailable', 'De identiteitsvoorziening is nu niet te bereiken. Probeer het zo opnieuw.', { cause });
