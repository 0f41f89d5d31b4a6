import { jwtVerify } from 'jose';
import { CLOCKS_DIFFER_SECONDS, refusalOf } from './access-token.ts';
import { AppError } from '../errors.ts';
import { algorithms, type Issuer } from './issuer.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** The sessions that the issuer ends: all of a subject, or those of one session at the issuer. */
export type LogoutRequest = { subject: string } | { issuerSession: string };

/**
 * Reads a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6). A repeated token has no further effect; it is
 * accepted for two minutes, so that an old one cannot end later sessions.
 * @throws AppError invalid-token, issuer-unavailable
 */
export async function verifyLogoutToken(token: string, { issuer, clientId, now }: { issuer: Issuer; clientId: string; now: Date }): Promise<LogoutRequest> {
  const keys = await issuer.keys();
  const options = { issuer: issuer.url, audience: clientId, algorithms, currentDate: now, clockTolerance: CLOCKS_DIFFER_SECONDS, maxTokenAge: 120, requiredClaims: ['iat', 'jti', 'events'] };
  const { payload } = await jwtVerify(token, keys, options).catch((error: unknown) => {
    throw refusalOf(error);
  });
  const { events, nonce, sub, sid } = payload;
  const isLogout = typeof events === 'object' && events !== null && EVENT in events && nonce === undefined;
  if (isLogout && typeof sid === 'string') return { issuerSession: sid };
  if (isLogout && sub !== undefined) return { subject: sub };
  throw new AppError('invalid-token', 'Dit is geen afmeldtoken.', { extra: { reason: 'claims' } });
}
