/** Signing in at the issuer: authorization code with PKCE. A started sign-in works for one callback in one browser. */
import * as oidc from 'openid-client';
import type { Sql } from '../db/connect.ts';
import type { Subject } from '../db/queries/identity/identities.ts';
import { addSignIn, removeExpiredSignIns, takeSignIn, type SignIn } from '../db/queries/identity/sign-ins.ts';
import { AppError } from '../errors.ts';
import { issuerAway, type Issuer } from './issuer.ts';
import { storedForm } from './secrets.ts';

const SIGN_IN_MINUTES = 10;
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
  /** The value that was given at the start. */
  returnTo: string;
}

/**
 * The address to which the browser is sent; a secret in a cookie identifies the browser later.
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
 * The person who signed in. `query` is that of the callback.
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

/** Errors that an issuer answers with, by RFC 6749 and OpenID Connect Core. */
const issuersCodes: ReadonlySet<string> = new Set([
  'access_denied', 'invalid_request', 'unauthorized_client', 'unsupported_response_type', 'invalid_scope', 'server_error', 'temporarily_unavailable',
  'invalid_client', 'invalid_grant', 'unsupported_grant_type',
  'interaction_required', 'login_required', 'account_selection_required', 'consent_required', 'request_not_supported', 'request_uri_not_supported',
]);

function refusalOf(error: unknown): Error {
  if (error instanceof TypeError || (error instanceof oidc.ClientError && error.code === 'OAUTH_TIMEOUT')) return issuerAway(error);
  return new AppError('unauthenticated', 'De identiteitsvoorziening heeft deze aanmelding niet bevestigd.', { extra: { reason: reasonOf(error) }, cause: error });
}

/** A closed list of codes, since the text in the callback's address can come from anybody. */
function reasonOf(error: unknown): string {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) return issuersCodes.has(error.error) ? error.error : 'other';
  return error instanceof oidc.ClientError ? (error.code ?? 'other') : 'other';
}
