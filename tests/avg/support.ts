/** Persons with marked values in cases, and requests about them over HTTP. */
import { localDate } from '../../src/domain/time/dates.ts';
import { expect } from '@jest/globals';
import type { z } from 'zod';
import type { avgRequestDetail } from '../../api/schemas/avg-request.ts';
import { nameIndexes, personKey } from '../../src/keyed-hash.ts';
import { person, type Person } from '../../src/privacy/personal.ts';
import type { TestApi } from '../../testkit/api.ts';
import { match, insertCandidate, startCandidate, type TestCase } from '../../testkit/data/cases.ts';
import { eventually } from '../../testkit/eventually.ts';
import { hashKey } from '../../testkit/data/keys.ts';

export type AvgDetail = z.infer<typeof avgRequestDetail>;

/** Somebody nobody else is. */
export const somebody = (lastName: string, wanted: Partial<Person> = {}): Person => ({
  lastName,
  initials: 'Q.',
  birthDate: '1971-03-09',
  phone: `06${lastName.length}${String(lastName.charCodeAt(0)).padStart(7, '0')}`,
  email: `${lastName.toLowerCase()}@post.test`,
  street: `${lastName}straat`,
  place: 'Enschede',
  ...wanted,
});

export interface PeopledCase extends TestCase {
  /** Of each signal, in its order. */
  personIds: string[];
}

/** A case in triage with a signal for each of these, of these creditors in turn. */
export async function caseOf(api: TestApi, who: readonly Person[], creditors: readonly string[] = ['woongoed-twente', 'oost-energie', 'zorgzeker'], { started = true } = {}): Promise<PeopledCase> {
  const made = await insertCandidate(api.sql, { creditors: who.map((_, n) => creditors[n % creditors.length] ?? '') });
  const personIds: string[] = [];
  for (const [n, values] of who.entries()) personIds.push(await becomes(api, made.signalIds[n] ?? '', values));
  if (started) {
    await startCandidate(api.environment.client, api.taskQueue, api.sql, made);
    await match(api.environment.client, api.sql, made);
  }
  return { ...made, personIds };
}

async function becomes(api: TestApi, signalId: string, values: Person): Promise<string> {
  const [stored] = await api.sql<{ id: string; sealedFor: string }[]>`select id, sealed_for from persons where id = (select person_id from signals where id = ${signalId})`;
  if (stored === undefined) throw new Error('a signal without a person');
  const { id, sealedFor } = stored;
  const sealed = person.seal(await api.keys.make([sealedFor]), sealedFor, id, values);
  await api.sql`update persons set ${api.sql({ sealed, personKey: personKey(hashKey, values), ...nameIndexes(hashKey, values.lastName) })} where id = ${id}`;
  return id;
}

export interface Asked {
  kind: AvgDetail['kind'];
  caseId: string;
  personId?: string | undefined;
  receivedOn?: string;
  words?: string;
}

/** As days are here: before midnight in UTC it is tomorrow already. */
export const today = localDate(new Date().toISOString());

export async function file(api: TestApi, asked: Asked, headers: Record<string, string> = {}): Promise<AvgDetail> {
  const { status, body } = await api.call<AvgDetail>('privacy', 'POST', '/api/v1/avg-requests', { receivedOn: today, words: 'Ik vraag dit.', ...asked }, headers);
  expect([status, body]).toMatchObject([201, { kind: asked.kind, state: 'received' }]);
  // Its workflow has begun, and its deadline is there.
  await eventually(async () => expect((await readRequest(api, body.id)).dueOn).not.toBeNull());
  return body;
}

export const decide = (api: TestApi, id: string, body: object, headers: Record<string, string> = {}) => api.call<AvgDetail>('privacy', 'POST', `/api/v1/avg-requests/${id}/decide`, body, headers);
export const readRequest = async (api: TestApi, id: string): Promise<AvgDetail> => (await api.call<AvgDetail>('privacy', 'GET', `/api/v1/avg-requests/${id}`)).body;

/** Granted, and carried out. */
export async function grant(api: TestApi, id: string, more: object = {}): Promise<AvgDetail> {
  expect((await decide(api, id, { granted: true, ...more })).status).toBe(200);
  return eventually(async () => {
    const request = await readRequest(api, id);
    expect(request.state).toBe('done');
    return request;
  }, 50_000);
}

export interface CaseBody {
  phase: string;
  ending: string | null;
  result: string | null;
  persons: (Person & { id: string })[];
  contactDetails: { personId: string | null; phone: string | null; email: string | null }[];
}

/** What the tests of requests read and ask, of whichever API a suite has started by then. */
export function asking(started: () => TestApi) {
  const call = <Body = AvgDetail>(account: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) => started().call<Body>(account, method, `/api/v1${path}`, body, headers);
  return {
    call,
    caseBody: async (id: string) => (await call<CaseBody>('meldpunt', 'GET', `/cases/${id}`)).body,
    auditOf: (requestId: string) =>
      started().sql<{ action: string; outcome: string; actorId: string; detail: Record<string, unknown> }[]>`select action, outcome, actor_id, detail from audit_log where detail->>'requestId' = ${requestId} and action not in ('read-avg-request') order by id`,
    timelineOf: async (caseId: string) => (await call<{ events: { type: string; sentence: string }[] }>('meldpunt', 'GET', `/cases/${caseId}/timeline`)).body.events,
  };
}
