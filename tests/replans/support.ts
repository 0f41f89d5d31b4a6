/** Cases that began in the past, for changes of calendar and policy to move. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { decreeDays, systemCalendar, type ClosedDay } from '../../src/domain/time/calendar.ts';
import { passTime, takeMatch, takeSignal } from '../../src/domain/case/life.ts';
import { recordOf } from '../../src/domain/case/record.ts';
import { newCase, type CaseState } from '../../src/domain/case/state.ts';
import type { Step } from '../../src/domain/case/step.ts';
import { localDate, type LocalDate } from '../../src/domain/time/dates.ts';
import { casePolicySchema, twentePolicy } from '../../src/domain/planning/policy.ts';
import type { deriveDeadline } from '../../src/usecases/deadlines/derive-deadline.ts';
import type { changeView, moveView } from '../../src/usecases/planning/read-change.ts';
import { storeCaseRecord } from '../../src/usecases/records/store-case-record.ts';
import type { TestApi } from '../../testkit/api.ts';
import { enschede, insertCandidate, roundId, type TestCase } from '../../testkit/data/cases.ts';
import { eventually } from '../../testkit/eventually.ts';
import { RULES } from '../../src/domain/case/rules.ts';

export type Change = ReturnType<typeof changeView>;
export type Move = ReturnType<typeof moveView>;

export const today = localDate(new Date().toISOString());
/** The nth working day from today; before it when negative. */
export const workingDay = (n: number): LocalDate => systemCalendar.addWorkingDays(today, n);

interface Begun {
  on: LocalDate;
  municipality?: string;
  closedDays?: readonly ClosedDay[];
}

/** A case that was matched on a day, and in which nobody did anything since; its workflow takes over now. */
export async function caseBegun({ sql, environment, taskQueue }: TestApi, { on, municipality = enschede, closedDays = decreeDays }: Begun): Promise<TestCase> {
  const at = `${on}T10:00:00.000Z`;
  const made = await insertCandidate(sql, { municipality, openedAt: at });
  let state: CaseState = newCase({ caseId: made.id, gemeentecode: municipality, policy: casePolicySchema.parse(twentePolicy), closedDays: [...closedDays] });
  const take = async (step: Step | null) => {
    if (step === null) return;
    state = step.state;
    await storeCaseRecord(sql, recordOf(step));
  };
  const signals = await sql<{ id: string; creditorId: string }[]>`select id, creditor_id from signals where case_id = ${made.id}`;
  for (const { id, creditorId } of signals) {
    await take(takeSignal(state, { rules: RULES, signalId: id, creditorId, roundId, verdict: 'pending', reason: null, teamId: null, crisis: false, receivedAt: at }, at));
  }
  await take(takeMatch(state, { rules: RULES, roundId, closedAt: at, confirmedAt: at, teamId: null, decisions: signals.map(({ id, creditorId }) => ({ signalId: id, creditorId, outcome: 'in-case', reason: null })) }, at));
  await take(passTime(state, new Date().toISOString()));
  await environment.client.workflow.start('caseWorkflow', { workflowId: `case-${made.id}`, taskQueue, args: [{ carried: state }] });
  return made;
}

/** What people do with changes, through the API. */
export function changing(api: TestApi, account = 'beheer') {
  const call = async (method: string, path: string, body?: unknown) => (await api.call<Change>(account, method, `/api/v1${path}`, body)).body;
  const proposal = async (path: string, body: object) => {
    const answer = await api.call<Change>(account, 'POST', `/api/v1${path}`, { reason: 'Zo afgesproken in het overleg.', ...body });
    expect([answer.status, answer.body.state]).toEqual([201, 'proposed']);
    return answer.body;
  };
  return {
    closed: (date: LocalDate, name = 'Regionale sluiting') => proposal('/closed-days', { date, name }),
    withdrawn: (date: LocalDate) => proposal(`/closed-days/${date}/withdraw`, {}),
    policy: (body: object) => proposal('/policies', { version: `twente-${randomUUID().slice(0, 8)}`, validFrom: today, ...body }),
    read: ({ id }: { id: string }) => call('GET', `/changes/${id}`),
    moves: async ({ id }: { id: string }, query = '') => (await api.call<{ items: Move[]; nextCursor: string | null }>(account, 'GET', `/api/v1/changes/${id}/moves${query}`)).body,
    confirm: ({ id }: { id: string }) => call('POST', `/changes/${id}/confirm`),
    /** Confirms it and waits until every case has been told. */
    carriedOut: async ({ id }: { id: string }) => {
      expect(await call('POST', `/changes/${id}/confirm`)).toMatchObject({ confirmedBy: account });
      return eventually(async () => {
        const change = await call('GET', `/changes/${id}`);
        expect(change).toMatchObject({ state: 'done' });
        return change;
      }, 50_000);
    },
  };
}

export type Derived = Awaited<ReturnType<typeof deriveDeadline>>;

/** A case as its readers see it. */
export function reading(api: TestApi) {
  const get = async <Body>(path: string) => (await api.call<Body>('projectleider', 'GET', `/api/v1${path}`)).body;
  const deadlines = async (caseId: string) => (await get<{ deadlines: { id: string; kind: string; state: string; dueOn: string; moot: boolean; breachedAt: string | null }[] }>(`/cases/${caseId}`)).deadlines;
  return {
    deadlines,
    deadline: async (caseId: string, kind: string) => {
      const found = (await deadlines(caseId)).find((deadline) => deadline.kind === kind);
      if (found === undefined) throw new Error(`no ${kind} in case ${caseId}`);
      return found;
    },
    derived: (deadlineId: string) => get<Derived>(`/deadlines/${deadlineId}/derivation`),
    /** The sentences of its re-plans. */
    replans: async (caseId: string) => (await get<{ events: { type: string; sentence: string; note: string | null; who: string }[] }>(`/cases/${caseId}/timeline`)).events.filter(({ type }) => type.endsWith('replanned')),
  };
}
