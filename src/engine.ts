/** Asking the workflow engine something, for callers who cannot wait for ever. */
import { isGrpcServiceError, ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError, type Client } from '@temporalio/client';
import { AppError } from './errors.ts';

/** With no worker up an update waits for ever; a person does not. */
const ANSWER_WITHIN_MS = 8_000;

/** gRPC statuses that tell of a part that is down or slow: CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE. */
const away = new Set([1, 4, 8, 14]);

/**
 * What `call` gives, when the engine answers in time.
 * @throws AppError engine-unavailable when it does not. What was asked may still happen: asking again under the same
 * id gives its outcome.
 */
export async function answerOf<Result>(temporal: Client, call: () => Promise<Result>, withinMs = ANSWER_WITHIN_MS): Promise<Result> {
  try {
    return await temporal.connection.withDeadline(Date.now() + withinMs, call);
  } catch (error) {
    if (isAway(error)) throw new AppError('engine-unavailable', 'Het werk kan nu even niet worden verwerkt. Probeer het zo opnieuw, met dezelfde Idempotency-Key.', { cause: error });
    throw error;
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && away.has(cause.code);
}
