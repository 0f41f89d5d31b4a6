/** Two creditors deliver about one address: no id that either of them reads tells a time, or is one that the other reads too. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { monthOf } from '../../testkit/data/months.ts';

const month = monthOf('privacy/opaque-ids');
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await api.call('meldpunt', 'POST', '/api/v1/rounds', { month, cutOff: `${month}-20`, byHand: true });
}, 120_000);
afterAll(() => api.stop());

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

async function readBy(creditor: string, reference: string): Promise<string[]> {
  const account = `schuldeiser-${creditor}`;
  const signal = { reference, lastName: 'Jansen', postcode: '7512AB', houseNumber: 9, amount: 100, arrearsSince: '2026-02-05' };
  const sent = await api.call<{ receipt: { id: string } }>(account, 'POST', `/api/v1/signals?round=${month}`, signal);
  expect([201, 202]).toContain(sent.status);
  const paths = ['/deliveries', `/deliveries/${sent.body.receipt.id}`, `/deliveries/${sent.body.receipt.id}/rows`, `/creditors/${creditor}/signals`];
  const answers = await Promise.all(paths.map(async (path) => (await api.call<unknown>(account, 'GET', `/api/v1${path}`)).body));
  return [...new Set(JSON.stringify([sent.body, ...answers]).match(uuids))];
}

test('creditors at one address', async () => {
  const [one, other] = [await readBy('zorgzeker', 'A1'), await readBy('oost-energie', 'B1')];
  const signals = await api.sql<{ id: string; caseId: string }[]>`select id, case_id from signals where round_id = ${`twente-${month}`}`;
  expect(new Set(signals.map(({ caseId }) => caseId)).size).toBe(1);
  for (const { id } of signals) expect([...one, ...other]).toContain(id);
  expect([...one, ...other]).not.toContain(signals[0]?.caseId);
  expect(one.filter((id) => other.includes(id))).toEqual([]);
  // The thirteenth digit is the version; 1, 6 and 7 hold a time.
  expect([...one, ...other].filter((id) => ['1', '6', '7'].includes(id.charAt(14)))).toEqual([]);
});
