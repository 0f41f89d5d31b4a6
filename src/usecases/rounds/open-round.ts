import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { insertRound, roundOpening, type RoundOpening } from '../../db/queries/rounds/rounds.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { isBefore } from '../../domain/deadlines/deadline.ts';
import { cutOffOf, type RoundInput } from '../../domain/rounds/round.ts';
import { answerOf } from '../../engine/answers.ts';
import { startOnce } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { AppError } from '../../errors.ts';
import { monthInWords } from '../../wording/sentences/dates.ts';
import type { Workflows } from '../../../workflows/contract.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

interface RoundToOpen {
  regionId: string;
  /** 'YYYY-MM' */
  month: string;
  /** Never closes by itself; absent: so when its cut-off is over. */
  byHand?: boolean | undefined;
  /** Absent: the 25th of the month, 11:00. */
  cutOff?: Instant | undefined;
  /** Now. */
  at: Instant;
}

/**
 * Opens the round of a month: its row, and its workflow. A round that is there already is given back, and its workflow
 * is started when a crash kept it from starting.
 * @throws AppError invalid-input when it would close at once; conflict when it was opened otherwise; engine-unavailable
 */
export async function openRound({ sql, temporal, config }: Dependencies, actor: CallingActor, wanted: RoundToOpen): Promise<{ id: string; isNew: boolean }> {
  const { regionId, month, at } = wanted;
  const id = `${regionId}-${month}`;
  const cutOff = wanted.cutOff ?? cutOffOf(month);
  const isOver = !isBefore(at, cutOff);
  const byHand = wanted.byHand ?? isOver;
  if (isOver && !byHand) throw closesAtOnce();
  const isNew = await insertRound(sql, { id, regionId, month, cutOff, byHand }, at);
  const round = await roundOpening(sql, id);
  if (!isNew && differs(round, wanted)) throw new AppError('conflict', `De ronde van ${monthInWords(month)} is al geopend, met een andere sluiting.`, { extra: { cutOff: round.cutOff, byHand: round.byHand } });
  if (round.state === 'open') await answerOf(temporal, () => start(temporal, config.taskQueue, { roundId: id, cutOff: round.cutOff, byHand: round.byHand }));
  if (isNew) await writeAudit(sql, actor, { action: 'open-round', outcome: 'done', at, detail: { roundId: id, cutOff, byHand } });
  return { id, isNew };
}

function differs(round: RoundOpening, { byHand, cutOff }: RoundToOpen): boolean {
  return (byHand !== undefined && byHand !== round.byHand) || (cutOff !== undefined && Date.parse(cutOff) !== Date.parse(round.cutOff));
}

function closesAtOnce(): AppError {
  const message = 'De sluiting is al geweest; open de ronde met de hand (byHand: true) en sluit haar zelf.';
  return new AppError('invalid-input', message, { fields: [{ field: 'byHand', rule: 'cut-off-over', message }] });
}

const start = (temporal: Client, taskQueue: string, input: RoundInput): Promise<void> =>
  startOnce(() =>
    temporal.workflow.start<Workflows['roundWorkflow']>('roundWorkflow', {
      taskQueue,
      workflowId: workflowIdOf.round(input.roundId),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: `Ronde ${input.roundId}`,
    }),
  );
