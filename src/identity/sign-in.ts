/** Signing in at the issuer: authorization code with PKCE. What was started is good for one callback in one browser. */
import * as oidc from 'openid-client';
import type { Sql } from '../db/connect.ts';
import type { Subject } from '../db/queries/identities.ts';
import { addSignIn, removeExpiredSignIns, takeSignIn, type SignIn } from '../db/queries/sign-ins.ts';
import { AppError } from '../errors.ts';
import { issuerAway, type Issuer } from './issuer.ts';
import { storedForm } from './secrets.ts';

export const SIGN_IN_MINUTES = 10;
const CLEANED_AT_ONCE = 100;

interface Dependencies {
  sql: Sql;
  issuer: Issuer;
  clock: () => Date;
  /** Where the issuer sends people back to. */
  callback: string;
}

export interface SignedIn extends Subject {
  issuerSession: string | null;
  returnTo: string;
}

/**
 * Where to send the browser, which is known by a secret in a cookie of its own.
 * @throws AppError issuer-unavailable
 */
export async function startSignIn({ sql, issuer, clock, callback }: Dependencies, { browser, returnTo }: { browser: string; returnTo: string }): Promise<URL> {
  const client = await issuer.client();
  const [state, nonce, codeVerifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const now = clock();
  await removeExpiredSignIns(sql, now.toISOString(), CLEANED_AT_ONCE);
  const expiresAt = new Date(now.getTime() + SIGN_IN_MINUTES * 60_000).toISOString();
  await addSignIn(sql, { stateHash: storedForm(state), browserHash: storedForm(browser), nonce, codeVerifier, returnTo, expiresAt });
  return oidc.buildAuthorizationUrl(client, {
    redirect_uri: callback,
    scope: 'openid',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
}

/**
 * Who came back. `query` is that of the callback.
 * @throws AppError unauthenticated, issuer-unavailable
 */
export async function finishSignIn(deps: Dependencies, { browser, query }: { browser: string | undefined; query: URLSearchParams }): Promise<SignedIn> {
  const state = query.get('state') ?? '';
  const started = browser === undefined ? null : await takeSignIn(deps.sql, { stateHash: storedForm(state), browserHash: storedForm(browser) });
  if (started === null || new Date(started.expiresAt) <= deps.clock()) {
    throw new AppError('unauthenticated', 'Deze aanmelding is al gebruikt, is verlopen, of begon in een andere browser.', { extra: { reason: 'state' } });
  }
  const claims = await claimsOf(deps, query, state, started);
  return { issuer: claims.iss, subject: claims.sub, issuerSession: typeof claims['sid'] === 'string' ? claims['sid'] : null, returnTo: started.returnTo };
}

async function claimsOf({ issuer, callback }: Dependencies, query: URLSearchParams, state: string, { nonce, codeVerifier }: SignIn): Promise<oidc.IDToken> {
  const client = await issuer.client();
  const url = new URL(callback);
  url.search = query.toString();
  try {
    const tokens = await oidc.authorizationCodeGrant(client, url, { pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('no ID token, though one was expected');
    return claims;
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): Error {
  if (error instanceof TypeError || (error instanceof oidc.ClientError && error.code === 'OAUTH_TIMEOUT')) return issuerAway(error);
  // By the standard these are short codes, such as access_denied and invalid_grant.
  const code = error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError ? error.error : error instanceof oidc.ClientError ? error.code : undefined;
  const reason = code !== undefined && /^\w{1,64}$/.test(code) ? code : 'other';
  return new AppError('unauthenticated', 'De identiteitsvoorziening heeft deze aanmelding niet bevestigd.', { extra: { reason }, cause: error });
}
