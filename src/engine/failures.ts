/** What the engine throws, told apart: a workflow that refuses a message, and one that is over or runs already. */
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { refused } from '../../workflows/contract.ts';

type RefusalType = (typeof refused)[keyof typeof refused];

/** What the workflow gave along with its refusal; null for a failure that is none of this type. */
export function refusalOf(error: unknown, type: RefusalType): { details: readonly unknown[] } | null {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure) || error.cause.type !== type) return null;
  return { details: error.cause.details ?? [] };
}

/** Whether no such workflow runs. */
export const isNotRunning = (error: unknown): boolean => error instanceof WorkflowNotFoundError;

/** Whether a message did not reach a workflow because it has ended, or is about to, as it says by a refusal of this type. */
export const isOver = (error: unknown, type: RefusalType): boolean => isNotRunning(error) || isStarted(error) || refusalOf(error, type) !== null;

/** Whether a workflow of this id was started before, and may have ended. */
const isStarted = (error: unknown): boolean => error instanceof WorkflowExecutionAlreadyStartedError;

/** Starts a workflow once: one of this id that runs, or has run, is left alone. */
export async function startOnce(start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!isStarted(error)) throw error;
  }
}
