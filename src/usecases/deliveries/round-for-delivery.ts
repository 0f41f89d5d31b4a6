import type { CallingActor } from '../../actor.ts';
import type { Db } from '../../db/connect.ts';
import { agreementOn, endOfCreditor, isCreditor } from '../../db/queries/identity/reference.ts';
import { allRounds, type RoundRow } from '../../db/queries/rounds/rounds.ts';
import { creditorKinds, labelOf } from '../../domain/codes.ts';
import { isBefore } from '../../domain/deadlines/deadline.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { dateInWords, monthInWords } from '../../wording/sentences/dates.ts';
import { mustBeTheirs } from '../planning/may-change.ts';

/**
 * The round that a delivery names, or the one of `at` when it names none: the first whose cut-off is still to come. A past
 * one that the desk has opened by hand takes only what names it.
 * @throws AppError round-not-open, with the rounds there are
 */
export async function roundForDelivery(sql: Db, month: string | undefined, at = new Date().toISOString()): Promise<string> {
  const rounds = await allRounds(sql);
  const round = month === undefined ? currentRound(rounds, at) : rounds.find((r) => r.month === month);
  if (round !== undefined) return round.id;
  const known = rounds.map((r) => `${monthInWords(r.month)} (${r.state === 'open' ? 'open' : 'gesloten'})`).join(', ') || 'geen';
  const extra = { rounds: rounds.map((r) => ({ month: r.month, state: r.state })) };
  throw new AppError('round-not-open', `${month === undefined ? 'Er is nu geen open ronde' : `Er is geen ronde van ${monthInWords(month)}`}. Er zijn: ${known}. Het meldpunt opent een ronde.`, { extra });
}

/** Just after a cut-off the next round may not be open yet: then the delivery belongs to the previous round, and its rows go to the next. */
export function currentRound(rounds: readonly RoundRow[], at: string): RoundRow | undefined {
  const open = rounds.filter(({ state }) => state === 'open');
  return open.find(({ cutOff }) => isBefore(at, cutOff)) ?? open.findLast(({ byHand }) => !byHand);
}

/** The creditor of a delivery: the caller, or the one that the desk names. A delivery has rows of every municipality. @throws AppError forbidden, invalid-input, not-found; conflict when its agreement does not hold */
export async function deliverer(sql: Db, actor: CallingActor, named: string | undefined, at: Instant = new Date().toISOString()): Promise<string> {
  mustBeTheirs(actor, null);
  const id = actor.role === 'creditor' ? (named ?? actor.creditorId) : named;
  if (id === null || id === undefined) throw new AppError('invalid-input', 'Noem de schuldeiser.', { fields: [{ field: 'query.creditor', rule: 'required', message: 'Noem de schuldeiser voor wie u levert.' }] });
  if (actor.role === 'creditor' && id !== actor.creditorId) throw new AppError('forbidden', 'U levert alleen voor uw eigen organisatie.');
  if (!(await isCreditor(sql, id))) throw new AppError('not-found', 'Deze schuldeiser bestaat niet.');
  await mustBeAgreed(sql, id, localDate(at));
  return id;
}

/** Arrears are taken under an agreement that holds on the day of receipt; a creditor without any on file is the desk's to judge. */
async function mustBeAgreed(sql: Db, creditorId: string, on: LocalDate): Promise<void> {
  const ask = 'Neem contact op met de projectleider van de gemeente.';
  const refused = (rule: string, message: string) => new AppError('conflict', `${message} ${ask}`, { fields: [{ field: 'agreement', rule, message: `${message} ${ask}` }] });
  const endedOn = await endOfCreditor(sql, creditorId);
  if (endedOn !== null && endedOn < on) throw refused('ended', `Deze schuldeiser levert sinds ${dateInWords(endedOn)} niet meer aan. De lopende zaken gaan door.`);
  const agreement = await agreementOn(sql, creditorId, on);
  if (agreement === null) return;
  const { kind, validFrom, validTo, allowedKinds } = agreement;
  if (validTo !== null && validTo < on) throw refused('ended', `Het convenant met deze schuldeiser is geëindigd op ${dateInWords(validTo)}; daarna nemen wij geen achterstanden meer aan.`);
  if (validFrom > on) throw refused('not-begun', `Het convenant met deze schuldeiser gaat pas in op ${dateInWords(validFrom)}.`);
  if (allowedKinds !== null && !allowedKinds.includes(kind)) throw refused('kind', `In het convenant met deze schuldeiser staan geen achterstanden van de soort "${labelOf(creditorKinds, kind)}".`);
}
