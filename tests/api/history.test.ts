import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { z } from 'zod';
import type { history, timeline } from '../../api/schemas/history.ts';
import { localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import type { TestCase } from '../../testkit/data/cases.ts';
import { uniqueName } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';

type History = z.infer<typeof history>;
type Timeline = z.infer<typeof timeline>;

jest.setTimeout(120_000);

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

const read = async <Body>(id: string, what: string) => (await api.call<Body>('meldpunt', 'GET', `/api/v1/cases/${id}/${what}`)).body;
const act = async (account: string, { id }: TestCase, action: string, body: object = {}) => {
  const { status } = await api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, body);
  expect(status).toBe(200);
};
const kept = async ({ id }: TestCase) => api.sql<{ runId: string }[]>`select run_id from case_histories where case_id = ${id} order by started_at`;
const archiveNow = () => api.environment.client.workflow.execute('archiveWorkflow', { taskQueue: api.taskQueue, workflowId: uniqueName('archive') });
const untilKept = (made: TestCase, runs: number) =>
  eventually(async () => {
    await archiveNow();
    expect(await kept(made)).toHaveLength(runs);
  }, 50_000);

/** A visited case that was closed early. */
async function closedCase(): Promise<TestCase> {
  const made = await api.caseInTriage();
  await act('meldpunt', made, 'go');
  await act('medewerker-enschede', made, 'record-attempt', { kind: 'visit', outcome: 'nobody-home', date: localDate(new Date().toISOString()), partOfDay: 'morning' });
  await act('projectleider', made, 'close', { because: 'paid', reason: 'Alles is betaald.' });
  return made;
}

/** The engine forgets a run, as it does after its retention; a busy one takes its time. */
async function forget({ id }: TestCase, runId: string): Promise<void> {
  const { client } = api.environment;
  await client.workflowService.deleteWorkflowExecution({ namespace: client.options.namespace, workflowExecution: { workflowId: `case-${id}`, runId } });
  await eventually(() => expect(client.workflow.getHandle(`case-${id}`, runId).describe()).rejects.toThrow(WorkflowNotFoundError), 100_000);
}

describe('the history of a case', () => {
  test('says of each step what happened and by whom, and points to the same in the timeline', async () => {
    const made = await closedCase();
    const [{ runs }, { events }] = [await read<History>(made.id, 'history'), await read<Timeline>(made.id, 'timeline')];
    const steps = runs.flatMap((run) => run.steps);
    expect(steps.map(({ name, sentence, who }) => [name, sentence, who])).toEqual([
      ['start', 'De zaak is begonnen.', null],
      ['addSignal', 'Signaal ontvangen van Woongoed Twente.', 'Systeem'],
      ['addSignal', 'Signaal ontvangen van Oost Energie.', 'Systeem'],
      ['applyMatch', 'Match: 2 achterstanden op dit adres; het is een zaak geworden.', 'Systeem'],
      ['go', 'Besluit: go, de zaak wordt opgepakt.', 'Demo Meldpunt'],
      ['record-attempt', expect.stringMatching(/^Huisbezoek op .* \(bezoek 1\): niemand thuis\.$/), 'Demo Medewerker Enschede'],
      ['close', 'Voortijdig gesloten: betaald.', 'Demo Projectleider'],
      ['end', 'De zaak is afgerond.', null],
    ]);
    const told = steps.flatMap(({ happenings }) => happenings.map(({ timelineId, sentence }) => [timelineId, sentence]));
    expect(told).toEqual(events.map(({ id, sentence }) => [id, sentence]));
  });

  test('is kept when it closes, and read the same when the engine has forgotten it, the raw events too', async () => {
    const made = await closedCase();
    await untilKept(made, 1);
    const before = await read<History>(made.id, 'history?raw=true');
    expect(before.runs[0]?.events?.length).toBeGreaterThan(20);
    await forget(made, before.runs[0]?.runId ?? '');
    expect(await read<History>(made.id, 'history?raw=true')).toEqual(before);
    expect((await read<History>(made.id, 'history')).runs[0]).not.toHaveProperty('events');
  }, 150_000);

  test('of a reopened case holds both runs, the second from where the first ended', async () => {
    const made = await closedCase();
    await untilKept(made, 1);
    await act('projectleider', made, 'reopen', { to: 'visiting', reason: 'Toch niet betaald.' });
    const { runs } = await read<History>(made.id, 'history');
    expect(runs.map(({ status }) => status)).toEqual(['COMPLETED', 'RUNNING']);
    expect(runs[1]?.steps.map(({ sentence, who }) => [sentence, who])).toEqual([
      ['De zaak gaat opnieuw open, met alles wat al bekend was.', null],
      ['De zaak is heropend in de fase "Bezoek".', 'Demo Projectleider'],
    ]);
  });

  test('is kept once, by the night too, and one that still runs is left for later', async () => {
    const [made, running] = [await closedCase(), await api.caseInTriage()];
    const { runId } = await api.environment.client.workflow.getHandle(`case-${running.id}`).describe();
    await api.sql`insert into closed_runs (case_id, run_id) values (${running.id}, ${runId})`;
    await api.sql`update cases set state = jsonb_set(state, '{phase}', '"closed"') where id = ${running.id}`;
    await eventually(async () => {
      await api.environment.client.workflow.execute('verifyWorkflow', { taskQueue: api.taskQueue, workflowId: uniqueName('verify') });
      expect(await kept(made)).toHaveLength(1);
    }, 50_000);
    await archiveNow();
    expect(await kept(made)).toHaveLength(1);
    expect(await api.sql`select case_id from closed_runs`).toEqual([{ caseId: running.id }]);
  });
});
