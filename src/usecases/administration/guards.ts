/** What is asked of every change that an administrator makes. */
import type { CallingActor } from '../../actor.ts';
import type { Db } from '../../db/connect.ts';
import { administratorsWhoSignIn, lockAccount, lockAdministrators, type AccountRow } from '../../db/queries/administration/accounts.ts';
import type { FieldError } from '../../domain/field-error.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';

export const invalid = (fields: FieldError[]): AppError => new AppError('invalid-input', fields.length === 1 ? (fields[0]?.message ?? '') : `${fields.length} velden kloppen niet.`, { fields });
export const invalidField = (field: string, rule: string, message: string): AppError => invalid([{ field, rule, message }]);

export const noAccount = (): AppError => new AppError('not-found', 'Dit account bestaat niet, of is niet van uw gemeente.');

/** An administrator or officer of one municipality has to do with the accounts of that one alone. */
export const isOfActor = ({ municipalityCode }: CallingActor, account: Pick<AccountRow, 'municipalityCode'>): boolean => municipalityCode === null || account.municipalityCode === municipalityCode;

/** Locked until the transaction ends. @throws AppError not-found */
export async function accountToChange(tx: Db, actor: CallingActor, id: string): Promise<AccountRow> {
  const account = await lockAccount(tx, id);
  if (account === null || !isOfActor(actor, account)) throw noAccount();
  return account;
}

/** @throws AppError conflict when it has left */
export function mustStillWork({ leftAt }: AccountRow): void {
  if (leftAt !== null) throw new AppError('conflict', 'Dit account is uit dienst; maak een nieuw account.', { extra: { reason: 'left' } });
}

/** @throws AppError conflict when somebody else changed it since it was read */
export function mustBeAsRead(found: { version: number }, version: number): void {
  if (found.version === version) return;
  throw new AppError('conflict', 'Iemand anders heeft dit intussen gewijzigd. Bekijk het opnieuw en wijzig het dan.', { extra: { reason: 'changed', version: found.version } });
}

const lastAdministrator = (): AppError => new AppError('conflict', 'Dit is de laatste beheerder die zich kan aanmelden. Maak eerst een andere beheerder en koppel die aan een identiteit.', { extra: { reason: 'last-administrator' } });

/**
 * Makes a change within its transaction; one that leaves the region without an administrator who can sign in is undone, since nobody could
 * repair it. Where there was none before, as with an issuer of before, nothing is refused.
 * @throws AppError conflict
 */
export async function administratorRemains(tx: Db, change: () => Promise<void>): Promise<void> {
  await lockAdministrators(tx);
  const before = await administratorsWhoSignIn(tx);
  await change();
  if (before.length > 0 && (await administratorsWhoSignIn(tx)).length === 0) throw lastAdministrator();
}

/** Of what was ended and is ended anew: its last day is to come. @throws AppError invalid-input, conflict */
export function mustBeToCome(endedOn: LocalDate | null, validTo: LocalDate, at: Instant, who: string): void {
  const today = localDate(at);
  if (endedOn !== null && endedOn < today) throw new AppError('conflict', `${who} is geëindigd op ${dateInWords(endedOn)}.`, { extra: { reason: 'ended' } });
  if (validTo < today) throw invalidField('validTo', 'not-past', 'Deze dag is al geweest; kies vandaag of later.');
}
