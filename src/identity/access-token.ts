import { errors, jwtVerify } from 'jose';
import type { Subject } from '../db/queries/identity/identities.ts';
import { AppError } from '../errors.ts';
import { algorithms, issuerAway, type Issuer } from './issuer.ts';

/** How much two clocks may differ, in seconds. */
export const CLOCKS_DIFFER_SECONDS = 5;

/** The `typ` in the header of access tokens; tokens of another type are refused. */
const types = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];

/**
 * The subject of an access token. A token can be used any number of times until it expires.
 * @throws AppError invalid-token with the reason as a code, issuer-unavailable
 */
export async function verifyAccessToken(token: string, { issuer, audience, now }: { issuer: Issuer; audience: string; now: Date }): Promise<Subject> {
  const keys = await issuer.keys();
  const options = { issuer: issuer.url, audience, algorithms, currentDate: now, clockTolerance: CLOCKS_DIFFER_SECONDS, requiredClaims: ['sub', 'exp'] };
  const { payload, protectedHeader } = await jwtVerify(token, keys, options).catch((error: unknown) => {
    throw refusalOf(error);
  });
  if (!types.includes(protectedHeader.typ?.toLowerCase())) throw refused('type');
  // The token is bound to a key that the sender must prove to have, which a bearer token cannot.
  if (payload['cnf'] !== undefined) throw refused('bound');
  return { issuer: issuer.url, subject: payload.sub ?? '' };
}

const sentences = {
  expired: 'het is verlopen; haal een nieuw',
  'not-yet-valid': 'het geldt nog niet',
  issuer: 'het komt van een andere uitgever',
  audience: 'het is niet voor deze API bestemd (aud)',
  claims: 'er ontbreekt iets in, of er staat iets verkeerds in',
  algorithm: `het is niet ondertekend met ${algorithms.join(', ')}`,
  key: 'de sleutel waarmee het is ondertekend is onbekend',
  signature: 'de handtekening klopt niet',
  malformed: 'het is niet te lezen',
  type: 'het is geen toegangstoken',
  bound: 'het is aan een sleutel gebonden, en dat kan hier niet',
} as const;
type Reason = keyof typeof sentences;

const refused = (reason: Reason, cause?: unknown): AppError => new AppError('invalid-token', `Dit token is geweigerd: ${sentences[reason]}.`, { extra: { reason }, cause });

const claims: Record<string, Reason> = { iss: 'issuer', aud: 'audience', nbf: 'not-yet-valid' };

const codes: Record<string, Reason> = {
  [errors.JWTExpired.code]: 'expired',
  [errors.JOSEAlgNotAllowed.code]: 'algorithm',
  [errors.JOSENotSupported.code]: 'algorithm',
  [errors.JWKSNoMatchingKey.code]: 'key',
  [errors.JWKSMultipleMatchingKeys.code]: 'key',
  [errors.JWSSignatureVerificationFailed.code]: 'signature',
  [errors.JWSInvalid.code]: 'malformed',
  [errors.JWTInvalid.code]: 'malformed',
};

/** Translates errors of jose; errors that are not about the token come from fetching the keys. */
export function refusalOf(error: unknown): Error {
  if (error instanceof errors.JWTClaimValidationFailed) return refused(claims[error.claim] ?? 'claims', error);
  const reason = error instanceof errors.JOSEError ? codes[error.code] : undefined;
  return reason === undefined ? issuerAway(error) : refused(reason, error);
}
