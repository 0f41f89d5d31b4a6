import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Sql } from '../../src/db/connect.ts';
import { RULES } from '../../src/domain/case/rules.ts';
import { workflowIdOf } from '../../src/engine/workflow-ids.ts';
import { addSignal } from '../../workflows/contract.ts';

/** An eviction on that day comes to a running case, from the creditor of its first signal. */
export async function evictionIn(temporal: Client, sql: Sql, caseId: string, endsOn: string): Promise<{ signalId: string; creditorId: string }> {
  const signalId = randomUUID();
  const [signal] = await sql<{ creditorId: string; roundId: string }[]>`
    insert into signals
      select (jsonb_populate_record(s, jsonb_build_object('id', ${signalId}::text, 'reference', ${signalId}::text, 'signal_kind', 'eviction', 'ends_on', ${endsOn}::text, 'crisis', true))).*
      from signals s where case_id = ${caseId} order by id limit 1
    returning creditor_id, round_id`;
  if (signal === undefined) throw new Error('no signal in the case');
  const { creditorId, roundId } = signal;
  const told = { rules: RULES, signalId, creditorId, roundId, verdict: 'in-case', reason: 'crisis', teamId: null, crisis: true, receivedAt: new Date().toISOString(), kind: 'eviction', endsOn } as const;
  await temporal.workflow.getHandle(workflowIdOf.case(caseId)).executeUpdate(addSignal, { args: [told], updateId: `signal-${signalId}` });
  return { signalId, creditorId };
}
