/** Whose signals an objection ends in a case, and whether it holds those of others. */
import type { Client } from '@temporalio/client';
import type { CaseRow } from '../../db/queries/cases/case-rows.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { findPerson, liveSignalsIn, type LiveSignal } from '../../db/queries/rights/persons.ts';
import type { CommandOf } from '../../domain/case/commands.ts';
import { RULES } from '../../domain/case/rules.ts';
import { isOver } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { AppError } from '../../errors.ts';
import { applyMatch, refused } from '../../../workflows/contract.ts';
import { closedError } from '../cases/refuse-action.ts';

interface Objector {
  signalIds: string[];
  /** The case goes on for others. */
  isShared: boolean;
}

/**
 * @param body of the action `close`: it names a signal of whoever objects, or the system gives the signals
 * @throws AppError invalid-input when the case is about several people and none of them is named
 */
export async function objectorInCase(stores: Stores, { id, phase }: Pick<CaseRow, 'id' | 'phase'>, body: Record<string, unknown>): Promise<Objector> {
  const live = await liveSignalsIn(stores.sql, [id]);
  const own = await ownSignals(stores, live, body);
  const others = live.filter(({ signalId, isErased }) => !isErased && !own.includes(signalId));
  if (others.length > 0 && body['signalId'] === undefined && body['signalIds'] === undefined) {
    throw problem('required', 'In deze zaak staan signalen van meer dan één persoon. Noem een signaal van wie bezwaar maakt; de zaak loopt door voor de ander.');
  }
  const isShared = others.some(({ state }) => state === 'in-case' || phase === 'candidate');
  return { isShared, signalIds: isShared ? own : live.flatMap(({ signalId, isErased }) => (isErased || own.includes(signalId) ? [signalId] : [])) };
}

/** Those of the same person in the case; of an erased person nothing tells whose they are. */
async function ownSignals(stores: Stores, live: readonly LiveSignal[], { signalId, signalIds }: Record<string, unknown>): Promise<string[]> {
  if (Array.isArray(signalIds)) return signalIds as string[];
  const seed = live.find((signal) => (signalId === undefined ? !signal.isErased : signal.signalId === signalId));
  if (signalId !== undefined && seed === undefined) throw problem('exists', 'Dit signaal staat niet (meer) in deze zaak; kies een signaal dat nog loopt.');
  if (seed === undefined) return [];
  const rows = await findPerson(stores, { personId: seed.personId, within: null });
  const own = live.filter((signal) => signal.signalId === seed.signalId || rows.some((row) => row.signalId === signal.signalId));
  return own.map((signal) => signal.signalId);
}

const problem = (rule: string, message: string): AppError => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field: 'signalId', rule, message }] });

/** The case goes on without these signals. @throws AppError action-refused when it has closed meanwhile */
export async function stopInCase(temporal: Client, found: CaseRow, { id, actor, noteId, data }: CommandOf<'close'>): Promise<void> {
  const at = new Date().toISOString();
  const signals = found.state?.signals ?? [];
  const decisions = (data.signalIds ?? []).map((signalId) => ({ signalId, creditorId: signals.find((one) => one.id === signalId)?.creditorId ?? '', outcome: 'dropped' as const, reason: 'objection' as const }));
  const by = { id, actor, ...(noteId === undefined ? {} : { noteId }) };
  const message = { rules: RULES, roundId: `objection-${id}`, closedAt: at, confirmedAt: at, teamId: null, decisions, stops: true, by };
  try {
    await temporal.workflow.getHandle(workflowIdOf.case(found.id)).executeUpdate(applyMatch, { args: [message], updateId: id });
  } catch (error) {
    if (isOver(error, refused.caseClosed)) throw closedError(found.state);
    throw error;
  }
}
