import type { Client } from '@temporalio/client';
import type { Config } from '../../config.ts';
import type { Sql } from '../../db/connect.ts';
import { releaseHousehold, reserveHousehold, type CaseRow } from '../../db/queries/cases/case-rows.ts';
import { refusal } from '../../domain/case/life.ts';
import { standingOf } from '../../domain/case/state.ts';
import type { CommandOf } from '../../domain/case/commands.ts';
import { allowedActions } from '../../domain/case/lifecycle.ts';
import { answerOf } from '../../engine/answers.ts';
import { caseReopening } from '../../engine/case-start.ts';
import { AppError } from '../../errors.ts';
import { act } from '../../../workflows/contract.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';
import { refusalError } from './refuse-action.ts';
import { tellReopened } from '../planning/tell-change.ts';

interface ReopenDependencies {
  sql: Sql;
  temporal: Client;
  config: Pick<Config, 'taskQueue'>;
}

/**
 * Opens a closed case again: a new run of its workflow with its state carried over. Everything is checked before, since
 * an update-with-start whose update is refused leaves a run behind. The household is taken first; without the engine's
 * answer it stays taken, because the case may still open, and the same request again finds it so. Last it hears of the
 * changes of calendar and policy that it missed; should that fail, it hears of them within minutes.
 */
export async function reopenCase(deps: ReopenDependencies, found: CaseRow, command: CommandOf<'reopen'>): Promise<void> {
  const { sql, temporal, config } = deps;
  const { state } = found;
  if (state === null) throw new AppError('conflict', 'Deze zaak is nog niet begonnen.');
  const reason = refusal(state, command, new Date().toISOString());
  if (reason !== null) throw refusalError({ refusal: reason, phase: state.phase, allowed: allowedActions(standingOf(state)) });
  const { to } = command.data;
  const other = await reserveHousehold(sql, found, to === 'as-it-stood' ? (state.stood?.before.phase ?? 'triage') : to);
  if (other !== null) throw new AppError('conflict', 'Op dit adres loopt al een andere zaak; werk daarin verder.', { extra: { caseId: other } });
  await mustNotBeAnonymised(sql, found.id);
  const startWorkflowOperation = caseReopening(config.taskQueue, found.id, state);
  try {
    await answerOf(temporal, () => temporal.workflow.executeUpdateWithStart(act, { args: [command], updateId: command.id, startWorkflowOperation }));
  } catch (error) {
    if (!(error instanceof AppError)) await releaseHousehold(sql, found.id);
    throw error;
  }
  await tellReopened(deps, found.id).catch(() => undefined);
}
