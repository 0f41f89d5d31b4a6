/** Who takes a creditor's cases, and how to reach them: names at work and the team's address, nothing private. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { teamsForCreditor, type TeamForCreditor } from '../../db/queries/signals/paired-teams.ts';
import { mustBeTheirCreditor } from './read-signals.ts';

/** By municipality; where no team is paired, every team of it, of which any may take a case. @throws AppError forbidden, not-found */
export async function readPairedTeams(sql: Sql, actor: CallingActor, creditorId: string): Promise<TeamForCreditor[]> {
  await mustBeTheirCreditor(sql, actor, creditorId);
  return teamsForCreditor(sql, creditorId);
}
