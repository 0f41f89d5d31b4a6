/** An issuer for tests that serves only its metadata and keys, so that a token costs one signature. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';

export const audience = 'urn:vroegsignalering:api';

export interface TestIssuer {
  /** The `iss` of its tokens. */
  readonly url: string;
  /** The settings with which the API accepts its tokens. */
  readonly settings: Readonly<Record<'OIDC_ISSUER' | 'OIDC_CLIENT_SECRET' | 'API_AUDIENCE', string>>;
  /** The published keys. */
  readonly keys: JWK[];
  /** A token of a subject that is valid for an hour; claims and header can be replaced by wrong ones. */
  token(subject: string, claims?: JWTPayload, header?: { typ?: string; kid?: string }): Promise<string>;
  /** The Authorization header of a subject, with the same token each time. */
  bearer(subject: string): Promise<string>;
  /** Signs with a new key from now on, and publishes only that key. */
  rotate(): Promise<void>;
  stop(): Promise<void>;
}

export async function testIssuer(): Promise<TestIssuer> {
  let kid = 0;
  let key = await generateKeyPair('ES256');
  const keys: JWK[] = [];
  const publish = async (): Promise<void> => void keys.splice(0, keys.length, { ...(await exportJWK(key.publicKey)), kid: String(++kid), alg: 'ES256', use: 'sig' });
  await publish();
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(request.url === '/jwks' ? { keys } : { issuer: url, jwks_uri: `${url}/jwks`, authorization_endpoint: `${url}/auth`, token_endpoint: `${url}/token` }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const bearers = new Map<string, Promise<string>>();
  const issuer: TestIssuer = {
    url,
    settings: { OIDC_ISSUER: url, OIDC_CLIENT_SECRET: 'no client of this issuer', API_AUDIENCE: audience },
    keys,
    token(subject, claims = {}, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const payload = { iss: url, sub: subject, aud: audience, iat: now, exp: now + 3600, ...claims };
      return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: String(kid), typ: 'at+jwt', ...header }).sign(key.privateKey);
    },
    bearer(subject) {
      const bearer = bearers.get(subject) ?? issuer.token(subject).then((token) => `Bearer ${token}`);
      bearers.set(subject, bearer);
      return bearer;
    },
    async rotate() {
      key = await generateKeyPair('ES256');
      await publish();
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return issuer;
}
