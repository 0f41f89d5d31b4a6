/** Makes cases as a delivery and a match would, without files and rounds. */
import { decreeDays } from '../../src/domain/time/calendar.ts';
import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import type { Sql } from '../../src/db/connect.ts';
import { nameIndexes } from '../../src/keyed-hash.ts';
import { keyStore } from '../../src/privacy/key-store.ts';
import { address, person } from '../../src/privacy/personal.ts';
import { hashOf } from './address-book.ts';
import { hashKey, masterKeys } from './keys.ts';
import { casePolicySchema, twentePolicy } from '../../src/domain/planning/policy.ts';
import { addSignal, applyMatch, type Workflows } from '../../workflows/contract.ts';
import { RULES } from '../../src/domain/case/rules.ts';

export const enschede = '0153';
export const roundId = 'twente-2026-10';

export interface TestCase {
  id: string;
  signalIds: string[];
}

interface Wanted {
  municipality?: string;
  creditors?: string[];
  openedAt?: string;
  amountCents?: number;
}

export async function insertRound(sql: Sql): Promise<void> {
  await sql`
    insert into rounds (id, region_id, month, cut_off, state, opened_at)
    values (${roundId}, 'twente', '2026-10', '2026-10-25T10:00:00Z', 'applying', '2026-10-01T08:00:00Z') on conflict do nothing`;
}

let houses = 0;

/** Writes the rows of a candidate; its workflow is not started yet. */
export async function insertCandidate(sql: Sql, { municipality = enschede, creditors = ['woongoed-twente', 'oost-energie'], openedAt = new Date().toISOString(), amountCents = 45_000 }: Wanted = {}): Promise<TestCase> {
  const [id, householdId] = [randomUUID(), randomUUID()];
  const houseNumber = ++houses;
  const key = `7512BM-${houseNumber}`;
  await insertRound(sql);
  await sql`
    insert into households (id, address_hash, municipality_code) values (${householdId}, ${hashOf(key)}, ${municipality})`;
  const sealed = address.seal(await keyStore(sql, masterKeys).make([id]), id, id, { key, postcode: '7512BM', houseNumber, addition: '', place: 'Enschede' });
  await sql`
    insert into cases (id, household_id, municipality_code, round_id, policy_version, opened_at, address)
    values (${id}, ${householdId}, ${municipality}, ${roundId}, ${twentePolicy.version}, ${openedAt}, ${sealed})`;
  const signalIds: string[] = [];
  for (const creditorId of creditors) signalIds.push(await insertSignal(sql, { caseId: id, householdId, municipalityCode: municipality, creditorId, amountCents, receivedAt: openedAt }));
  return { id, signalIds };
}

const who = { lastName: 'Voorbeeld', initials: 'A.', birthDate: null, phone: '0600000000', email: null, street: 'Hoofdstraat', place: 'Enschede' };

export async function insertSignal(sql: Sql, row: { id?: string; caseId: string; householdId: string; municipalityCode: string; creditorId: string; amountCents: number; receivedAt: string }): Promise<string> {
  const { id = randomUUID() } = row;
  const personId = randomUUID();
  const sealed = person.seal(await keyStore(sql, masterKeys).make([row.caseId]), row.caseId, personId, who);
  await sql`
    insert into persons ${sql({ id: personId, sealed, sealedFor: row.caseId, personKey: personId, ...nameIndexes(hashKey, who.lastName) })}`;
  await sql`insert into signals ${sql({ ...row, id, personId, roundId, reference: `ref-${id.slice(0, 8)}`, arrearsSince: '2026-08-20', kind: 'rent', contentHash: id })}`;
  return id;
}

/** Starts the workflow of a candidate with its first signal. */
export async function startCandidate(temporal: Client, taskQueue: string, sql: Sql, { id, signalIds }: TestCase): Promise<void> {
  const [row] = await sql<{ municipalityCode: string }[]>`select municipality_code from cases where id = ${id}`;
  const signals = await sql<{ id: string; creditorId: string }[]>`select id, creditor_id from signals where id = any(${signalIds})`;
  for (const signal of signals) {
    const startWorkflowOperation = new WithStartWorkflowOperation<Workflows['caseWorkflow']>('caseWorkflow', {
      workflowId: `case-${id}`,
      taskQueue,
      args: [{ input: { caseId: id, gemeentecode: row?.municipalityCode ?? '', policy: casePolicySchema.parse(twentePolicy), closedDays: [...decreeDays] } }],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    await temporal.workflow.executeUpdateWithStart(addSignal, {
      args: [{ rules: RULES, signalId: signal.id, creditorId: signal.creditorId, roundId, verdict: 'pending', reason: null, teamId: 'team-enschede', crisis: false, receivedAt: new Date().toISOString() }],
      updateId: `signal-${signal.id}`,
      startWorkflowOperation,
    });
  }
}

/** Tells the workflow that its case matched: it goes to triage. */
export async function match(temporal: Client, sql: Sql, { id, signalIds }: TestCase): Promise<void> {
  const signals = await sql<{ id: string; creditorId: string }[]>`select id, creditor_id from signals where id = any(${signalIds})`;
  const decisions = signals.map((signal) => ({ signalId: signal.id, creditorId: signal.creditorId, outcome: 'in-case' as const, reason: null }));
  await temporal.workflow.getHandle(`case-${id}`).executeUpdate(applyMatch, { args: [{ rules: RULES, roundId, closedAt: new Date().toISOString(), confirmedAt: new Date().toISOString(), teamId: null, decisions }], updateId: `match-${roundId}` });
}
