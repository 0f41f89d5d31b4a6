import { isGrpcServiceError, type Client, type Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { SetupFailure } from './failure.ts';
import { poll } from './poll.ts';
import { keepClosedHistories, registerSearchAttributes, retention } from './temporal.ts';

/** A gRPC status code. */
const ALREADY_EXISTS = 6;

/** Every part of the server refreshes its cache of namespaces sooner than this. */
const knownWithinMs = 60_000;

/**
 * Makes the namespace of a running Temporal service when it is missing, and gives it ten years of retention and our search attributes.
 * @returns once the service accepts the search attributes, which can be seconds after they were added
 * @throws SetupFailure when it does not accept them within a minute
 */
export async function prepareNamespace(connection: Connection, client: Client, address: string): Promise<void> {
  const { namespace } = client.options;
  await ensureNamespace(connection, namespace);
  let refusal: unknown;
  const known = await poll(knownWithinMs, 500, async () => {
    try {
      await registerSearchAttributes(address, namespace);
      await client.workflow.count('Gemeentecode = "none" AND Ronde = "none"');
      return true;
    } catch (error) {
      refusal = error;
      return false;
    }
  });
  if (!known) throw new SetupFailure(`Temporal at ${address} does not take the search attributes of namespace ${namespace}: ${String(refusal)}`);
}

async function ensureNamespace(connection: Connection, namespace: string): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(retention) });
  } catch (error) {
    if (!isGrpcServiceError(error) || (error.code as number) !== ALREADY_EXISTS) throw error;
    await keepClosedHistories(connection, namespace);
  }
}
