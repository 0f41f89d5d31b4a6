/** Every route that reads, asked by every role in every place: what it shows of a person or a file, the log says was read. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { routes } from '../../api/routes/index.ts';
import { address, headings, noteText, person, refusedRow } from '../../src/privacy/personal.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { questions, type Question } from '../access/questions.ts';
import { makeWorld, month, viewers, type World } from '../access/world.ts';

let api: TestApi;
let world: World;
/** What is marked, by the case or delivery that it is of. */
const marks = new Map<string, string>();
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  world = await makeWorld(api);
  for (const { id } of await api.sql<{ id: string }[]>`select id from cases`) await markCase(id);
  for (const { id } of await api.sql<{ id: string }[]>`select id from deliveries`) await markDelivery(id);
}, 120_000);
afterAll(() => api.stop());

function newMark(id: string): string {
  const mark = `merk${marks.size}teken`;
  marks.set(id, mark);
  return mark;
}

async function markCase(id: string): Promise<void> {
  const { sql } = api;
  const [mark, found] = [newMark(id), await api.keys.make([id])];
  await sql`update cases set address = ${address.seal(found, id, id, { key: mark, postcode: '7512BM', houseNumber: 1, addition: '', place: mark })} where id = ${id}`;
  for (const { personId } of await sql<{ personId: string }[]>`select person_id from signals where case_id = ${id}`)
    await sql`update persons set sealed = ${person.seal(found, id, personId, { lastName: mark, initials: 'A.', birthDate: null, phone: mark, email: mark, street: mark, place: mark })} where id = ${personId}`;
  const noteId = randomUUID();
  await sql`insert into notes (id, case_id, kind, sealed, author_id, created_at) values (${noteId}, ${id}, 'note', ${noteText.seal(found, id, noteId, mark)}, 'x', now())`;
  await sql`insert into timeline (case_id, key, type, at, actor_id, actor_role, note_id) values (${id}, ${noteId}, 'note-added', now(), 'x', 'desk', ${noteId})`;
}

/** One that could not be read, with a person for its first line, and a row that was refused. */
async function markDelivery(id: string): Promise<void> {
  const { sql } = api;
  const [mark, found] = [newMark(id), await api.keys.make([id])];
  await sql`
    update deliveries set state = 'unreadable', header = ${headings.seal(found, id, id, [mark])},
      problem = ${sql.json({ code: 'missing-columns', message: 'x', advice: 'x', missingColumns: [] })} where id = ${id}`;
  await sql`
    insert into delivery_rows (delivery_id, line, verdict, problems)
    values (${id}, 1, 'refused', ${refusedRow.seal(found, id, `${id}/1`, [{ field: 'lastName', value: mark, rule: 'x', message: 'x' }])})`;
}

/** Of a route, what somebody may be told without its being written down; and which marks were told at all. */
async function tried(path: string, question: Question): Promise<{ untold: string[]; found: Set<string> }> {
  const [untold, found] = [[] as string[], new Set<string>()];
  const ids: Partial<Record<string, string>> = world.ids;
  const asked = path.replace('{month}', month).replace('{date}', '2026-01-02').replace('{id}', ids[question.id ?? question.about] ?? '');
  const ask = async (who: string, Accept: string): Promise<void> => {
    const requestId = randomUUID();
    const { body } = await api.call<unknown>(who, 'GET', `/api/v1${asked}${question.query ?? ''}`, undefined, { Accept, ...question.headers, 'Request-Id': requestId });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const shown = [...marks].filter(([, mark]) => text.includes(mark)).map(([id]) => id);
    if (shown.length === 0) return;
    const rows = JSON.stringify(await api.sql`select case_id, detail from audit_log where request_id = ${requestId} and actor_id = ${who} and outcome = 'done'`);
    for (const id of shown) {
      found.add(id);
      if (!rows.includes(id)) untold.push(`${who} reads of ${id}, and the log has ${rows}`);
    }
  };
  for (const Accept of ['application/json', 'text/csv', 'text/html']) await Promise.all(viewers.map(({ id }) => ask(id, Accept)));
  return { untold, found };
}

const reading = routes.filter(({ method }) => method === 'get').map(({ path }) => path);
const showing = new Set<string>();

test.each(reading)('GET %s leaves a row for each case and delivery of which it shows what is sealed', async (path) => {
  const given = [questions[`get ${path}`] ?? []].flat();
  expect(given).not.toEqual([]);
  for (const question of given) {
    const { untold, found } = await tried(path, question);
    expect(untold).toEqual([]);
    if (found.size > 0) showing.add(path);
  }
}, 60_000);

test('the marks stand where persons are shown', () => {
  expect([...showing].sort()).toEqual([
    '/avg-requests/{id}/letter',
    '/avg-requests/{id}/report',
    '/cases',
    '/cases/{id}',
    '/cases/{id}/timeline',
    '/deliveries',
    '/deliveries/{id}',
    '/deliveries/{id}/refused.csv',
    '/deliveries/{id}/rows',
    '/deliveries/{id}/rows.csv',
    '/rounds/{month}/matches',
    '/triage',
  ]);
});
