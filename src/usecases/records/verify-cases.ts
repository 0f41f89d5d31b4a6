import { randomUUID } from 'node:crypto';
import type { Config } from '../../config.ts';
import { casesForNight, everyCase, insertVerification, knownCases } from '../../db/queries/records/verifications.ts';
import { localDate } from '../../domain/time/dates.ts';
import type { Difference } from '../../history/compare.ts';
import { pooled } from '../../pooled.ts';
import { verifyCase, type Sources } from './verify-case.ts';

export interface Verification {
  id: string;
  cases: number;
  /** Of how many a step was on its way, which was left for the next time. */
  inFlight: number;
  differences: Difference[];
}

type Scope = 'all' | 'case' | 'nightly';

interface Dependencies extends Sources {
  config: Pick<Config, 'taskQueue'>;
}

const AT_ONCE = 4;
/** So many differences are kept with the verification; more than these are counted. */
const KEPT_FINDINGS = 1_000;
/** In so many nights every case has had its turn, changed or not. */
const NIGHTS_A_ROUND = 30;

interface Options {
  scope: Scope;
  /** For `case`. */
  caseId?: string;
  /** Called when one is done, with how many there are in all. */
  onCase?: (differences: Difference[], total: number) => void;
}

/**
 * Verifies the cases of a scope and keeps the outcome in `verifications`; `all` and `nightly` look for workflows without
 * a case too. Changes nothing else.
 */
export async function verifyCases(deps: Dependencies, { scope, caseId, onCase }: Options): Promise<Verification> {
  const startedAt = new Date().toISOString();
  const ids = scope === 'case' ? [caseId ?? ''] : await (scope === 'all' ? everyCase(deps.sql) : casesForNight(deps.sql, { turn: turnOn(startedAt), nights: NIGHTS_A_ROUND }));
  const differences = scope === 'case' ? [] : await strayWorkflows(deps);
  let inFlight = 0;
  await pooled(AT_ONCE, ids, async (id) => {
    const found = await verifyCase(deps, id);
    differences.push(...found.differences);
    if (found.isInFlight) inFlight += 1;
    onCase?.(found.differences, ids.length);
  });
  const verification = { id: randomUUID(), cases: ids.length, inFlight, differences };
  const { id, cases } = verification;
  await insertVerification(deps.sql, { id, scope, startedAt, finishedAt: new Date().toISOString(), cases, differences: differences.length, findings: differences.slice(0, KEPT_FINDINGS) });
  return verification;
}

/** The part of the cases whose turn it is on this day. */
const turnOn = (at: string): number => Math.floor(Date.parse(localDate(at)) / 86_400_000) % NIGHTS_A_ROUND;

/** Running workflows of cases that Postgres does not know at all; those that it knows are verified with their case. */
async function strayWorkflows({ sql, temporal, config }: Dependencies): Promise<Difference[]> {
  const running = new Set<string>();
  const query = `WorkflowType = 'caseWorkflow' AND ExecutionStatus = 'Running' AND TaskQueue = '${config.taskQueue}'`;
  for await (const { workflowId } of temporal.workflow.list({ query })) running.add(workflowId.replace(/^case-/, ''));
  const known = await knownCases(sql, [...running]);
  return [...running].filter((id) => !known.has(id)).map((caseId) => ({ caseId, table: 'engine', key: caseId, column: 'case', inPostgres: null, fromHistory: 'a running workflow' }));
}
