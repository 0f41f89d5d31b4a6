import { randomUUID } from 'node:crypto';
import type { System } from '../../testkit/system.ts';
import { localDate } from '../../src/domain/time/dates.ts';
import { deliver } from '../signals.ts';
import { fileOf } from '../../testkit/data/large-file.ts';

interface Shown {
  phase: string;
  /** Of a case that is read, not of where it stands. */
  attempts?: unknown[];
}

interface Transition {
  account: string;
  action: string;
  body: Record<string, unknown>;
  /** What the case must look like when it is answered. */
  phase: string;
  attempts: number;
}

const worker = 'medewerker-enschede';

/** From triage to the feedback: what a team does with a case, one request each. */
export function life(): Transition[] {
  const date = localDate(new Date().toISOString());
  const visit = (partOfDay: string, outcome: string) => ({ kind: 'visit', date, partOfDay, outcome });
  const plan = {
    incomeCents: 180_000, fixedCostsCents: 120_000, roomToRepayCents: 10_000, allowancesChecked: true, causes: ['income-drop'], skills: [],
    currentPaymentsFrom: date, problematicDebts: false, helpWithArrangements: true, lifeAreas: [], directPayment: false, consentToShare: true,
    handOver: { service: 'Wijkteam', confirmed: true },
  };
  const feedback = { cause: 'income-drop', currentPayments: { state: 'resumes-on', date }, outlook: 'arrears-only', approach: ['arrangement'] };
  return [
    { account: 'meldpunt', action: 'go', body: {}, phase: 'visiting', attempts: 0 },
    { account: worker, action: 'record-attempt', body: visit('morning', 'nobody-home'), phase: 'visiting', attempts: 1 },
    { account: worker, action: 'record-attempt', body: visit('afternoon', 'nobody-home'), phase: 'visiting', attempts: 2 },
    { account: worker, action: 'record-attempt', body: visit('evening', 'reached'), phase: 'planning', attempts: 3 },
    { account: worker, action: 'complete-plan', body: plan, phase: 'feedback', attempts: 3 },
    { account: worker, action: 'send-feedback', body: feedback, phase: 'monitoring', attempts: 3 },
  ];
}

/** Ids of this many new cases in triage: crises go there on receipt. */
export async function casesInTriage(system: System, count: number, series: string): Promise<string[]> {
  await deliver(system, fileOf({ count, series, crisis: true }), count);
  const rows = await system.sql<{ id: string }[]>`
    select distinct case_id as id from signals where reference like ${`${series}%`}`;
  return rows.map(({ id }) => id);
}

/** Takes one transition; returns the milliseconds it took. @throws Error when the answer does not show it */
export async function take(system: System, caseId: string, { account, action, body, ...expected }: Transition): Promise<number> {
  const started = performance.now();
  const answer = await system.call<Shown>(account, 'POST', `/api/v1/cases/${caseId}/${action}`, body, { 'Idempotency-Key': randomUUID(), Prefer: 'return=minimal' });
  const took = performance.now() - started;
  hold(action, answer, expected);
  return took;
}

/** Reads a case after its last transition; returns the milliseconds it took. */
export async function read(system: System, caseId: string, expected: Transition): Promise<number> {
  const started = performance.now();
  const answer = await system.call<Shown>(expected.account, 'GET', `/api/v1/cases/${caseId}`);
  const took = performance.now() - started;
  hold('read', answer, expected);
  return took;
}

function hold(what: string, { status, body }: { status: number; body: Shown }, { phase, attempts }: Pick<Transition, 'phase' | 'attempts'>): void {
  if (status === 200 && body.phase === phase && (body.attempts?.length ?? attempts) === attempts) return;
  throw new Error(`${what}: ${status} ${JSON.stringify(body).slice(0, 500)}`);
}
