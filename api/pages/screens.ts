/** Makes Express handlers of declared pages and forms: let in as of their route, perform, draw or lead on. What goes wrong is a page too. */
import { randomUUID } from 'node:crypto';
import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import type { Account } from '../../src/db/queries/identity/accounts.ts';
import { AppError } from '../../src/errors.ts';
import { errorPage } from '../../web/shell/errors.tsx';
import { signInAgainPage } from '../../web/shell/session-ended.tsx';
import type { ApiDependencies } from '../dependencies.ts';
import { otherMethods } from '../edge/router.ts';
import { bodyOf } from './form-body.ts';
import type { Visitor } from '../guard/admit.ts';
import { callerOf } from '../guard/caller.ts';
import { letIn } from '../guard/let-in.ts';
import { firstOf, isForm, type AskedOfRoute, type Fields, type Form, type Looked, type Page, type Refused, type Screen } from './page.ts';
import { fromParts } from '../parts-away.ts';
import { perform } from '../perform.ts';
import { statusOf } from '../problem.ts';
import type { Route } from '../route.ts';
import { screens } from '../screens/index.ts';
import { answerWith, type Chrome } from './send-screen.ts';
import { isRaw } from '../spec.ts';

const encoded: RequestHandler = express.urlencoded({ extended: false, limit: '200kb', inflate: false, parameterLimit: 2_000 });

export function screensFor(deps: ApiDependencies): Router {
  const router = Router();
  const methods = new Map<string, string[]>();
  for (const screen of screens) {
    const pattern = screen.path.replace(/\{(\w+)\}/g, ':$1');
    router[screen.method](pattern, (request, response) => answer(screen, request, response, deps));
    methods.set(pattern, [...(methods.get(pattern) ?? []), screen.method.toUpperCase()]);
  }
  for (const [pattern, known] of methods) {
    router.all(pattern, otherMethods(known));
    router.use(pattern, failed(deps));
  }
  return router;
}

async function answer(screen: Screen, request: Request, response: Response, deps: ApiDependencies): Promise<void> {
  response.locals['route'] = screen.path;
  response.locals['chrome'] = { query: request.query, path: request.path } satisfies Chrome;
  const visitor = await letIn(request, response, deps, screen.of, () => (screen.method === 'post' ? readForm(request, response) : Promise.resolve()));
  const account = visitor.account ?? (await signedIn(request, deps));
  response.locals['chrome'] = { query: request.query, path: request.path, account } satisfies Chrome;
  const fields = fieldsIn(request);
  const context = { visitor, request, response, deps, account, fields };
  if (isForm(screen)) await change(screen, context);
  else await draw(screen, context, null);
}

interface Context {
  visitor: Visitor;
  request: Request;
  response: Response;
  deps: ApiDependencies;
  account: Account | null;
  fields: Fields;
}

async function draw(page: Page, { visitor, request, response, deps, account, fields }: Context, refused: (Refused & { status: number }) | null): Promise<void> {
  const shown = await page.show({
    account,
    params: request.params as Looked['params'],
    query: textsIn(request.query),
    fields,
    refused,
    ask: (route, asked) => performed(page, route, asked, { visitor, request, deps }) as never,
  });
  if ('goTo' in shown) response.set('Cache-Control', 'no-store').redirect(303, shown.goTo);
  else await answerWith(response, refused?.status ?? shown.status ?? 200, shown);
}

async function change(form: Form, context: Context): Promise<void> {
  const { fields, request, response } = context;
  const params = request.params as Looked['params'];
  const schema = form.of.body !== undefined && !isRaw(form.of.body) ? form.of.body : undefined;
  const asked = form.asked?.(fields, params) ?? { params, body: schema === undefined ? {} : bodyOf(schema, fields) };
  try {
    const done = await performed(form, form.of, asked, context);
    response.set('Cache-Control', 'no-store').redirect(303, form.done({ answer: done, fields, params }));
  } catch (error) {
    const again = refusedForm(error, context);
    if (again === null) throw error;
    await draw(form.shownOn, context, again);
  }
}

/** What can be mended or tried again in the form itself; null for what makes it pointless to show. */
function refusedForm(error: unknown, { fields, request }: Pick<Context, 'fields' | 'request'>): (Refused & { status: number }) | null {
  const known = error instanceof AppError ? error : fromParts(error);
  if (known === null || ['not-found', 'forbidden', 'unauthenticated'].includes(known.code)) return null;
  const confirmWith = Object.keys((known.extra['confirmWith'] ?? {}));
  const status = known.code === 'invalid-input' ? 422 : statusOf(known.code);
  return { fields, errors: known.fields, message: messageOf(known), confirmWith, status, mayBeDoneAt: status === 503 ? request.path : undefined };
}

/** Who fills in a form knows of no keys. */
function messageOf({ code, extra, message }: AppError): string {
  if (statusOf(code) === 503) return 'Dit kan nu even niet worden verwerkt. Wat is ingevuld staat er nog: verstuur het zo nog eens. Het wordt niet dubbel vastgelegd.';
  if (extra['reason'] === 'key-of-other-content') return 'Dit formulier is al eens verstuurd, met andere gegevens. Kijk eerst of dat is vastgelegd, en verstuur het dan zo nodig nog eens.';
  return message;
}

function performed(screen: Screen, route: Route, { params = {}, query = {}, body }: AskedOfRoute = {}, { visitor, request, deps }: Pick<Context, 'visitor' | 'request' | 'deps'>): Promise<unknown> {
  const named = screen.of === route || (screen.also ?? []).includes(route);
  if (!named) throw new Error(`${screen.path} does not name ${route.method} ${route.path}`);
  const key = firstOf(fieldsIn(request), 'key');
  // A page needs only to know that it was done.
  request.headers['prefer'] = 'return=minimal';
  return perform(route, { params, query, headers: { 'idempotency-key': key === '' ? randomUUID() : key }, body }, { visitor, request, deps }, (reply) => Promise.resolve(reply.body));
}

function readForm(request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => encoded(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error instanceof Error ? error : new Error('unreadable form')))));
}

function fieldsIn({ body }: Request): Fields {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(Object.entries(body as Record<string, unknown>).map(([name, value]) => [name, [value].flat().filter((text) => typeof text === 'string')]));
}

const textsIn = (query: Request['query']): Record<string, string> => Object.fromEntries(Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));

/** Who reads a page that is open to anyone; null when nobody has signed in. */
const signedIn = (request: Request, deps: ApiDependencies): Promise<Account | null> =>
  callerOf(request, deps).then(({ account }) => account, (error: unknown) => (error instanceof AppError ? null : Promise.reject(error as Error)));

function failed({ log }: ApiDependencies): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const known = error instanceof AppError ? error : fromParts(error);
    if (known === null) log.error({ requestId: response.locals['requestId'] as unknown, err: error }, 'unforeseen error');
    const status = known === null ? 500 : statusOf(known.code);
    if (status === 401) return signInFirst(request, response);
    if (known?.code === 'choose-account') return response.redirect(303, '/account');
    if (status === 503) response.set('Retry-After', '5');
    await answerWith(response, status, errorPage({ status, message: known?.message ?? null, requestId: String(response.locals['requestId']), path: request.method === 'GET' ? request.originalUrl : null }));
  };
}

/** A link leads on after signing in; a form is offered again with what was filled in. */
async function signInFirst(request: Request, response: Response): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') return response.set('Cache-Control', 'no-store').redirect(303, `/aanmelden?naar=${encodeURIComponent(request.originalUrl)}`);
  await readForm(request, response).catch(() => undefined);
  await answerWith(response, 401, signInAgainPage({ action: request.originalUrl, fields: fieldsIn(request) }));
}
