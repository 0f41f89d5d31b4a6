import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Db } from '../db/connect.ts';
import { localDate } from '../domain/dates.ts';
import type { Difference } from '../history/compare.ts';
import { pooled } from '../pooled.ts';
import { verifyCase, type Sources } from './verify-case.ts';

export interface Verification {
  id: string;
  cases: number;
  /** Of how many a step was on its way, which was left for the next time. */
  inFlight: number;
  differences: Difference[];
}

export type Scope = 'all' | 'case' | 'nightly';

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
  const ids = scope === 'case' ? [caseId ?? ''] : await (scope === 'all' ? allCases(deps.sql) : casesForTonight(deps.sql, startedAt));
  const differences = scope === 'case' ? [] : await strayWorkflows(deps);
  let inFlight = 0;
  await pooled(AT_ONCE, ids, async (id) => {
    const found = await verifyCase(deps, id);
    differences.push(...found.differences);
    if (found.isInFlight) inFlight += 1;
    onCase?.(found.differences, ids.length);
  });
  const verification = { id: randomUUID(), cases: ids.length, inFlight, differences };
  await store(deps.sql, verification, { scope, startedAt });
  return verification;
}

async function store(sql: Db, { id, cases, differences }: Verification, { scope, startedAt }: { scope: Scope; startedAt: string }): Promise<void> {
  await sql`
    insert into verifications (id, scope, started_at, finished_at, cases, differences, findings)
    values (${id}, ${scope}, ${startedAt}, ${new Date().toISOString()}, ${cases}, ${differences.length}, ${sql.json(differences.slice(0, KEPT_FINDINGS) as never)})`;
}

const allCases = async (sql: Db) => idsOf(await sql<{ id: string }[]>`select id from cases order by id`);

/** What changed since the last night that finished, with an hour to spare for transactions that were open then, and the part of the rest whose turn it is. */
async function casesForTonight(sql: Db, at: string): Promise<string[]> {
  const turn = Math.floor(Date.parse(localDate(at)) / 86_400_000) % NIGHTS_A_ROUND;
  return idsOf(await sql<{ id: string }[]>`
    with last as (select coalesce(max(started_at) - interval '1 hour', '-infinity') as at from verifications where scope = 'nightly')
    select id from cases
    where ('x' || substr(md5(id::text), 1, 7))::bit(28)::int % ${NIGHTS_A_ROUND} = ${turn}
      or opened_at >= (select at from last)
      or id in (select case_id from timeline where recorded_at >= (select at from last))
    order by id`);
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** Running workflows of cases that Postgres does not know at all; those that it knows are verified with their case. */
async function strayWorkflows({ sql, temporal, config }: Dependencies): Promise<Difference[]> {
  const running = new Set<string>();
  const query = `WorkflowType = 'caseWorkflow' AND ExecutionStatus = 'Running' AND TaskQueue = '${config.taskQueue}'`;
  for await (const { workflowId } of temporal.workflow.list({ query })) running.add(workflowId.replace(/^case-/, ''));
  const known = new Set(idsOf(await sql<{ id: string }[]>`select id::text as id from cases where id::text = any(${[...running]}::text[])`));
  return [...running].filter((id) => !known.has(id)).map((caseId) => ({ caseId, table: 'engine', key: caseId, column: 'case', inPostgres: null, fromHistory: 'a running workflow' }));
}
