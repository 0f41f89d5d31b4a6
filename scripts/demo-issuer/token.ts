import * as oidc from 'openid-client';
import { commandLine, systems } from './people.ts';
import type { DemoSecrets } from './secrets.ts';
import { visitor } from './visitor.ts';

/** Gets an access token for the API: for a person, by choosing that person on the issuer's page, or for a creditor's system. */
export async function demoToken(issuer: string, subject: string, secrets: DemoSecrets): Promise<string> {
  const tokens = await (systems.includes(subject) ? systemTokens(issuer, subject, secrets) : personTokens(issuer, subject));
  return tokens.access_token;
}

async function systemTokens(issuer: string, clientId: string, secrets: DemoSecrets) {
  return oidc.clientCredentialsGrant(await clientOf(issuer, clientId, secrets.secretOf(clientId)), { scope: 'api' });
}

async function personTokens(issuer: string, subject: string) {
  const client = await clientOf(issuer, commandLine.clientId);
  const [pkceCodeVerifier, expectedState] = [oidc.randomPKCECodeVerifier(), oidc.randomState()];
  const start = oidc.buildAuthorizationUrl(client, {
    redirect_uri: commandLine.redirectUri,
    scope: 'openid api',
    state: expectedState,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const browser = visitor({ stopAt: commandLine.redirectUri });
  const choice = await browser.go(start);
  const { url } = await browser.send(choice.url, { subject });
  return oidc.authorizationCodeGrant(client, url, { pkceCodeVerifier, expectedState, idTokenExpected: true });
}

// eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated as a warning against http: the demo's issuer uses http on loopback only and refuses to run in production
const clientOf = (issuer: string, clientId: string, secret?: string) => oidc.discovery(new URL(issuer), clientId, secret, secret === undefined ? oidc.None() : undefined, { execute: [oidc.allowInsecureRequests] });
