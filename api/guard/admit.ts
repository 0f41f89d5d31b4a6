/**
 * The guard of JSON routes and pages: who calls, within the limits, with the right to do this, and whose rows are visible. It throws an
 * `AppError`, which becomes a problem (RFC 9457) for a JSON route and an error page for a page.
 */
import type { Request, Response } from 'express';
import type { CallingActor } from '../../src/actor.ts';
import type { Sql } from '../../src/db/connect.ts';
import { isNotTheirs } from '../../src/db/errors.ts';
import type { Account } from '../../src/db/queries/identity/accounts.ts';
import { may, type Permission } from '../../src/domain/identity/access.ts';
import { AppError } from '../../src/errors.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { rateLimitsOf, type Limited } from '../edge/rate-limits.ts';
import { takeOverRequestId } from '../middleware.ts';
import { actorOf } from './caller.ts';

/** A request, as far as the guard needs to know it. */
interface Wanted {
  may: Permission | 'anyone';
  /** The limit that it counts towards; default: that of ordinary requests. */
  limited?: Limited | undefined;
}

export interface Visitor {
  /** Null when no account is needed. */
  actor: CallingActor | null;
  /** The same, as a person is told who they are. */
  account: Account | null;
  /** A connection with the scope of this visitor. */
  sql: Sql;
  requestId: string;
}

/**
 * @param known called with the caller as soon as that is known, before the right is checked, so that a refusal is logged with the caller
 * @throws AppError unauthenticated, invalid-token, choose-account, forbidden, too-many-requests, issuer-unavailable
 */
export async function admit(request: Request, response: Response, deps: ApiDependencies, wanted: Wanted, known: (actor: CallingActor) => void = () => undefined): Promise<Visitor> {
  const caller = wanted.may === 'anyone' ? null : await actorOf(request, deps);
  if (caller !== null) takeOverRequestId(request, response);
  const requestId = String(response.locals['requestId']);
  const actor = caller === null ? null : { ...caller.actor, requestId };
  if (actor !== null) response.locals['accountId'] = actor.id;
  if (actor !== null) known(actor);
  await rateLimitsOf(request).count(wanted.limited ?? 'requests', request, response, actor?.id ?? null);
  if (actor !== null) mustHaveRight(wanted, actor);
  return { actor, account: caller?.account ?? null, sql: deps.database.of(actor), requestId };
}

/** @throws AppError forbidden */
export function mustHaveRight(wanted: Pick<Wanted, 'may'>, actor: CallingActor): void {
  if (wanted.may !== 'anyone' && !may(actor.role, wanted.may)) throw new AppError('forbidden', 'Deze rol mag dit niet doen.');
}

/** An error of row-level security becomes `forbidden`; every other error stays as it is. */
export const asRefusal = (error: unknown): unknown =>
  isNotTheirs(error) ? new AppError('forbidden', 'Dit valt buiten uw gemeente of organisatie.', { cause: error, extra: { reason: 'out-of-scope' } }) : error;
