import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { roundsFrom } from '../../db/queries/rounds/rounds.ts';
import type { DeliveryContext } from '../../delivery/delivery-context.ts';
import { isInTime } from '../../delivery/judging/target-round.ts';
import { systemActor } from '../../domain/case/commands.ts';
import { monthAt } from '../../domain/rounds/round.ts';
import { openRound } from '../rounds/open-round.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

const system = { ...systemActor, municipalityCode: null, teamId: null, creditorId: null };

/**
 * Opens the next round for a delivery that came after the cut-off of its round, when the schedule has not opened it yet. A round by hand closes when somebody closes it, and has no next one of its own.
 */
export async function openNextRound(deps: Dependencies, { roundId, regionId, month, receivedAt }: DeliveryContext): Promise<void> {
  const rounds = await roundsFrom(deps.sql, regionId, month);
  const named = rounds.find(({ id }) => id === roundId);
  if (named === undefined || named.byHand || rounds.some((round) => isInTime(round, receivedAt))) return;
  const at = new Date().toISOString();
  await openRound(deps, system, { regionId, month: monthAt(at), at });
}
