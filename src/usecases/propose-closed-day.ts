/** A day on which nobody works, added or withdrawn: proposed, with what it would move. */
import type { CallingActor } from '../actor.ts';
import type { Db, Sql } from '../db/connect.ts';
import { calendarOf, decreeDays } from '../domain/calendar.ts';
import type { Instant, LocalDate } from '../domain/dates.ts';
import { AppError } from '../errors.ts';
import { dateInWords } from '../wording/dates.ts';
import { ofCalendar, proposeChange } from './propose-change.ts';

/**
 * A day that this release knows by decree may be added: cases that began under a release which did not know it follow.
 * @returns the proposal's id
 * @throws AppError invalid-input for a day that is free anyway, conflict for one that was added before
 */
export function proposeClosedDay(sql: Sql, actor: CallingActor, { date, name, reason }: { date: LocalDate; name: string; reason: string }, at: Instant): Promise<string> {
  const closure = calendarOf([]).closure(date);
  if (closure !== null) {
    const message = `${dateInWords(date)} is ${closure} en dus al geen werkdag; er valt niets te sluiten.`;
    throw new AppError('invalid-input', message, { fields: [{ field: 'date', rule: 'working-day', message, value: date }] });
  }
  const proposal = async (tx: Db) => {
    if ((await addedName(tx, date)) !== null) throw new AppError('conflict', `${dateInWords(date)} is al een gesloten dag.`);
    return { ...ofCalendar, because: { because: 'closed-day-added' as const, date, name }, reason };
  };
  return proposeChange(sql, actor, proposal, at);
}

/**
 * @returns the proposal's id
 * @throws AppError not-found for a day that was never added, conflict for one that is closed by decree
 */
export function proposeWithdrawal(sql: Sql, actor: CallingActor, { date, reason }: { date: LocalDate; reason: string }, at: Instant): Promise<string> {
  if (decreeDays.some((decreed) => decreed.date === date)) throw new AppError('conflict', `${dateInWords(date)} is gesloten bij koninklijk besluit en kan niet worden ingetrokken.`);
  const proposal = async (tx: Db) => {
    const name = await addedName(tx, date);
    if (name === null) throw new AppError('not-found', `${dateInWords(date)} is geen toegevoegde gesloten dag; GET /api/v1/closed-days noemt ze.`);
    return { ...ofCalendar, because: { because: 'closed-day-withdrawn' as const, date, name }, reason };
  };
  return proposeChange(sql, actor, proposal, at);
}

async function addedName(tx: Db, date: LocalDate): Promise<string | null> {
  const [row] = await tx<{ name: string }[]>`select name from closed_days where date = ${date}`;
  return row?.name ?? null;
}
