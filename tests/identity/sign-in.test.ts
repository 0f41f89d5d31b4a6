import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { demoSecrets } from '../../scripts/demo-issuer/secrets.ts';
import { demoToken } from '../../scripts/demo-issuer/token.ts';
import { visitor, type Page, type Visitor } from '../../scripts/demo-issuer/visitor.ts';
import { startChild, type Child } from '../../scripts/parts/child.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { run } from '../../scripts/parts/run.ts';
import { personOfTwo, systemOf } from '../../src/usecases/identity/seed-identities.ts';
import { eventually } from '../../testkit/eventually.ts';
import { testIssuer } from '../../testkit/data/tokens.ts';
import { startSignInApi, type SignInApi } from './support.ts';
import { readPage } from '../../testkit/page.ts';

const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
const secrets = demoSecrets(join(folder, 'issuer'));
let issuer: Child;
let issuerUrl: string;
let api: SignInApi;
beforeAll(async () => {
  const [apiPort, issuerPort] = [await freePort(), await freePort()];
  issuerUrl = `http://127.0.0.1:${issuerPort}`;
  const settings = { OIDC_ISSUER: issuerUrl, OIDC_CLIENT_SECRET: randomBytes(24).toString('base64url') };
  api = await startSignInApi(settings, apiPort);
  issuer = startChild({ program: process.execPath, args: ['--import', 'tsx', 'scripts/demo-issuer/main.ts'], env: { ...process.env, ...api.env, DATA_FOLDER: folder }, logFile: join(folder, 'log'), stopSignal: 'SIGTERM' });
  await eventually(() => fetch(issuerUrl), 60_000);
}, 90_000);
afterAll(async () => {
  await Promise.all([issuer.stop(5_000), api.stop()]);
  rmSync(folder, { recursive: true });
});

let browser: Visitor;
beforeEach(() => void (browser = visitor()));

const signIn = async (subject: string, who = browser): Promise<Page> => who.send((await who.go(`${api.origin}/aanmelden`)).url, { subject });
const session = (who = browser) => ({ Cookie: `sessie=${who.cookies.get('sessie') ?? ''}` });
const me = (headers: Record<string, string> = session()) => api.get('/api/v1/me', headers);
const hidden = ({ html }: Page, name: string): string => readPage(html).values(`input[name="${name}"]`, 'value')[0] ?? '';
const signOut = async (path: string, who = browser): Promise<Page> => who.send(api.origin + path, { form: hidden(await who.go(`${api.origin}/account`), 'form') });

/** As far as the callback, without going there. */
async function callbackFor(subject: string, who: Visitor = visitor({ stopAt: `${api.origin}/aanmelden/terug` })): Promise<{ url: URL; who: Visitor }> {
  const choice = await who.go(`${api.origin}/aanmelden`);
  const { url } = await who.send(choice.url, { subject });
  return { url, who };
}

const asBrowserOf = ({ cookies }: Visitor, url: URL) => fetch(url, { redirect: 'manual', headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });

describe('signing in', () => {
  test('goes by way of the issuer, where a demo account is chosen, and comes back with a session', async () => {
    const choice = await browser.go(`${api.origin}/aanmelden`);
    expect(choice.url.origin).toBe(issuerUrl);
    expect(readPage(choice.html).text).toContain('Demo: deze aanmelding is niet echt');
    const page = await browser.send(choice.url, { subject: 'medewerker-enschede' });
    expect([page.url.href, page.status]).toEqual([`${api.origin}/vandaag`, 200]);
    expect(readPage((await browser.go(`${api.origin}/account`)).html).text).toContain('U bent aangemeld als Demo Medewerker Enschede (Medewerker)');
    expect(await me()).toMatchObject({ status: 200, body: { id: 'medewerker-enschede', role: 'caseworker', signedInBy: 'session' } });
    expect((await api.audited()).find(({ action }) => action === 'sign-in')).toMatchObject({ actorId: 'medewerker-enschede', outcome: 'done', signedInBy: 'session' });
  });

  test('asks for a code with PKCE, a state and a nonce, and puts nothing of them in the log', async () => {
    const asked = await fetch(`${api.origin}/aanmelden`, { redirect: 'manual' });
    const query = Object.fromEntries(new URL(asked.headers.get('location') ?? '').searchParams);
    expect(query).toMatchObject({ response_type: 'code', scope: 'openid', code_challenge_method: 'S256', redirect_uri: `${api.origin}/aanmelden/terug` });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(query[name]).toMatch(/^[\w-]{43}$/);
      expect(api.logged.join('')).not.toContain(query[name]);
    }
    expect(asked.headers.get('set-cookie')).toMatch(/^aanmelden=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('over TLS puts its secrets in cookies that go to this very host and over TLS only', async () => {
    const other = await testIssuer();
    const secure = await startSignInApi({ ...other.settings, PUBLIC_URL: 'https://vroegsignalering.example' });
    const asked = await fetch(`${secure.origin}/aanmelden`, { redirect: 'manual' });
    await Promise.all([secure.stop(), other.stop()]);
    expect(asked.headers.get('set-cookie')).toMatch(/^__Host-aanmelden=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test('leads back to where one was going, on this site only', async () => {
    const goneTo = async (wanted: string) => {
      const who = visitor({ stopAt: `${api.origin}/proces` });
      return (await who.send((await who.go(`${api.origin}/aanmelden?naar=${encodeURIComponent(wanted)}`)).url, { subject: 'meldpunt' })).url.href;
    };
    expect(await goneTo('/proces?a=1#diagram')).toBe(`${api.origin}/proces?a=1#diagram`);
    for (const elsewhere of ['https://elders.example/', '//elders.example', '/\\elders.example', 'javascript:alert(1)']) expect(await goneTo(elsewhere)).toBe(`${api.origin}/zaken`);
  });

  test('is done once with a state and its code: the same callback again is refused, and in the audit log', async () => {
    const { url, who } = await callbackFor('meldpunt');
    const cookies = new Map(who.cookies);
    expect((await asBrowserOf(who, url)).status).toBe(303);
    const again = await asBrowserOf({ ...who, cookies }, url);
    expect([again.status, again.headers.getSetCookie()]).toEqual([401, []]);
    expect((await api.audited())[0]).toMatchObject({ actorId: null, outcome: 'refused', detail: { kinds: { 'sign-in unauthenticated state': 1 } } });
  });

  test('refuses a code that was used before, under a new state too', async () => {
    const first = await callbackFor('meldpunt');
    expect((await asBrowserOf(first.who, first.url)).status).toBe(303);
    const second = await callbackFor('meldpunt');
    second.url.searchParams.set('code', first.url.searchParams.get('code') ?? '');
    expect((await asBrowserOf(second.who, second.url)).status).toBe(401);
    expect((await api.audited())[0]).toMatchObject({ outcome: 'refused', detail: { kinds: { 'sign-in unauthenticated invalid_grant': 1 } } });
  });

  test('refuses the code of somebody else’s sign-in, whose nonce and verifier are others', async () => {
    const [mine, theirs] = [await callbackFor('meldpunt'), await callbackFor('beheer')];
    mine.url.searchParams.set('code', theirs.url.searchParams.get('code') ?? '');
    expect((await asBrowserOf(mine.who, mine.url)).status).toBe(401);
  });

  test('refuses a callback in another browser, of another issuer, or too late', async () => {
    const { url } = await callbackFor('meldpunt');
    const other = await callbackFor('meldpunt');
    expect((await asBrowserOf(other.who, url)).status).toBe(401);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(401);

    const mixedUp = await callbackFor('meldpunt');
    mixedUp.url.searchParams.set('iss', 'https://another.example');
    expect((await asBrowserOf(mixedUp.who, mixedUp.url)).status).toBe(401);

    const late = await callbackFor('meldpunt');
    api.later({ minutes: 11 });
    expect((await asBrowserOf(late.who, late.url)).status).toBe(401);
    api.later({ minutes: -11 });
  });

  test('is refused with a page, and in the audit log, to somebody who has no account here', async () => {
    await api.sql`delete from identities where subject = 'stuurgroep'`;
    const page = await signIn('stuurgroep');
    expect([page.status, browser.cookies.has('sessie')]).toEqual([403, false]);
    expect(readPage(page.html).text).toContain('hebt hier geen account');
    expect((await api.audited())[0]).toMatchObject({ outcome: 'refused', detail: { kinds: { 'sign-in forbidden no-account': 1 } } });
  });

  test('gives a new secret each time, and ends the session under the one before', async () => {
    browser.cookies.set('sessie', 'chosen-by-somebody-else');
    await signIn('meldpunt');
    const first = session();
    expect(first.Cookie).not.toContain('chosen');
    await signIn('meldpunt');
    expect(session()).not.toEqual(first);
    expect([(await me(first)).status, (await me()).status]).toEqual([401, 200]);
  });

  test('leaves nothing in the database with which somebody else could sign in', async () => {
    await signIn('meldpunt');
    const rows = JSON.stringify(await api.sql`select * from sessions`);
    expect(rows).not.toContain(browser.cookies.get('sessie'));
    expect(rows).toContain('meldpunt');
  });
});

describe('a session', () => {
  test('ends when it is left alone for half an hour, and not while it is used', async () => {
    await signIn('meldpunt');
    for (const minutes of [29, 29, 29]) {
      api.later({ minutes });
      expect((await me()).status).toBe(200);
    }
    api.later({ minutes: 30 });
    expect((await me()).status).toBe(401);
    api.later({ minutes: -117 });
  });

  test('ends after twelve hours, however much it is used', async () => {
    await signIn('meldpunt');
    for (let used = 0; used < 719; used += 29) {
      expect((await me()).status).toBe(200);
      api.later({ minutes: Math.min(29, 719 - used) });
    }
    expect((await me()).status).toBe(200);
    api.later({ minutes: 1 });
    expect((await me()).status).toBe(401);
    const ended = () => api.sql`select 1 from sessions where ends_at < now() + interval '12 hours 1 minute'`;
    expect(await ended()).not.toEqual([]);
    await signIn('meldpunt');
    expect(await ended()).toEqual([]);
    api.later({ minutes: -720 });
    await api.sql`delete from sessions`;
  });

  test('is for the account that somebody with several chooses', async () => {
    const page = await signIn(personOfTwo.subject);
    expect([page.url.pathname, (await me()).body.code]).toEqual(['/account', 'choose-account']);
    const choose = (account: string) => browser.send(`${api.origin}/account`, { form: hidden(page, 'form'), account });
    expect(readPage((await choose('projectleider')).html).text).toContain('aangemeld als Demo Projectleider (Projectleider)');
    expect((await me()).body.id).toBe('projectleider');
    expect((await me({ ...session(), 'Act-As': 'meldpunt' })).body.id).toBe('meldpunt');
    expect((await choose('beheer')).status).toBe(403);
  });

  test('is not changed by a request from another site, and the audit log says how often that was tried', async () => {
    await signIn('meldpunt');
    const post = async (headers: Record<string, string>) => {
      const answer = await fetch(`${api.origin}/api/v1/rounds`, { method: 'POST', headers: { ...session(), 'Content-Type': 'application/json', ...headers }, body: '{}' });
      return [answer.status, ((await answer.json()) as { reason?: string }).reason];
    };
    const elsewhere = [{ Origin: 'https://elders.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site', Origin: api.origin }, {}];
    for (const headers of elsewhere) expect(await post(headers as Record<string, string>)).toEqual([403, 'cross-site']);
    expect((await api.audited())[0]).toMatchObject({ outcome: 'refused', detail: { kinds: { 'open-round forbidden cross-site': elsewhere.length } } });
    for (const headers of [{ Origin: api.origin }, { 'Sec-Fetch-Site': 'same-origin' }]) expect(await post(headers as Record<string, string>)).toEqual([400, undefined]);
  });

  test('is not ended by a form without the token of its own page', async () => {
    await signIn('meldpunt');
    expect((await browser.send(`${api.origin}/afmelden`, {})).status).toBe(403);
    expect((await browser.send(`${api.origin}/afmelden/overal`, { form: 'guessed' })).status).toBe(403);
    expect((await api.audited())[0]).toMatchObject({ outcome: 'refused', detail: { kinds: { 'sign-out forbidden cross-site': 1, 'sign-out-everywhere forbidden cross-site': 1 } } });
    expect((await me()).status).toBe(200);
  });
});

describe('signing out', () => {
  test('ends the session here and offers to end the one at the issuer', async () => {
    await signIn('meldpunt');
    const used = session();
    const page = await signOut('/afmelden');
    expect([page.url.origin, page.status]).toEqual([issuerUrl, 200]);
    expect((await me(used)).status).toBe(401);
    expect((await api.audited()).find(({ action }) => action === 'sign-out')).toMatchObject({ actorId: 'meldpunt', outcome: 'done' });
    const confirmed = await browser.send(`${issuerUrl}/session/end/confirm`, { xsrf: hidden(page, 'xsrf'), logout: 'yes' });
    expect(confirmed.url.href).toBe(`${api.origin}/afgemeld`);
    expect((await browser.go(`${api.origin}/aanmelden`)).url.pathname).toMatch(/^\/kies\//);
  });

  test('everywhere ends every session of the same person, and of nobody else', async () => {
    const [phone, tablet, other] = [visitor(), visitor(), visitor()];
    await Promise.all([signIn('projectleider', phone), signIn('projectleider', tablet)]);
    await signIn('beheer', other);
    await signOut('/afmelden/overal', phone);
    const states = await Promise.all([phone, tablet, other].map(async (who) => (await me(session(who))).status));
    expect(states).toEqual([401, 401, 200]);
    expect((await api.audited()).find(({ action }) => action === 'sign-out-everywhere')).toMatchObject({ actorId: 'projectleider', detail: { sessions: 2 } });
  });

  test('at the issuer ends the session here', async () => {
    await signIn('privacy');
    const page = await browser.go(`${issuerUrl}/session/end`);
    await browser.send(`${issuerUrl}/session/end/confirm`, { xsrf: hidden(page, 'xsrf'), logout: 'yes' });
    expect((await me()).status).toBe(401);
    expect((await api.audited()).find(({ action }) => action === 'sign-out')).toMatchObject({ detail: { by: 'issuer', sessions: 1 } });
  });

  test('is refused when the token is not of the issuer', async () => {
    await signIn('meldpunt');
    for (const logout_token of ['', await demoToken(issuerUrl, 'meldpunt', secrets)]) {
      const response = await fetch(`${api.origin}/afmelden/kanaal`, { method: 'POST', body: new URLSearchParams({ logout_token }) });
      expect(response.status).toBe(400);
    }
    expect((await me()).status).toBe(200);
  });
});

describe('the demo’s issuer', () => {
  const byToken = async (subject: string) => me({ Authorization: `Bearer ${await demoToken(issuerUrl, subject, secrets)}` });

  test('gives tokens for the person who is chosen, and to a creditor’s system for its own secret', async () => {
    expect(await byToken('meldpunt')).toMatchObject({ status: 200, body: { id: 'meldpunt', signedInBy: 'token' } });
    expect(await byToken(systemOf('oost-energie'))).toMatchObject({ status: 200, body: { id: 'schuldeiser-oost-energie', accounts: [{ id: 'schuldeiser-oost-energie' }] } });
    await expect(demoToken(issuerUrl, systemOf('oost-energie'), { ...secrets, secretOf: () => 'guessed' })).rejects.toMatchObject({ status: 401 });
  });
  test('gives tokens to a creditor’s system, which acts once an administrator has connected its subject to an account, and no longer once it was disconnected', async () => {
    const administrator = { Authorization: `Bearer ${await demoToken(issuerUrl, 'beheer', secrets)}`, 'Content-Type': 'application/json' };
    const administer = (method: string, path: string, body?: object) => fetch(`${api.origin}/api/v1/accounts/schuldeiser-zorgzeker${path}`, { method, headers: administrator, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const subject = systemOf('zorgzeker');
    const { identities } = (await (await administer('GET', '')).json()) as { identities: { id: string; subject: string }[] };
    const known = identities.find((one) => one.subject === subject);
    expect((await administer('DELETE', `/identities/${known?.id ?? ''}`)).status).toBe(200);
    expect((await byToken(subject)).status).toBe(403);
    expect((await administer('POST', '/identities', { subject })).status).toBe(201);
    expect(await byToken(subject)).toMatchObject({ status: 200, body: { id: 'schuldeiser-zorgzeker', role: 'creditor', signedInBy: 'token' } });
  });

  test('does not start in production, and says what to set instead', async () => {
    const { code, output } = await run(process.execPath, ['--import', 'tsx', 'scripts/demo-issuer/main.ts'], { env: { ...process.env, ...api.env, DATA_FOLDER: folder, NODE_ENV: 'production' } });
    expect(code).toBe(1);
    expect(output).toContain('does not run with NODE_ENV=production: set OIDC_ISSUER');
  });
});
