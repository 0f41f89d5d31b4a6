import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { agreementsOf, findAgreement, type AgreementVersion } from '../../db/queries/agreements/agreements.ts';
import { isCreditor } from '../../db/queries/identity/reference.ts';
import { standingOf, type AgreementStanding } from '../../domain/agreements/agreement.ts';
import { localDate } from '../../domain/time/dates.ts';
import type { DeliveryMapping } from '../../delivery/mapping.ts';
import { AppError } from '../../errors.ts';
import { mappingIn } from './read-mapping.ts';

export interface AgreementView extends Omit<AgreementVersion, 'mapping'> {
  standing: AgreementStanding;
  mapping: DeliveryMapping;
}

const shown = (agreement: AgreementVersion): AgreementView => ({ ...agreement, mapping: mappingIn(agreement.mapping), standing: standingOf(agreement, localDate(new Date().toISOString())) });

/** Every version of what was agreed with a creditor, the newest first. @throws AppError forbidden, not-found */
export async function readAgreements(sql: Sql, actor: CallingActor, creditorId: string): Promise<AgreementView[]> {
  if (actor.role === 'creditor' && actor.creditorId !== creditorId) throw new AppError('forbidden', 'U ziet alleen uw eigen afspraken.');
  if (!(await isCreditor(sql, creditorId))) throw new AppError('not-found', 'Deze schuldeiser bestaat niet.');
  return (await agreementsOf(sql, creditorId)).map(shown);
}

/** @throws AppError not-found, also for what is another creditor's */
export async function readAgreement(sql: Sql, id: string): Promise<AgreementView> {
  const agreement = await findAgreement(sql, id);
  if (agreement === null) throw new AppError('not-found', 'Deze afspraak bestaat niet, of is niet van u.');
  return shown(agreement);
}
