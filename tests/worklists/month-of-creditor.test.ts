/** A creditor's month over HTTP, with a file of its own columns: how many requests it takes, how many fields are typed, and nothing twice. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DeliveryMapping } from '../../src/delivery/mapping.ts';
import { addDays, addMonths, localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { caseAtReCheck } from '../../testkit/data/case-at-re-check.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('worklists/month-of-creditor');
const today = localDate(new Date().toISOString());
const [creditor, id] = ['schuldeiser-woongoed-twente', 'woongoed-twente'];
const csv = { 'Content-Type': 'text/csv' };

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await api.call('meldpunt', 'POST', '/api/v1/rounds', { month: MONTH, byHand: true });
}, 120_000);
afterAll(() => api.stop());

let requests = 0;
let fields = 0;
/** @param typed how many fields of the body a person filled in; what came from an answer or a file is not typed */
async function ask<Body>(method: string, path: string, body?: unknown, { headers = {}, typed = 0 }: { headers?: Record<string, string>; typed?: number } = {}): Promise<Body> {
  requests += 1;
  fields += typed;
  const { status, body: answer } = await api.call<Body>(creditor, method, `/api/v1${path}`, body, headers);
  expect([path, status < 300 ? 'done' : answer]).toEqual([path, 'done']);
  return answer;
}

const header = 'VHE;Wie;PC6;Pand;Stand;Vanaf;Dringend';
const names = ['Proefman', 'Voorbeeld', 'Testema', 'Modelstra', 'Monsterboer'];
const row = (n: number, stand = `${100 + n},50`) => `VH-${1000 + n};${names[n % 5]};${n % 2 === 0 ? '7512 BM' : '7511 AA'};${3 * n + 11};${stand};${addDays(today, -60).split('-').reverse().join('-')};N`;
const file = [header, ...Array.from({ length: 20 }, (_, n) => row(n + 1, n === 4 || n === 11 ? 'volgt' : undefined)), ''].join('\r\n');

interface Receipt {
  id: string;
  accepted: number;
  refused: number;
  duplicates: number;
  links: { refusedCsv: string };
}

test('is thirteen requests the first time and eight every month after, with three fields typed', async () => {
  await caseAtReCheck(api, { creditors: [id, 'oost-energie'], began: addMonths(addDays(today, -2), -6) });
  await caseAtReCheck(api, { creditors: [id, 'zorgzeker'], began: addMonths(addDays(today, -2), -6) });

  // Once: the columns are proposed, one is said, tried, and kept.
  const proposal = await ask<{ undecided: string[]; mapping: DeliveryMapping }>('POST', `/creditors/${id}/mapping-proposal`, file, { headers: csv });
  expect(proposal.undecided).toEqual(['Dringend']);
  const mapping = { ...proposal.mapping, columns: { ...proposal.mapping.columns, Dringend: 'crisis' } };
  await ask('PUT', `/creditors/${id}/mapping-draft`, mapping, { typed: 1 });
  const trial = await ask<{ accepted: number; refused: number; refusedRows: { line: number; problems: { field: string; column: string; rule: string }[] }[] }>('POST', `/creditors/${id}/mapping-trial`, file, { headers: csv });
  expect([trial.accepted, trial.refused]).toEqual([18, 2]);
  expect(trial.refusedRows.map(({ line, problems: [first] }) => [line, first?.field, first?.column, first?.rule])).toEqual([[6, 'amount', 'Stand', 'notAnAmount'], [13, 'amount', 'Stand', 'notAnAmount']]);
  await ask('POST', `/creditors/${id}/mapping`, { validFrom: today });
  const teams = await ask<{ items: { municipality: string; email: string }[] }>('GET', `/creditors/${id}/teams`);
  expect(teams.items.find(({ municipality }) => municipality === 'Enschede')?.email).toContain('@');
  expect([requests, fields]).toEqual([5, 1]);

  // Every month: what waits, delivering, correcting what was refused, status, answers.
  const before = await ask<{ reChecks: { signals: number } }>('GET', `/creditors/${id}/to-do`);
  expect(before.reChecks.signals).toBe(2);
  const receipt = await ask<Receipt>('POST', `/deliveries?round=${MONTH}`, file, { headers: csv });
  expect([receipt.accepted, receipt.refused]).toEqual([18, 2]);
  const refused = await ask<string>('GET', receipt.links.refusedCsv.replace('/api/v1', ''));
  expect(refused.trim().split('\n')).toHaveLength(3);
  const corrected = await ask<Receipt>('POST', `/deliveries?round=${MONTH}`, refused.replaceAll('volgt', '75,00'), { headers: csv, typed: 2 });
  expect([corrected.accepted, corrected.refused, corrected.duplicates]).toEqual([2, 0, 0]);
  const after = await ask<{ toCorrect: unknown[] }>('GET', `/creditors/${id}/to-do`);
  expect(after.toCorrect).toEqual([]);
  const status = await ask<string>('GET', `/creditors/${id}/signals`, undefined, { headers: { Accept: 'text/csv' } });
  expect(status.match(/VH-10\d\d/g)).toHaveLength(20);
  const open = await ask<{ items: { id: string }[] }>('GET', `/creditors/${id}/signals?reCheck=open`);
  const answered = await ask<{ done: number; refused: number }>('POST', '/re-check-answers', { answers: open.items.map((signal, n) => ({ signalId: signal.id, answer: n === 0 ? 'paying' : 'not-paying' })) });
  expect([answered.done, answered.refused]).toEqual([2, 0]);
  expect([requests, fields]).toEqual([13, 3]);
});
