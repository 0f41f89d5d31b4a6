/** Closing a round and confirming its match list: asked of its workflow, which may take longer than a person waits. */
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAuditOnce } from '../../db/queries/audit/audit.ts';
import { roundStatus } from '../../db/queries/rounds/rounds.ts';
import type { RoundStatus } from '../../domain/rounds/round.ts';
import { answerOf } from '../../engine/answers.ts';
import { isNotRunning, refusalOf } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { AppError } from '../../errors.ts';
import { closeRound, confirmMatch, refused } from '../../../workflows/contract.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
}

/** How a request to a round ended: `finished` when all it leads to is done, else that still goes on. */
export interface Steered {
  finished: boolean;
  status: RoundStatus;
}

const DONE_WITHIN_MS = 10_000;

/** @throws AppError not-found, round-not-open or engine-unavailable */
export async function closeRoundNow(deps: Dependencies, actor: CallingActor, roundId: string): Promise<Steered> {
  const closed = await steer(deps, roundId, (workflow) => workflow.startUpdate(closeRound, { args: [{ actorId: actor.id }], updateId: 'close', waitForStage: 'ACCEPTED' }), isClosed);
  await writeAuditOnce(deps.sql, actor, { action: 'close-round', detail: { roundId } });
  return closed;
}

const isClosed = ({ state }: RoundStatus) => state !== 'open';

/**
 * Confirms the match list of that version; confirming it again gives the same answer.
 * @throws AppError not-found, list-changed, action-refused or engine-unavailable
 */
export async function confirmRoundMatch(deps: Dependencies, actor: CallingActor, roundId: string, listVersion: number): Promise<Steered> {
  const message = { args: [{ listVersion, actorId: actor.id }] as [{ listVersion: number; actorId: string }], updateId: `confirm-${listVersion}`, waitForStage: 'ACCEPTED' as const };
  const confirmed = await steer(
    deps,
    roundId,
    (workflow) => workflow.startUpdate(confirmMatch, message),
    (status) => status.listVersion === listVersion && (status.state === 'applying' || status.state === 'confirmed'),
  );
  await writeAuditOnce(deps.sql, actor, { action: 'confirm-match', detail: { roundId, listVersion } });
  return confirmed;
}

type Workflow = ReturnType<Client['workflow']['getHandle']>;
type Update = Awaited<ReturnType<Workflow['startUpdate']>>;

async function steer({ sql, temporal }: Dependencies, roundId: string, ask: (workflow: Workflow) => Promise<Update>, isDone: (status: RoundStatus) => boolean): Promise<Steered> {
  const before = await storedStatus(sql, roundId);
  if (isDone(before)) return { finished: before.state !== 'matching' && before.state !== 'applying', status: before };
  try {
    const update = await answerOf(temporal, () => ask(temporal.workflow.getHandle(workflowIdOf.round(roundId))));
    await answerOf(temporal, () => update.result(), DONE_WITHIN_MS).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
  } catch (error) {
    throw await inWords(sql, roundId, error);
  }
  const status = await storedStatus(sql, roundId);
  return { finished: isSettled(status), status };
}

const isSettled = ({ state }: RoundStatus) => state === 'proposed' || state === 'confirmed';

/** @throws AppError not-found */
async function storedStatus(sql: Sql, roundId: string): Promise<RoundStatus> {
  const round = await roundStatus(sql, roundId);
  if (round === null) throw new AppError('not-found', 'Deze ronde bestaat niet; open haar eerst.');
  return round;
}

async function inWords(sql: Sql, roundId: string, error: unknown): Promise<unknown> {
  const [isRefused, isOtherList] = [refusalOf(error, refused.round) !== null, refusalOf(error, refused.listChanged) !== null];
  if (!isRefused && !isOtherList && !isNotRunning(error)) return error;
  const { state, listVersion } = await storedStatus(sql, roundId);
  // Postgres has the list a moment before its workflow goes on, and a confirmation a moment after.
  if (isRefused && state === 'proposed') return new AppError('engine-unavailable', 'De matchlijst ligt net klaar, of wordt net vastgesteld. Probeer het zo opnieuw.');
  const extra = { state, listVersion };
  if (isOtherList) return new AppError('list-changed', 'De matchlijst is intussen veranderd. Bekijk de nieuwe lijst en stel die vast.', { extra });
  return new AppError('action-refused', `Dit kan niet in de toestand waarin de ronde nu is (${stateInWords[state]}).`, { extra });
}

const stateInWords: Record<RoundStatus['state'], string> = {
  open: 'open',
  matching: 'de matchlijst wordt gemaakt',
  proposed: 'de matchlijst ligt klaar',
  applying: 'de matchlijst wordt doorgevoerd',
  confirmed: 'vastgesteld',
};
