/** A case that does not take an action, in words for the caller. */
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import type { CallingActor } from '../actor.ts';
import type { DataProblem } from '../domain/case/check.ts';
import { standingOf, type CaseState } from '../domain/case/state.ts';
import { allowedActions, type Phase, type Refusal } from '../domain/lifecycle.ts';
import { AppError } from '../errors.ts';
import { refused } from '../../workflows/messages.ts';

interface RefusedDetail {
  refusal: Refusal | DataProblem;
  phase: Phase;
  allowed: ReturnType<typeof allowedActions>;
}

/** The error for the caller when the engine's failure is a refusal; null when it is something else. */
export function refusalFrom(error: unknown): AppError | null {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return null;
  if (error.cause.type !== refused.action) return null;
  const [detail] = error.cause.details as [RefusedDetail];
  return refusalError(detail);
}

export function refusalError({ refusal, phase, allowed }: RefusedDetail): AppError {
  if ('field' in refusal) return new AppError('invalid-input', refusal.message, { fields: [refusal] });
  if (refusal.code === 'wrong-role') return new AppError('forbidden', refusal.reason);
  return new AppError('action-refused', refusal.reason, { extra: { reason: refusal.code, phase, allowedActions: allowed } });
}

/** For a case whose workflow has ended. */
export function closedError(state: CaseState | null): AppError {
  const reason = 'De zaak is gesloten; heropen haar eerst.';
  return refusalError({ refusal: { code: 'wrong-phase', reason }, phase: 'closed', allowed: state === null ? [] : allowedActions({ ...standingOf(state), phase: 'closed' }) });
}

/** A creditor hears that it cannot answer now; where the case stands and what is done in it is not its business. */
export function toldTo({ role }: CallingActor, error: AppError): AppError {
  if (role !== 'creditor' || error.code !== 'action-refused') return error;
  return new AppError('action-refused', 'Er is nu geen vraag aan u over deze zaak, of u heeft haar al beantwoord.');
}
