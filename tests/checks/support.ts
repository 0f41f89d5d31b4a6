/** What the tests of checks do over HTTP. */
import type { z } from 'zod';
import type { caseDetail } from '../../api/schemas/case.ts';
import type { triageItem } from '../../api/schemas/worklist.ts';
import type { TestApi } from '../../testkit/api.ts';
import { enschede } from '../../testkit/data/cases.ts';

export type TriageItem = z.infer<typeof triageItem>;
export type CaseDetail = z.infer<typeof caseDetail>;

export interface ShownCheck {
  check: string;
  on: boolean;
  way: string | null;
  list: { persons: number; keptUntil: string } | null;
  settings: { validFrom: string; on: boolean }[];
  lastAnsweredAt: string | null;
  lastFailure: { code: string; part: string | null; sentence: string; failuresSinceAnswer: number } | null;
}

export function checking(started: () => TestApi) {
  const place = `/api/v1/municipalities/${enschede}`;
  const call = <Body>(account: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) => started().call<Body>(account, method, path, body, headers);
  return {
    put: (check: string, on: boolean, more: object = {}, account = 'beheer') => call<{ items: ShownCheck[] }>(account, 'PUT', `${place}/checks`, { check, on, ...more }),
    give: (check: string, csv: string, query = '', headers: Record<string, string> = {}) => call<{ rows: number; kept: number; keptUntil: string; refused: { line: number; problems: { field: string; message: string }[] }[] }>('meldpunt', 'PUT', `${place}/check-list?check=${check}${query}`, csv, { 'Content-Type': 'text/csv', ...headers }),
    shown: async (check: string) => (await call<{ items: ShownCheck[] }>('beheer', 'GET', `${place}/checks`)).body.items.find((one) => one.check === check),
    triage: async (caseId: string) => (await call<{ items: TriageItem[] }>('meldpunt', 'GET', '/api/v1/triage?limit=200')).body.items.find(({ id }) => id === caseId),
    detail: async (caseId: string) => (await call<CaseDetail>('meldpunt', 'GET', `/api/v1/cases/${caseId}`)).body,
  };
}
