import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { roundId } from '../../testkit/data/cases.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('rounds/api');

describe('rounds over the API', () => {
  let api: TestApi;
  const desk = <Body>(method: string, path: string, body?: unknown) => api.call<Body>('meldpunt', method, `/api/v1${path}`, body);

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  test.each([
    ['schuldeiser-zorgzeker', 403],
    ['medewerker-enschede', 403],
    ['stuurgroep', 403],
    ['', 401],
  ])('are not for %s', async (account, status) => {
    for (const [method, path] of [['GET', '/rounds'], ['POST', `/rounds/${MONTH}/close`], ['GET', `/rounds/${MONTH}/matches`]] as const) {
      expect((await api.call(account, method, `/api/v1${path}`)).status).toBe(status);
    }
    expect((await api.call(account, 'POST', '/api/v1/objections', { signalId: '00000000-0000-4000-8000-000000000000' })).status).toBe(status);
  });

  test('a month without a round, or no month at all, is told so', async () => {
    expect((await desk('GET', '/rounds/2026-05')).status).toBe(404);
    expect((await desk('GET', '/rounds/mei')).status).toBe(400);
    expect((await desk('POST', '/rounds', { month: '2026-13' })).status).toBe(400);
    expect((await desk('POST', '/rounds', { month: MONTH, region: 'elders' })).status).toBe(400);
  });

  test('a past month opens by hand, with a cut-off day of its own at 11:00', async () => {
    const { status, body, headers } = await desk<{ byHand: boolean; cutOff: string; state: string }>('POST', '/rounds', { month: MONTH, cutOff: '2026-06-20' });
    expect([status, headers.get('location')]).toEqual([201, `/api/v1/rounds/twente-${MONTH}`]);
    expect(body).toMatchObject({ byHand: true, cutOff: '2026-06-20T09:00:00.000Z', state: 'open' });
    expect((await desk<{ items: { month: string }[] }>('GET', '/rounds')).body.items.map(({ month }) => month)).toEqual([MONTH]);
  });

  test('closing answers 503 while no worker is up, and is done once when it is asked again', async () => {
    const away = await desk<{ code: string }>('POST', `/rounds/${MONTH}/close`);
    expect([away.status, away.body.code, away.headers.get('retry-after')]).toEqual([503, 'engine-unavailable', '5']);
    await api.startWorker();
    const { status, body } = await desk<{ state: string; listVersion: number }>('POST', `/rounds/${MONTH}/close`);
    expect([status, body]).toEqual([200, expect.objectContaining({ state: 'proposed', listVersion: 1 })]);
    expect((await desk<{ listVersion: number }>('POST', `/rounds/${MONTH}/close`)).body.listVersion).toBe(1);
  });

  test('an empty list can be confirmed, and confirmed again', async () => {
    for (const time of ['first', 'second']) {
      const { status, body } = await desk<{ state: string }>('POST', `/rounds/${MONTH}/confirm`, { listVersion: 1 });
      expect([time, status, body.state]).toEqual([time, 200, 'confirmed']);
    }
    expect((await desk<{ code: string }>('POST', `/rounds/${MONTH}/confirm`, { listVersion: 2 })).body.code).toBe('action-refused');
  });

  test('an objection is of a person: filed twice it is one, withdrawn it stays on file, and every step is in the audit log', async () => {
    const { signalIds } = await api.caseInTriage();
    const file = () => desk<{ id: string }>('POST', '/objections', { signalId: signalIds[0] });
    const { id } = (await file()).body;
    expect((await file()).body.id).toBe(id);
    expect((await desk('DELETE', `/objections/${id}`)).body).toMatchObject({ id, withdrawnOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown });
    expect((await file()).body.id).not.toBe(id);
    const actions = await api.sql<{ action: string }[]>`select action from audit_log where action like '%objection' and outcome = 'done' order by id`;
    expect(actions.map(({ action }) => action)).toEqual(['file-objection', 'withdraw-objection', 'file-objection']);
  });

  test('the match list shows cases and drop-outs as described', async () => {
    const { id, signalIds } = await api.caseInTriage();
    const [kept, dropped] = signalIds;
    for (const [signalId, outcome, reason] of [[kept, 'in-case', null], [dropped, 'dropped', 'no-match']]) {
      await api.sql`insert into match_decisions ${api.sql({ roundId, signalId, caseId: id, outcome, reason, newCase: outcome === 'in-case' } as never)}`;
    }
    const shown = async (show: string) => (await desk<{ items: { caseId: string }[] }>('GET', `/rounds/${roundId}/matches?show=${show}`)).body.items;
    expect(await shown('cases')).toMatchObject([{ caseId: id, newCase: true, signals: [{ signalId: kept }] }]);
    expect(await shown('drop-outs')).toMatchObject([{ caseId: id, signalId: dropped, reason: 'no-match' }]);
  });
});
