import type { Db } from '../../db/connect.ts';
import { isAnonymised } from '../../db/queries/retention/anonymising.ts';
import { AppError } from '../../errors.ts';

export const anonymisedError = (): AppError =>
  new AppError('conflict', 'Deze zaak is geanonimiseerd: haar bewaartermijn is verstreken of de gegevens zijn gewist. Er kan niets meer aan worden toegevoegd of veranderd.');

/** To be called before something is written in a case; the case is not anonymised until the transaction ends. @throws AppError conflict */
export async function mustNotBeAnonymised(tx: Db, caseId: string): Promise<void> {
  if (await isAnonymised(tx, caseId)) throw anonymisedError();
}
