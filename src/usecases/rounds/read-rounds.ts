/** Rounds with their status and figures, for the desk. */
import { apiAddress } from '../../api-addresses.ts';
import type { Sql } from '../../db/connect.ts';
import { figuresOf, findRound, listRounds, type RoundFigures, type RoundOverview } from '../../db/queries/rounds/round-reading.ts';
import { AppError } from '../../errors.ts';

/** The newest month first. */
export const readRounds = (sql: Sql): Promise<RoundOverview[]> => listRounds(sql);

/** By its id, or by its month where only one region has a round of it. @throws AppError not-found */
export async function knownRound(sql: Sql, idOrMonth: string): Promise<RoundOverview> {
  const found = await findRound(sql, idOrMonth);
  if (found === null) throw new AppError('not-found', `Er is geen ronde ${idOrMonth}; GET ${apiAddress.list('rounds')} noemt ze allemaal.`);
  return found;
}

/** As `knownRound`, with its figures. */
export async function readRound(sql: Sql, idOrMonth: string): Promise<RoundOverview & RoundFigures> {
  const round = await knownRound(sql, idOrMonth);
  return { ...round, ...(await figuresOf(sql, round.id)) };
}
