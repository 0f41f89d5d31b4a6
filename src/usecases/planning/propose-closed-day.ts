/** A day on which nobody works, added or withdrawn: proposed, with what it would move. */
import { apiAddress } from '../../api-addresses.ts';
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { addedDayName } from '../../db/queries/planning/closed-days.ts';
import { calendarOf, decreeDays } from '../../domain/time/calendar.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';
import { ofCalendar, proposeChange, type Proposing } from './propose-change.ts';

/**
 * A day that this release knows by decree may be added: cases that began under a release which did not know it follow.
 * @returns the proposal's id
 * @throws AppError invalid-input for a day that is free anyway, conflict for one that was added before
 */
export function proposeClosedDay(sql: Sql, actor: CallingActor, { date, name, reason }: { date: LocalDate; name: string; reason: string }, proposing: Proposing): Promise<string> {
  const closure = calendarOf([]).closure(date);
  if (closure !== null) {
    const message = `${dateInWords(date)} is ${closure} en dus al geen werkdag; er valt niets te sluiten.`;
    throw new AppError('invalid-input', message, { fields: [{ field: 'date', rule: 'working-day', message, value: date }] });
  }
  const proposal = async (tx: Db) => {
    if ((await addedDayName(tx, date)) !== null) throw new AppError('conflict', `${dateInWords(date)} is al een gesloten dag.`);
    return { ...ofCalendar, because: { because: 'closed-day-added' as const, date, name }, reason };
  };
  return proposeChange(sql, actor, proposal, proposing);
}

/**
 * @returns the proposal's id
 * @throws AppError not-found for a day that was never added, conflict for one that is closed by decree
 */
export function proposeWithdrawal(sql: Sql, actor: CallingActor, { date, reason }: { date: LocalDate; reason: string }, proposing: Proposing): Promise<string> {
  if (decreeDays.some((decreed) => decreed.date === date)) throw new AppError('conflict', `${dateInWords(date)} is gesloten bij koninklijk besluit en kan niet worden ingetrokken.`);
  const proposal = async (tx: Db) => {
    const name = await addedDayName(tx, date);
    if (name === null) throw new AppError('not-found', `${dateInWords(date)} is geen toegevoegde gesloten dag; GET ${apiAddress.list('closed-days')} noemt ze.`);
    return { ...ofCalendar, because: { because: 'closed-day-withdrawn' as const, date, name }, reason };
  };
  return proposeChange(sql, actor, proposal, proposing);
}
