/** Who calls: by an access token, or by the session of a browser. */
import type { Request } from 'express';
import type { CallingActor } from '../../src/actor.ts';
import type { Account } from '../../src/db/queries/identity/accounts.ts';
import type { Subject } from '../../src/db/queries/identity/identities.ts';
import type { SignInKind } from '../../src/domain/audit/audit.ts';
import { AppError } from '../../src/errors.ts';
import { verifyAccessToken } from '../../src/identity/access-token.ts';
import { useSession } from '../../src/identity/sessions.ts';
import { readCookie } from '../cookies.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { requireSameOrigin } from './same-origin.ts';

/** The header that names the account that a request is for. */
export const ACT_AS_HEADER = 'Act-As';

type Dependencies = Pick<ApiDependencies, 'sql' | 'known' | 'config' | 'identity'>;

interface Caller {
  account: Account;
  /** All accounts that the caller may choose from. */
  accounts: Account[];
  signedInBy: SignInKind;
}

/** @throws AppError as `callerOf` */
export async function actorOf(request: Request, deps: Dependencies): Promise<{ actor: CallingActor; account: Account }> {
  const { account, signedInBy } = await callerOf(request, deps);
  return { actor: { ...actorFrom(account), signedInBy }, account };
}

/** @throws AppError unauthenticated, invalid-token, forbidden, choose-account, issuer-unavailable */
export async function callerOf(request: Request, deps: Dependencies): Promise<Caller> {
  const { who, chosen, signedInBy } = (await byToken(request, deps)) ?? (await bySession(request, deps));
  const accounts = await deps.known.accountsOf(who);
  return { account: chosenFrom(accounts, request.get(ACT_AS_HEADER) ?? chosen), accounts, signedInBy };
}

interface Known {
  who: Subject;
  /** The account that the session is for. */
  chosen: string | null;
  signedInBy: SignInKind;
}

async function byToken(request: Request, { config, identity: { issuer, clock } }: Dependencies): Promise<Known | null> {
  const token = /^Bearer +(\S.*)$/i.exec(request.get('Authorization') ?? '')?.[1];
  if (token === undefined) return null;
  return { who: await verifyAccessToken(token, { issuer, audience: config.apiAudience, now: clock() }), chosen: null, signedInBy: 'token' };
}

async function bySession(request: Request, { sql, config, identity: { clock } }: Dependencies): Promise<Known> {
  const secret = readCookie(request, config, 'session');
  const session = secret === undefined ? null : await useSession({ sql, config, clock }, secret);
  if (session === null) throw new AppError('unauthenticated', 'Meld u aan op /aanmelden, of stuur een toegangstoken mee: Authorization: Bearer.');
  requireSameOrigin(request, config);
  return { who: session, chosen: session.accountId, signedInBy: 'session' };
}

function chosenFrom(accounts: readonly Account[], chosen: string | null): Account {
  const [first, ...others] = accounts;
  if (first === undefined) throw new AppError('forbidden', 'U bent bekend, maar hebt hier geen account. Vraag de beheerder erom.', { extra: { reason: 'no-account' } });
  if (chosen !== null) {
    const account = accounts.find(({ id }) => id === chosen);
    if (account === undefined) throw new AppError('forbidden', 'Dit account is niet van u.', { extra: { reason: 'not-own-account' } });
    return account;
  }
  if (others.length === 0) return first;
  const choices = accounts.map(({ id, name, role }) => ({ id, name, role }));
  throw new AppError('choose-account', `U hebt meer dan een account. Noem er een in de header ${ACT_AS_HEADER}: ${choices.map(({ id }) => id).join(', ')}.`, { extra: { accounts: choices } });
}

const actorFrom = ({ id, role, municipalityCode, teamId, creditorId }: Account): CallingActor => ({ id, role, municipalityCode, teamId, creditorId });
