/** A case that does not take an action, in words for the caller. */
import type { CallingActor } from '../../actor.ts';
import type { DataProblem } from '../../domain/case/check.ts';
import { standingOf, type CaseState } from '../../domain/case/state.ts';
import { allowedActions, type Phase, type Refusal } from '../../domain/case/lifecycle.ts';
import type { Sql } from '../../db/connect.ts';
import { findAccount } from '../../db/queries/identity/accounts.ts';
import { refusalOf } from '../../engine/failures.ts';
import { AppError } from '../../errors.ts';
import { refused } from '../../../workflows/contract.ts';

interface RefusedDetail {
  refusal: Refusal | DataProblem;
  phase: Phase;
  allowed: ReturnType<typeof allowedActions>;
}

/** The error for the caller when the engine's failure is a refusal; null when it is something else. */
export function refusalFrom(error: unknown): AppError | null {
  const refusal = refusalOf(error, refused.action);
  return refusal === null ? null : refusalError((refusal.details as [RefusedDetail])[0]);
}

export function refusalError({ refusal, phase, allowed }: RefusedDetail): AppError {
  if ('field' in refusal) return new AppError('invalid-input', refusal.message, { fields: [refusal] });
  if (refusal.code === 'wrong-role') return new AppError('forbidden', refusal.reason);
  const { code, reason, by, confirmWith } = refusal;
  return new AppError('action-refused', reason, { extra: { reason: code, phase, allowedActions: allowed, ...(by === undefined ? {} : { by }), ...(confirmWith === undefined ? {} : { confirmWith }) } });
}

/** Who did it is known to the case by an account's id only; a person reads a name. */
export async function withNames(sql: Sql, error: AppError): Promise<AppError> {
  const { by, ...extra } = error.extra;
  if (typeof by !== 'string') return error;
  const account = await findAccount(sql, by);
  return new AppError(error.code, error.message.replace('{by}', account?.name ?? 'een collega'), { extra });
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
