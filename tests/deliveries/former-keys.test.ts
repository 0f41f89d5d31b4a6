/** A case that runs since 0.2.0 may stand under an address whose letter and addition were joined otherwise: its creditor's next row finds it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keyedHash } from '../../src/keyed-hash.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { eventually } from '../../testkit/eventually.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { monthOf } from '../../testkit/data/months.ts';

const month = monthOf('deliveries/former-keys');
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await api.call('meldpunt', 'POST', '/api/v1/rounds', { month, byHand: true });
}, 120_000);
afterAll(() => api.stop());

/** Crisis rows: each is in a case on receipt. @returns the case of each, in their order */
async function delivered(creditor: string, rows: readonly [reference: string, number: number, letter: string, addition: string][]): Promise<string[]> {
  const lines = rows.map(([reference, number, letter, addition]) => [reference, 'Vroeger', '7513XZ', number, letter, addition, '500,00', '01-03-2025', 'J'].join(';'));
  const file = ['Contractnummer;Achternaam;Postcode;Huisnummer;Huisletter;Toevoeging;Achterstand;Achterstand sinds;Crisis', ...lines, ''].join('\n');
  const { body } = await api.call<{ id: string }>(`schuldeiser-${creditor}`, 'POST', `/api/v1/deliveries?round=${month}`, file, { 'Content-Type': 'text/csv' });
  await eventually(async () => expect((await api.call(`schuldeiser-${creditor}`, 'GET', `/api/v1/deliveries/${body.id}`)).body).toMatchObject({ state: 'done', placed: rows.length }), 60_000);
  return (await api.sql<{ caseId: string }[]>`select case_id from signals where delivery_id = ${body.id} order by reference`).map(({ caseId }) => caseId);
}

/** As 0.2.0 stored the household of this case. */
const formerly = (caseId: string | undefined, key: string) => api.sql`update households set address_hash = ${keyedHash(hashKey, key)} where id = (select household_id from cases where id = ${caseId ?? ''})`;

test('is found while it runs, and not once it has closed; whoever writes the address as it is now goes to its own case', async () => {
  const [before] = await delivered('zorgzeker', [['F1', 20, 'A', 'A1']]);
  await formerly(before, '7513XZ-20-AA1');
  const [again, now] = await delivered('oost-energie', [['G1', 20, 'A', 'A1'], ['G2', 20, '', 'A1']]);
  expect(again).toBe(before);
  expect(now).not.toBe(before);
  await api.call('meldpunt', 'POST', `/api/v1/cases/${before ?? ''}/close`, { because: 'other', reason: 'Klaar.' });
  expect(await delivered('woongoed-twente', [['H1', 20, 'A', 'A1']])).toEqual([now]);
}, 120_000);
