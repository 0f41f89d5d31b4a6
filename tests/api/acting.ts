/** Acting on a case over HTTP, and what tests say in it. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { caseDetail } from '../../api/schemas/case.ts';
import { localDate } from '../../src/domain/time/dates.ts';
import type { TestApi } from '../../testkit/api.ts';

export type Case = z.infer<typeof caseDetail>;

export const desk = 'meldpunt';
export const worker = 'medewerker-enschede';
export const today = () => localDate(new Date().toISOString());

export function acting(api: () => TestApi) {
  return {
    act: <Body = Case>(account: string, id: string, action: string, body: unknown = {}, key: string = randomUUID()) =>
      api().call<Body>(account, 'POST', `/api/v1/cases/${id}/${action}`, body, { 'Idempotency-Key': key }),
    refused: (account: string, id: string, action: string, body: unknown = {}, key: string = randomUUID()) =>
      api().call(account, 'POST', `/api/v1/cases/${id}/${action}`, body, { 'Idempotency-Key': key }),
    read: async (id: string) => (await api().call<Case>(desk, 'GET', `/api/v1/cases/${id}`)).body,
  };
}

export const visit = (outcome: string) => ({ kind: 'visit', outcome, date: today(), partOfDay: 'morning' });
export const plan = {
  incomeCents: 180_000,
  fixedCostsCents: 120_000,
  roomToRepayCents: 5_000,
  allowancesChecked: true,
  causes: ['income-drop'],
  skills: ['administratie bijhouden'],
  currentPaymentsFrom: today(),
  problematicDebts: true,
  urgent: false,
  helpWithArrangements: true,
  lifeAreas: ['work'],
  directPayment: false,
  consentToShare: true,
  handOver: { service: 'Stadsbank', contact: 'loket 3' },
};
export const feedback = { cause: 'income-drop', currentPayments: { state: 'resumes-on', date: today() }, outlook: 'problematic-debts', approach: ['debt-services'] };
