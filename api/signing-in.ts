/** Signing in and out in a browser. Errors are shown as a page, not as JSON. */
import { buildEndSessionUrl } from 'openid-client';
import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { accountsOf } from '../src/db/queries/identity/identities.ts';
import { chooseAccount, type SessionRow } from '../src/db/queries/identity/sessions.ts';
import type { AuditAction } from '../src/domain/audit/audit.ts';
import { AppError } from '../src/errors.ts';
import { verifyLogoutToken } from '../src/identity/logout-token.ts';
import { randomSecret } from '../src/identity/secrets.ts';
import { useSession } from '../src/identity/sessions.ts';
import { finishSignIn, startSignIn } from '../src/identity/sign-in.ts';
import { keyedHash } from '../src/keyed-hash.ts';
import { endIssuerSessions, endSessions } from '../src/usecases/identity/end-sessions.ts';
import { openSession } from '../src/usecases/identity/open-session.ts';
import { accountPage, signedOutPage } from '../web/everyone/account.tsx';
import { formGoesAlongPage, formKeptPage } from '../web/shell/session-ended.tsx';
import { clearCookie, readCookie, setCookie } from './cookies.ts';
import type { ApiDependencies } from './dependencies.ts';
import { fromParts } from './parts-away.ts';
import { statusOf } from './problem.ts';
import { sendRefusal } from './pages/refused-page.ts';
import { keptForm, openedAddress, sealedAddress, sealedForm } from './return-address.ts';
import { answerWith, type Chrome } from './pages/send-screen.ts';
import { requireSameOrigin } from './guard/same-origin.ts';

const form = express.urlencoded({ extended: false, limit: '250kb' });

/** The paths, each with the action under which its refusals are logged. */
const paths: Readonly<Record<string, AuditAction | null>> = {
  '/aanmelden': 'sign-in',
  '/aanmelden/terug': 'sign-in',
  '/account': 'sign-in',
  '/afmelden': 'sign-out',
  '/afmelden/overal': 'sign-out-everywhere',
  '/afmelden/kanaal': 'sign-out',
  '/afgemeld': null,
};

export function signingIn(deps: ApiDependencies): Router {
  const router = Router();
  router.use((request, response, next) => {
    if (request.path in paths) response.locals['route'] = request.path;
    next();
  });
  router.get('/aanmelden', (request, response) => start(request, response, deps, (browser) => sealedAddress(browser, request.query['naar'])));
  router.post('/aanmelden', form, (request, response) => startWithForm(request, response, deps));
  router.get('/aanmelden/terug', (request, response) => comeBack(request, response, deps));
  router.get('/account', (request, response) => showAccount(request, response, deps));
  router.post('/account', form, (request, response) => switchAccount(request, response, deps));
  router.post('/afmelden', form, (request, response) => signOut(request, response, deps, false));
  router.post('/afmelden/overal', form, (request, response) => signOut(request, response, deps, true));
  router.post('/afmelden/kanaal', form, (request, response) => endedAtIssuer(request, response, deps));
  router.get('/afgemeld', (_request, response) => answerWith(response, 200, signedOutPage()));
  router.use(refused(deps));
  return router;
}

async function start(request: Request, response: Response, { sql, config, identity }: ApiDependencies, returnTo: (browser: string) => string): Promise<void> {
  // Kept when there is one, so that two tabs can both finish.
  const browser = readCookie(request, config, 'browser') ?? randomSecret();
  const url = await startSignIn({ sql, ...identity }, { browser, returnTo: returnTo(browser) });
  setCookie(response, config, 'browser', browser);
  goTo(response, url.href);
}

/**
 * A form that was sent after the session had ended goes along, sealed as the address is. The browser is led to the issuer by a page: it
 * applies `form-action` to redirects of a form too.
 */
async function startWithForm(request: Request, response: Response, deps: ApiDependencies): Promise<void> {
  requireSameOrigin(request, deps.config);
  const browser = readCookie(request, deps.config, 'browser') ?? randomSecret();
  const url = await startSignIn({ sql: deps.sql, ...deps.identity }, { browser, returnTo: sealedForm(browser, field(request, 'formulier')) });
  setCookie(response, deps.config, 'browser', browser);
  await answerWith(response, 200, formGoesAlongPage(url.href));
}

async function comeBack(request: Request, response: Response, { sql, config, identity }: ApiDependencies): Promise<void> {
  const query = new URL(request.originalUrl, config.publicUrl).searchParams;
  const browser = readCookie(request, config, 'browser');
  const who = await finishSignIn({ sql, ...identity }, { browser, query });
  const before = readCookie(request, config, 'session');
  const { secret, mustChoose } = await openSession({ sql, config, clock: identity.clock }, who, { before, requestId: requestIdOf(response) });
  clearCookie(response, config, 'browser');
  setCookie(response, config, 'session', secret);
  const kept = browser === undefined || mustChoose ? null : keptForm(browser, who.returnTo);
  if (kept !== null) return answerWith(response, 200, formKeptPage(kept));
  goTo(response, mustChoose || browser === undefined ? '/account' : openedAddress(browser, who.returnTo, config.publicUrl));
}

async function showAccount(request: Request, response: Response, deps: ApiDependencies): Promise<void> {
  const session = await sessionOf(request, deps);
  const accounts = await accountsOf(deps.sql, session);
  const account = accounts.find(({ id }) => id === session.accountId) ?? null;
  const formsMayEndAt = await endSessionUrl(deps).catch(() => null);
  response.locals['chrome'] = { path: '/account', query: {}, account } satisfies Chrome;
  await answerWith(response, 200, accountPage({ account, accounts, formToken: formTokenOf(session, deps) }), { holdsToken: true, formsMayEndAt });
}

async function switchAccount(request: Request, response: Response, deps: ApiDependencies): Promise<void> {
  const session = await sessionOfForm(request, deps);
  const wanted = field(request, 'account');
  const accounts = await accountsOf(deps.sql, session);
  if (!accounts.some(({ id }) => id === wanted)) throw new AppError('forbidden', 'Dit account is niet van u.', { extra: { reason: 'not-own-account' } });
  await chooseAccount(deps.sql, session.idHash, wanted);
  goTo(response, '/account');
}

async function signOut(request: Request, response: Response, deps: ApiDependencies, everywhere: boolean): Promise<void> {
  const session = await sessionOfForm(request, deps);
  await endSessions({ sql: deps.sql, clock: deps.identity.clock }, session, { everywhere, requestId: requestIdOf(response) });
  clearCookie(response, deps.config, 'session');
  // Signed out here, whether or not the issuer can be reached.
  const atIssuer = await endSessionUrl(deps).catch(() => null);
  goTo(response, atIssuer?.href ?? '/afgemeld');
}

/** The issuer reports that somebody has signed out there: OpenID Connect Back-Channel Logout. */
async function endedAtIssuer(request: Request, response: Response, { sql, config, identity }: ApiDependencies): Promise<void> {
  const { issuer, clock } = identity;
  const ended = await verifyLogoutToken(field(request, 'logout_token'), { issuer, clientId: config.oidcClientId, now: clock() });
  await endIssuerSessions({ sql, clock }, issuer.url, ended, requestIdOf(response));
  response.set('Cache-Control', 'no-store').end();
}

/** @throws AppError unauthenticated */
async function sessionOf(request: Request, { sql, config, identity: { clock } }: ApiDependencies): Promise<SessionRow> {
  const secret = readCookie(request, config, 'session');
  const session = secret === undefined ? null : await useSession({ sql, config, clock }, secret);
  if (session === null) throw new AppError('unauthenticated', 'U bent niet aangemeld, of te lang geleden.');
  return session;
}

/** @throws AppError unauthenticated, or forbidden for a form that did not come from our own page */
async function sessionOfForm(request: Request, deps: ApiDependencies): Promise<SessionRow> {
  const session = await sessionOf(request, deps);
  requireSameOrigin(request, deps.config);
  if (field(request, 'form') !== formTokenOf(session, deps)) throw new AppError('forbidden', 'Dit formulier hoort niet bij deze sessie. Laad de pagina opnieuw.', { extra: { reason: 'cross-site' } });
  return session;
}

const formTokenOf = ({ idHash }: SessionRow, { config }: ApiDependencies): string => keyedHash(config.hashKey, `form|${idHash}`);

/** Null for an issuer without such a page. No ID token is sent, so that no token stands in a URL; the issuer then asks once more. */
async function endSessionUrl({ identity, config }: ApiDependencies): Promise<URL | null> {
  const client = await identity.issuer.client();
  if (client.serverMetadata().end_session_endpoint === undefined) return null;
  return buildEndSessionUrl(client, { client_id: config.oidcClientId, post_logout_redirect_uri: `${config.publicUrl}/afgemeld` });
}

function field(request: Request, name: string): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

const requestIdOf = (response: Response): string => String(response.locals['requestId']);

const goTo = (response: Response, url: string): void => response.set('Cache-Control', 'no-store').redirect(303, url);

const refused = ({ refusals }: ApiDependencies): ErrorRequestHandler => (thrown: unknown, request, response, next) => {
  const action = paths[request.path] ?? null;
  const error = thrown instanceof AppError ? thrown : fromParts(thrown);
  if (error === null || action === null) return next(thrown);
  refusals.count(action, error);
  const status = statusOf(error.code);
  return sendRefusal(response, error, request.path === '/afmelden/kanaal' && status < 500 ? 400 : status);
};
