/** Debt services and benefits by our own contract, `docs/checks.openapi.yaml`: a municipality puts it before the system that it has. */
import { z } from 'zod';
import type { Finding } from '../domain/checks/finding.ts';
import type { Ask } from './adapter.ts';
import { exchange } from './exchange.ts';

export interface ServiceSettings {
  url: string;
  secret: string | undefined;
  timeoutMs: number;
}

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const answer = z.object({ known: z.boolean(), since: day.nullish(), what: z.string().trim().max(80).nullish() });

export function askService({ url, secret, timeoutMs }: ServiceSettings): Ask {
  return async ({ municipalityCode, person, address }, signal) => {
    const headers = { 'Content-Type': 'application/json', ...(secret === undefined ? {} : { Authorization: `Bearer ${secret}` }) };
    const body = { purpose: 'triage', municipality: municipalityCode, person, address };
    const { known, since, what } = await exchange({ method: 'POST', url: new URL(url), headers, body, timeoutMs }, answer, signal);
    const found: Finding = known ? { code: 'known', by: 'service', since: since ?? null, what: what == null || what === '' ? null : what } : { code: 'not-known' };
    return [found];
  };
}
