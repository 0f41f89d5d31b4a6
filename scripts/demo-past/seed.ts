/** Puts the demo's past into an empty demo, and has the engine go on with every case that has not closed. Again, it finishes what is missing. */
import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { Db, Sql } from '../../src/db/connect.ts';
import { casesCarriedOn, insertPast, lockPast, pastTables, whatIsThere, type CarriedOn, type PastRows } from '../../src/db/queries/demo/past.ts';
import { policiesOn, startingCalendar } from '../../src/db/queries/planning/policies.ts';
import { localDate, type Instant } from '../../src/domain/time/dates.ts';
import { startOnce } from '../../src/engine/failures.ts';
import { workflowIdOf } from '../../src/engine/workflow-ids.ts';
import { pooled } from '../../src/pooled.ts';
import type { KeyStore } from '../../src/privacy/key-store.ts';
import { demoAccounts } from '../../src/usecases/identity/seed-twente.ts';
import type { Workflows } from '../../workflows/contract.ts';
import { populationOf, type Population } from './population.ts';
import type { Place } from './people.ts';
import { rowsOfRounds } from './rounds.ts';
import { CARRIED_ON, rowsOfCase } from './rows.ts';

export interface Demo {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: { hashKey: string; taskQueue: string };
  places: readonly Place[];
  /** The same seed and moment make the same past. */
  seed: string;
  now: Instant;
}

export const demoSeed = 'twente';
const regionId = 'twente';
const STARTED_AT_ONCE = 24;
const gemeentecode = defineSearchAttributeKey('Gemeentecode', 'KEYWORD');
const ronde = defineSearchAttributeKey('Ronde', 'KEYWORD');

export type Seeded =
  | { outcome: 'made'; seededAt: Instant; rounds: number; cases: number; goOn: number }
  | { outcome: 'there'; seededAt: Instant }
  | { outcome: 'refused'; because: string };
type Written = Population | Instant | { refused: string };

/** One transaction writes all of it: killed in the middle, nothing is there; after it, what the engine lacks is started the next time. */
export async function seedPast(demo: Demo): Promise<Seeded> {
  const { sql } = demo;
  const written: Written = await sql.begin((tx) => write(tx, demo));
  if (typeof written !== 'string' && 'refused' in written) return { outcome: 'refused', because: written.refused };
  const goOn = await casesCarriedOn(sql, CARRIED_ON);
  await carryOn(demo, goOn);
  if (typeof written === 'string') return { outcome: 'there', seededAt: written };
  return { outcome: 'made', seededAt: demo.now, rounds: written.rounds.length, cases: written.cases.length, goOn: goOn.length };
}

/** What was written; since when it was there; or why it does not belong here. */
async function write(tx: Db, demo: Demo): Promise<Written> {
  await lockPast(tx);
  const { seededAt, cases, deliveries, otherAccounts } = await whatIsThere(tx, { runStatus: CARRIED_ON, demoAccounts: demoAccounts(demo.places).map(({ id }) => id) });
  if (seededAt !== null) return seededAt;
  if (cases > 0 || deliveries > 0) return { refused: 'there is work in this database already' };
  if (otherAccounts > 0) return { refused: 'there are accounts in this database that are not of the demo' };
  const { region: policy } = await policiesOn(tx, regionId, localDate(demo.now));
  const calendar = await startingCalendar(tx);
  const population = populationOf({ ...demo, regionId, taskQueue: demo.config.taskQueue, policy, calendar });
  const rows = await rowsOf(population, demo);
  await insertPast(tx, together([rowsOfRounds(population, { policy, closedDays: calendar.closedDays, regionId }), ...rows]));
  return population;
}

async function rowsOf({ cases }: Population, { keys, config: { hashKey }, now }: Demo): Promise<Partial<PastRows>[]> {
  const made = await keys.make(cases.map(({ id }) => id));
  // As the cases were opened, so that their numbers go up with time.
  const inOrder = [...cases].sort((a, b) => Date.parse(a.life.beganAt) - Date.parse(b.life.beganAt));
  return Promise.all(inOrder.map((past) => rowsOfCase(past, { keys: made, hashKey, now })));
}

const together = (parts: readonly Partial<PastRows>[]): PastRows => Object.fromEntries(pastTables.map((table) => [table, parts.flatMap((part) => part[table] ?? [])])) as PastRows;

/** A run of its own for each case, with the state that its past left; one that runs or has run is left alone. */
async function carryOn({ temporal, config: { taskQueue } }: Demo, cases: readonly CarriedOn[]): Promise<void> {
  const running = new Set<string>();
  for await (const { workflowId } of temporal.workflow.list({ query: `WorkflowType = 'caseWorkflow' AND TaskQueue = '${taskQueue}'` })) running.add(workflowId);
  await pooled(STARTED_AT_ONCE, cases.filter(({ id }) => !running.has(workflowIdOf.case(id))), ({ id, municipalityCode, roundId, state }) =>
    startOnce(() =>
      temporal.workflow.start<Workflows['caseWorkflow']>('caseWorkflow', {
        taskQueue,
        workflowId: workflowIdOf.case(id),
        args: [{ carried: state }],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: [{ key: gemeentecode, value: municipalityCode }, { key: ronde, value: roundId }],
        staticSummary: `Vroegsignaalzaak in gemeente ${municipalityCode}, verder vanuit het verleden van de demo`,
      }),
    ),
  );
}
