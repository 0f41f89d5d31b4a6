/** Every route, asked by somebody of every role in every place: what comes follows from the table of functions and whose the thing is. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { routes } from '../../api/routes/index.ts';
import { screens } from '../../api/screens/index.ts';
import { isForm, type Screen } from '../../api/pages/page.ts';
import type { Route } from '../../api/route.ts';
import { may, permissionCodes, type Permission } from '../../src/domain/identity/access.ts';
import { isWriting } from '../../api/spec.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { enschede, insertCandidate } from '../../testkit/data/cases.ts';
import { questions, type Question } from './questions.ts';
import { asForm, filledIn } from './forms.ts';
import { makeWorld, month, theirs, viewers, type Viewer, type World } from './world.ts';

let api: TestApi;
let world: World;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  world = await makeWorld(api);
}, 120_000);
afterAll(() => api.stop());

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const asked = (route: Route): readonly Question[] => [questions[nameOf(route)] ?? []].flat();

/** 'kept': told that it is not there, or not theirs. 'asked wrongly': refused for its form, so nobody looked whose the thing is. */
type Outcome = 'who are you' | 'not your function' | 'kept' | 'let through' | 'asked wrongly' | 'broken';

function expected(route: Route, { about }: Question, who: Viewer): Outcome {
  if (route.may === 'anyone') return 'let through';
  if (who.role === null) return 'who are you';
  if (!may(who.role, route.may)) return 'not your function';
  return theirs[about](who) ? 'let through' : 'kept';
}

function outcomeOf(status: number, route: Route, who: Viewer): Outcome {
  if (status === 401) return 'who are you';
  if (status === 403 && who.role !== null && route.may !== 'anyone' && !may(who.role, route.may)) return 'not your function';
  if (status === 403 || status === 404) return 'kept';
  if (status === 400 || status === 415) return 'asked wrongly';
  return status >= 500 || status === 429 ? 'broken' : 'let through';
}

/** What is wrong with the answer that somebody gets; nothing when it is as it should be. */
async function wrongWith(route: Route, question: Question, who: Viewer): Promise<string[]> {
  const { id, about, query = '', headers } = question;
  const ids: Partial<Record<string, string>> = world.ids;
  const path = route.path.replace('{month}', month).replace('{date}', '2026-01-02').replace('{purpose}', 'share-with-service').replace('{identity}', randomUUID()).replace('{id}', ids[id ?? about] ?? '');
  const body = question.body?.(world.ids, who) ?? (route.method === 'get' ? undefined : {});
  const answer = await api.call<unknown>(who.id, route.method.toUpperCase(), `/api/v1${path}${query}`, body, headers);
  const status = answer.status === 200 && question.statusOf !== undefined ? question.statusOf(answer.body as never) : answer.status;
  const [wanted, got] = [expected(route, question, who), outcomeOf(status, route, who)];
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const sent = path + JSON.stringify(body ?? '');
  const named = question.namesAnything === true ? [] : world.hiddenFrom(who).filter((hidden) => text.includes(hidden) && !sent.includes(hidden));
  return [
    ...(wanted === got ? [] : [`${who.id || 'nobody'} about ${about}: ${answer.status}, so ${got} instead of ${wanted}`]),
    ...named.map((hidden) => `${who.id || 'nobody'} reads ${hidden}`),
  ];
}

test('every route says in questions.ts what it is about, and nothing else is said there', () => {
  expect(Object.keys(questions).sort()).toEqual(routes.map(nameOf).sort());
});

test.each(routes.map((route) => [nameOf(route), route] as const))('%s lets through whom it should, and nobody else', async (_, route) => {
  const wrong = await Promise.all(asked(route).flatMap((question) => viewers.map((who) => wrongWith(route, question, who))));
  expect(wrong.flat()).toEqual([]);
});

/** A page is a view on a route: who sees it follows from that route. */
async function wrongWithPage(screen: Screen, question: Question, who: Viewer): Promise<string[]> {
  const { id, about } = question;
  const ids: Partial<Record<string, string>> = world.ids;
  const path = filledIn(screen.path, ids[id ?? about] ?? '');
  const form = screen.method === 'post' ? asForm(question.body?.(world.ids, who) ?? {}) : null;
  const response = await fetch(`http://127.0.0.1:${api.port}${path}`, {
    ...{ method: screen.method.toUpperCase(), redirect: 'manual', ...(form === null ? {} : { body: form }) },
    headers: { ...(who.role === null ? {} : { Authorization: await api.bearer(who.id) }) },
  });
  const text = await response.text();
  const goesTo = response.headers.get('location') ?? '';
  const status = goesTo.startsWith('/aanmelden') ? 401 : response.status === 422 ? 400 : response.status;
  const [wanted, got] = [expected(screen.of, question, who), outcomeOf(status, screen.of, who)];
  const named = world.hiddenFrom(who).filter((hidden) => text.includes(hidden) && !path.includes(hidden) && !(form?.toString() ?? '').includes(hidden));
  return [
    ...(wanted === got ? [] : [`${who.id || 'nobody'} about ${about}: ${response.status} ${goesTo}, so ${got} instead of ${wanted}`]),
    ...named.map((hidden) => `${who.id || 'nobody'} reads ${hidden}`),
    ...(response.status === 303 || response.headers.get('content-security-policy')?.startsWith("default-src 'none'") === true ? [] : ['no policy']),
  ];
}

test.each(screens.map((screen) => [`${screen.method} ${screen.path}`, screen] as const))('%s, a page, lets through whom its route does, and nobody else', async (_, screen) => {
  const [question] = asked(screen.of);
  if (question === undefined) throw new Error('its route has no question');
  const wrong = await Promise.all(viewers.map((who) => wrongWithPage(screen, question, who)));
  expect(wrong.flat()).toEqual([]);
});

test('a page performs declared routes, and one that changes something leads on', () => {
  for (const screen of screens) for (const route of [screen.of, ...(screen.also ?? [])]) expect([screen.path, routes.includes(route)]).toEqual([screen.path, true]);
  expect(screens.filter((screen) => !isForm(screen) && [screen.of, ...(screen.also ?? [])].some(isWriting))).toEqual([]);
});

test('whoever signs in is told what it may', async () => {
  for (const { id, role } of viewers) {
    if (role === null) continue;
    const { body } = await api.call<{ functions: { code: Permission; mine: boolean }[] }>(id, 'GET', '/api/v1/access');
    expect(body.functions.filter(({ mine }) => mine).map(({ code }) => code)).toEqual(permissionCodes.filter((code) => may(role, code)));
  }
});

test('who works for one municipality does there what others do for the region', async () => {
  const leader = 'project-leader-0153';
  const policy = { version: 'enschede-of-its-own', municipality: '0153', validFrom: '2041-04-01', changes: { maxVisits: 2 }, reason: 'Twee bezoeken.' };
  const { status, body } = await api.call<{ id: string }>(leader, 'POST', '/api/v1/policies', policy);
  expect(status).toBe(201);
  expect((await api.call(leader, 'POST', `/api/v1/changes/${body.id}/confirm`, {})).status).toBe(202);
  expect(await api.sql`select municipality_code from policies where version = ${policy.version}`).toEqual([{ municipalityCode: '0153' }]);
  expect((await api.call('desk-0153', 'POST', '/api/v1/objections', { signalId: world.ids.signal })).status).toBe(201);
});

test('a case that the region keeps because of a dispute is let go by the region alone; one of a municipality also by that one', async () => {
  const { id } = await insertCandidate(api.sql, { municipality: enschede });
  const ask = async (who: string, verb: 'hold' | 'release') => (await api.call(who, 'POST', `/api/v1/cases/${id}/${verb}`, { reason: 'Er loopt een geschil.' })).status;
  const [municipal, regional] = ['privacy-officer-0153', 'privacy-officer-twente'];
  expect([await ask(regional, 'hold'), await ask(municipal, 'release'), await ask('project-leader-0153', 'release'), await ask(regional, 'release')]).toEqual([200, 403, 403, 200]);
  expect([await ask(municipal, 'hold'), await ask(municipal, 'release'), await ask(municipal, 'hold'), await ask(regional, 'release')]).toEqual([200, 200, 200, 200]);
});

test('an objection of the region holds on when a municipality takes its own back', async () => {
  const { regionalObjection, signal } = world.ids;
  const { body } = await api.call<{ id: string }>('desk-0153', 'POST', '/api/v1/objections', { signalId: signal });
  expect((await api.call('desk-0153', 'DELETE', `/api/v1/objections/${body.id}`)).status).toBe(200);
  const filed = await api.call<{ id: string }>('desk-twente', 'POST', '/api/v1/objections', { signalId: signal });
  expect(filed.body.id).not.toBe(body.id);
  expect(await api.call('desk-0153', 'DELETE', `/api/v1/objections/${filed.body.id}`)).toMatchObject({ status: 403 });
  expect(await api.sql`select 1 from objections where id in (${regionalObjection}, ${filed.body.id}) and within is null and withdrawn_on is null`).toHaveLength(1);
});
