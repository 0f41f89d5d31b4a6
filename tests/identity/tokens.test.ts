import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { personOfTwo, systemOf } from '../../src/usecases/identity/seed-identities.ts';
import { audience, testIssuer, type TestIssuer } from '../../testkit/data/tokens.ts';
import { startSignInApi, type SignInApi } from './support.ts';

let issuer: TestIssuer;
let api: SignInApi;
beforeAll(async () => {
  issuer = await testIssuer();
  api = await startSignInApi(issuer.settings);
});
afterAll(() => Promise.all([api.stop(), issuer.stop()]));

const me = (token: string, headers = {}) => api.get('/api/v1/me', { Authorization: `Bearer ${token}`, ...headers });
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
const claims = { iss: '', sub: 'meldpunt', aud: audience, exp: seconds(3600) };
beforeEach(() => void (claims.iss = issuer.url));

describe('an access token', () => {
  test('is taken for as long as it lives, as often as it comes', async () => {
    const token = await issuer.token('meldpunt');
    const answers = [await me(token), await me(token)];
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { id: 'meldpunt', role: 'desk', signedInBy: 'token' } });
    api.later({ minutes: 61 });
    expect((await me(token)).status).toBe(401);
    api.later({ minutes: -61 });
  });

  test('is taken under a key that came after the API had fetched the others', async () => {
    const old = await issuer.token('meldpunt');
    expect((await me(old)).status).toBe(200);
    await issuer.rotate();
    expect((await me(await issuer.token('meldpunt'))).status).toBe(200);
    expect((await me(old)).body.reason).toBe('key');
  });

  const hs256 = () => {
    const [jwk] = issuer.keys;
    const pem = createPublicKey({ key: jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: jwk?.kid ?? '' }).sign(Buffer.from(pem));
  };
  const es384 = async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES384');
    issuer.keys.push({ ...(await exportJWK(publicKey)), kid: 'es384' });
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES384', kid: 'es384' }).sign(privateKey);
  };
  const ofAnother = async (kid: string | undefined) => {
    const { privateKey } = await generateKeyPair('ES256');
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', ...(kid === undefined ? {} : { kid }) }).sign(privateKey);
  };
  const tampered = async () => {
    const [header = '', , signature = ''] = (await issuer.token('meldpunt')).split('.');
    return [header, Buffer.from(JSON.stringify({ ...claims, sub: 'beheer' })).toString('base64url'), signature].join('.');
  };

  test.each<[string, string, () => string | Promise<string>]>([
    ['has expired', 'expired', () => issuer.token('meldpunt', { exp: seconds(-60) })],
    ['never expires', 'claims', () => issuer.token('meldpunt', { exp: undefined as never })],
    ['is not valid yet', 'not-yet-valid', () => issuer.token('meldpunt', { nbf: seconds(60) })],
    ['comes from another issuer', 'issuer', () => issuer.token('meldpunt', { iss: 'http://127.0.0.1:1' })],
    ['is for another audience', 'audience', () => issuer.token('meldpunt', { aud: 'urn:another:api' })],
    ['is for nobody', 'audience', () => issuer.token('meldpunt', { aud: undefined as never })],
    ['is of nobody', 'claims', () => issuer.token('meldpunt', { sub: undefined as never })],
    ['is not signed', 'algorithm', () => new UnsecuredJWT(claims).encode()],
    ['is signed with the public key as a secret', 'algorithm', hs256],
    ['is signed by the issuer in a way that is not on our list', 'algorithm', es384],
    ['is signed with a key of somebody else', 'signature', () => ofAnother(issuer.keys[0]?.kid)],
    ['names a key that the issuer has not', 'key', () => ofAnother('not-there')],
    ['has other claims than were signed', 'signature', tampered],
    ['is a token for something else', 'type', () => issuer.token('meldpunt', {}, { typ: 'logout+jwt' })],
    ['is bound to a key', 'bound', () => issuer.token('meldpunt', { cnf: { jkt: 'x' } })],
    ['is no token', 'malformed', () => 'garbage'],
    ['is nearly a token', 'malformed', () => 'a.b.c'],
  ])('that %s is refused, and counted in the audit log', async (_, reason, token) => {
    const sent = await token();
    await api.audited();
    const { status, body, headers } = await me(sent);
    expect([status, body.code, body.reason, headers.get('www-authenticate')]).toEqual([401, 'invalid-token', reason, 'Bearer error="invalid_token"']);
    expect((await api.audited())[0]).toMatchObject({ actorId: null, outcome: 'refused', detail: { count: 1, kinds: { [`other-request invalid-token ${reason}`]: 1 } } });
    if (sent.length > 20) expect(api.logged.join('') + JSON.stringify(await api.audited())).not.toContain(sent);
  });

  test('is asked for where none is given', async () => {
    const { status, headers } = await api.get('/api/v1/me', {});
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  test.each(['/', '/realms/twente/'])('is refused while the setting names the issuer with %s at its end and the issuer does not: the answer names the setting', async (end) => {
    const misnamed = await startSignInApi({ ...issuer.settings, OIDC_ISSUER: issuer.url + end });
    const { status, body } = await misnamed.get('/api/v1/me', { Authorization: `Bearer ${await issuer.token('meldpunt')}` });
    await misnamed.stop();
    expect([status, body.detail]).toEqual([503, expect.stringContaining(`OIDC_ISSUER is "${issuer.url}${end}", maar de identiteitsvoorziening noemt zich "${issuer.url}"`)]);
  });

  test('cannot be checked while the issuer cannot be reached; the caller is told to try again', async () => {
    const away = await testIssuer();
    const other = await startSignInApi(away.settings);
    const token = await away.token('meldpunt');
    await away.stop();
    const { status, headers } = await other.get('/api/v1/me', { Authorization: `Bearer ${token}` });
    await other.stop();
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
  });
});

describe('the account that a token is for', () => {
  test('is the creditor’s own for its system, and no other', async () => {
    const token = await issuer.token(systemOf('zorgzeker'));
    expect((await me(token)).body).toMatchObject({ id: 'schuldeiser-zorgzeker', creditorId: 'zorgzeker', accounts: [{ id: 'schuldeiser-zorgzeker' }] });
    const asAnother = await me(token, { 'Act-As': 'schuldeiser-oost-energie' });
    expect([asAnother.status, asAnother.body.reason]).toEqual([403, 'not-own-account']);
    expect((await api.audited())[0]).toMatchObject({ outcome: 'refused', detail: { kinds: { 'other-request forbidden not-own-account': 1 } } });
  });

  test('is chosen by who has several; the answer to a request without a choice names them', async () => {
    const token = await issuer.token(personOfTwo.subject);
    const unclear = await me(token);
    expect([unclear.status, unclear.body.code, unclear.body.accounts.map(({ id }) => id)]).toEqual([403, 'choose-account', ['meldpunt', 'projectleider']]);
    expect((await me(token, { 'Act-As': 'projectleider' })).body).toMatchObject({ id: 'projectleider', role: 'project-leader' });
    expect((await me(token, { 'Act-As': 'beheer' })).status).toBe(403);
  });

  test('is refused to somebody whom only the issuer knows', async () => {
    const { status, body } = await me(await issuer.token('stranger'));
    expect([status, body.reason]).toEqual([403, 'no-account']);
  });
});

describe('a logout token', () => {
  const logout = { aud: 'vroegsignalering', jti: 'one', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };
  const send = async (claims: JWTPayload): Promise<number> => {
    const logout_token = await issuer.token('privacy', claims, { typ: 'logout+jwt' });
    return (await fetch(`${api.origin}/afmelden/kanaal`, { method: 'POST', body: new URLSearchParams({ logout_token }) })).status;
  };
  const sessions = async () => (await api.sql`select 1 from sessions where subject = 'privacy'`).length;
  beforeEach(async () => {
    await api.sql`delete from sessions`;
    const terms = { startedAt: '2026-01-01T00:00:00Z', idleUntil: '2099-01-01T00:00:00Z', endsAt: '2099-01-01T00:00:00Z' };
    await api.sql`insert into sessions ${api.sql({ idHash: 'x', issuer: issuer.url, subject: 'privacy', issuerSession: 'there', ...terms })}`;
  });

  test.each([['of a subject', logout], ['of a session', { ...logout, sub: undefined as never, sid: 'there' }]])('%s ends what it names', async (_, claims) => {
    expect([await send(claims), await sessions()]).toEqual([200, 0]);
  });

  test.each<[string, JWTPayload]>([
    ['without the event', { ...logout, events: {} }],
    ['with a nonce, which only an ID token has', { ...logout, nonce: 'x' }],
    ['of minutes ago', { ...logout, iat: seconds(-180) }],
    ['for another client', { ...logout, aud: audience }],
    ['of nobody', { ...logout, sub: undefined as never }],
  ])('%s ends nothing', async (_, claims) => {
    expect([await send(claims), await sessions()]).toEqual([400, 1]);
  });
});
