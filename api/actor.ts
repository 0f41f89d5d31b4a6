import type { Request } from 'express';
import type { CallingActor } from '../src/actor.ts';
import { findAccount } from '../src/db/queries/accounts.ts';
import { AppError } from '../src/errors.ts';
import type { ApiDependencies } from './dependencies.ts';

export const DEMO_HEADER = 'Demo-Account';

/**
 * Who calls. Today an account named in a header, where the configuration allows that: the one place that signing in
 * takes over.
 * @throws AppError unauthenticated
 */
export async function actorOf(request: Request, { sql, config }: Pick<ApiDependencies, 'sql' | 'config'>): Promise<CallingActor> {
  if (!config.demoActorHeader) throw new AppError('unauthenticated', 'Aanmelden is hier nog niet mogelijk: de demo-aanmelding staat uit (DEMO_ACTOR_HEADER).');
  const id = request.get(DEMO_HEADER);
  if (id === undefined || id === '') throw new AppError('unauthenticated', `Meld u aan: noem een account in de header ${DEMO_HEADER}; GET /api/v1/accounts noemt ze.`);
  const account = await findAccount(sql, id);
  if (account === null) throw new AppError('unauthenticated', `Het account in de header ${DEMO_HEADER} bestaat niet; GET /api/v1/accounts noemt ze.`);
  return { id: account.id, role: account.role, municipalityCode: account.municipalityCode, teamId: account.teamId, creditorId: account.creditorId };
}
