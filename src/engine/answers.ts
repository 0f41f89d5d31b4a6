/** Asking the workflow engine something, for callers who cannot wait for ever. */
import { isGrpcServiceError, ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError, type Client } from '@temporalio/client';
import { AppError } from '../errors.ts';

/** With no worker up an update waits for ever; a person does not. */
const ANSWER_WITHIN_MS = 8_000;

/**
 * gRPC statuses that tell of an engine that is down, slow, starting, or set up wrongly: CANCELLED, DEADLINE_EXCEEDED,
 * PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED.
 * Nobody who calls can mend these; whoever asks again later is answered.
 */
const away = new Set([1, 4, 7, 8, 9, 10, 13, 14, 15, 16]);

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

/** What waits for the engine in the background passes over who does not answer within this; it does not hold up the others. */
const PASSED_OVER_AFTER_MS = 30_000;

/** As `answerOf` for what nobody waits for: it throws what the engine's client throws, and is tried again. */
export const answerInTime = <Result>(temporal: Client, call: () => Promise<Result>): Promise<Result> => temporal.connection.withDeadline(Date.now() + PASSED_OVER_AFTER_MS, call);

function isAway(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && away.has(cause.code);
}
