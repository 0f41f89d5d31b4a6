/** Every route that changes something, under one key: by another, with other content, again, and again after its process died. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { routes } from '../../api/routes/index.ts';
import type { Route } from '../../api/route.ts';
import { isWriting } from '../../api/spec.ts';
import type { Problem } from '../../api/problem.ts';
import { may } from '../../src/domain/identity/access.ts';
import { eventually } from '../../testkit/eventually.ts';
import { startApi, type Answer, type TestApi } from '../../testkit/api.ts';
import { questions } from '../access/questions.ts';
import { makeWorld, month, theirs, viewers, type Viewer, type World } from '../access/world.ts';

let api: TestApi;
let world: World;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  world = await makeWorld(api);
}, 120_000);
afterAll(() => api.stop());

const elsewhere = '00000000-0000-4000-8000-000000000000';
const writing = routes.filter(isWriting).map((route) => [`${route.method} ${route.path}`, route] as const);

/** Sends what the route is asked in the matrix. */
function sender(route: Route, key: string) {
  const [question] = [questions[`${route.method} ${route.path}`] ?? []].flat();
  if (question === undefined) throw new Error(`no question for ${route.path}`);
  const { about, id = about, query = '', headers = {} } = question;
  const ids: Partial<Record<string, string>> = world.ids;
  const able = viewers.filter(({ role }) => role !== null && route.may !== 'anyone' && may(role, route.may)).sort((a, b) => Number(theirs[about](b)) - Number(theirs[about](a)));
  const [one, other] = able as [Viewer, Viewer];
  const body = question.body?.(world.ids, one) ?? {};
  const path = (thing: string) => `/api/v1${route.path.replace('{month}', thing === elsewhere ? '2041-03' : month).replace('{date}', thing === elsewhere ? '2026-01-05' : '2026-01-02').replace('{purpose}', 'share-with-service').replace('{identity}', elsewhere).replace('{id}', thing)}${query}`;
  const send = (who: Viewer, sent: unknown = body, thing = ids[id] ?? '') => api.call(who.id, route.method.toUpperCase(), path(thing), sent, { 'Idempotency-Key': key, ...headers });
  return { one, other, body, send };
}

const othersOf = ([first]: unknown[]): unknown[][] => (typeof first === 'object' && first !== null ? otherBodies(first).map((other) => [other]) : [[elsewhere]]);

/** Other bodies that are of the same form: a text is another text, a day another day, a number another. */
function otherBodies(body: unknown): unknown[] {
  if (typeof body === 'string') return [`${body}x`];
  const fields = Object.entries(body as Record<string, unknown>);
  const changed = fields.flatMap(([name, value]) => (typeof value === 'string' ? [`${value}x`, '2041-02-03', '09:00', elsewhere] : typeof value === 'number' ? [value + 1] : typeof value === 'boolean' ? [!value] : Array.isArray(value) ? othersOf(value) : []).map((other) => ({ ...(body as object), [name]: other })));
  return [...changed, { ...(body as object), reason: 'anders' }, { ...(body as object), reference: 'anders' }];
}

const reasonOf = ({ status, body }: Answer<Problem>) => (status === 409 ? body['reason'] : status);

test.each(writing)('%s: a key is of one caller and one content', async (name, route) => {
  const { one, other, body, send } = sender(route, `bound.${writing.findIndex(([known]) => known === name)}`);
  const first = await send(one);
  expect([first.status, first.body.code, first.body.detail].join(' ')).not.toMatch(/^(5|401|429)/);
  expect(reasonOf(await send(other))).toBe('key-of-another');
  const others = await Promise.all([...otherBodies(body).map((changed) => send(one, changed)), ...(route.path.includes('{') && !route.path.includes('{purpose}') ? [send(one, body, elsewhere)] : [])]);
  const reasons = others.map(reasonOf).filter((reason) => reason !== 400);
  expect(new Set(reasons)).toEqual(new Set(['key-of-other-content']));
}, 60_000);

/** How many rows there are, by table; a change by its kind. That something is read, or answered again, may be noted again. */
async function rows(): Promise<Record<string, number>> {
  const changes = await api.owner<{ action: string; times: number }[]>`
    select action, count(*) as times from audit_log where outcome = 'done' and action !~ '^(read|list|search|export|derive|forecast)-' and action <> 'answer-repeated' group by action`;
  const tables = await api.sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('audit_log', 'audit_seals', 'request_keys', 'webhook_messages')`;
  // The others follow from mails, which leave meanwhile.
  const trials = await api.owner`select 1 from webhook_messages where type = 'endpoint.test'`;
  const noted = Object.fromEntries(changes.map(({ action, times }) => [`audit: ${action}`, times]));
  return Object.assign(noted, { trials: trials.length }, Object.fromEntries(await Promise.all(tables.map(async ({ name }) => [name, (await api.owner`select 1 from ${api.owner(name)}`).length] as const))));
}

test.each(writing)('%s: again, it gets the first answer; and after a death before the answer was kept nothing is done twice', async (name, route) => {
  const { one, send } = sender(route, `again.${writing.findIndex(([known]) => known === name)}`);
  const first = await send(one);
  // The deadline of a request or a complaint is stored by its workflow.
  await eventually(async () => expect(await api.sql`select 1 from avg_requests r where not exists (select from deadlines d where d.avg_request_id = r.id) union all select 1 from complaints c where not exists (select from deadlines d where d.complaint_id = c.id)`).toHaveLength(0));
  const before = await rows();
  const again = await send(one);
  expect([again.status, again.status < 300 ? again.body : null]).toEqual([first.status, first.status < 300 ? first.body : null]);
  expect(await rows()).toEqual(before);
  await api.sql`update request_keys set answer = null`;
  const retried = await send(one);
  expect(retried.status < 300).toBe(first.status < 300);
  expect(await rows()).toEqual(before);
}, 60_000);

test('what is kept of an answer is sealed, and opens only while the key of its day is there', async () => {
  const note = () => api.call<{ id: string }>('desk-twente', 'POST', `/api/v1/cases/${world.ids.case}/notes`, { text: 'Belt liever in de avond' }, { 'Idempotency-Key': 'sealed' });
  const { body } = await note();
  const [kept] = await api.sql<{ text: string; day: string }[]>`select k::text as text, day from request_keys k order by answer is null, ctid desc limit 1`;
  expect(kept?.text).not.toContain(body.id.slice(0, 13) + '"');
  await api.keys.destroy([`answers-${kept?.day ?? ''}`], new Date().toISOString());
  expect((await note()).body).toEqual(body);
});
