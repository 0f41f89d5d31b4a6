/** The identity provider: found by its own description when first needed, its keys fetched again when they change. */
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';

/** Asymmetric algorithms only: with a symmetric one the public key or our own secret could sign, with `none` everybody could. */
export const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];

const ANSWER_WITHIN_SECONDS = 5;
/** An unknown key is a reason to fetch the keys again, but not more often than this: every caller can name a key. */
const KEYS_KEPT_MS = 10_000;

export interface Issuer {
  /** The issuer's name in its tokens. */
  readonly url: string;
  /** @throws AppError issuer-unavailable; unauthenticated when no issuer is configured */
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
      throw cause instanceof AppError ? cause : issuerAway(cause);
    }
  };
  return { url: url ?? '', client: async () => (await find()).client, keys: async () => (await find()).keys };
}

async function discover(url: string, { oidcClientId, oidcClientSecret }: Pick<Config, 'oidcClientId' | 'oidcClientSecret'>, keysKeptMs: number): Promise<Found> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated as a warning against http: the settings allow it only for an issuer on this machine
  const execute = [oidc.enableNonRepudiationChecks, ...(url.startsWith('http:') ? [oidc.allowInsecureRequests] : [])];
  const client = await oidc.discovery(new URL(url), oidcClientId, oidcClientSecret, undefined, { execute, timeout: ANSWER_WITHIN_SECONDS }).catch((error: unknown) => {
    throw misnamedIn(url, error) ?? error;
  });
  const { issuer, jwks_uri: keysAt } = client.serverMetadata();
  // Tokens must name the issuer exactly as in the setting; a slash at the end makes another name.
  if (issuer !== url) throw misnamed(url, issuer);
  if (keysAt === undefined) throw new Error(`${url} names no jwks_uri`);
  return { client, keys: createRemoteJWKSet(new URL(keysAt), { cooldownDuration: keysKeptMs, timeoutDuration: ANSWER_WITHIN_SECONDS * 1000 }) };
}

/** The error of discovery when the issuer gives itself another name. */
function misnamedIn(url: string, error: unknown): AppError | null {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.cause : error instanceof Error ? error.cause : undefined;
  const own = z.object({ attribute: z.literal('issuer'), body: z.object({ issuer: z.string().max(500) }) }).safeParse(cause);
  return own.success ? misnamed(url, own.data.body.issuer) : null;
}

const misnamed = (url: string, own: string): AppError =>
  new AppError('issuer-unavailable', `Aanmelden is verkeerd ingesteld: OIDC_ISSUER is "${url}", maar de identiteitsvoorziening noemt zich "${own}". Neem dat precies zo over, ook de schuine streep aan het eind of het ontbreken ervan.`);

export const issuerAway = (cause: unknown): AppError =>
  new AppError('issuer-unavailable', 'De identiteitsvoorziening is nu niet te bereiken. Probeer het zo opnieuw.', { cause });
