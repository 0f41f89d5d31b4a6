import type { ClosedDay } from '../../domain/time/calendar.ts';
import { dayNumber, type LocalDate } from '../../domain/time/dates.ts';
import type { Term } from '../../domain/time/terms.ts';
import { dateInWords } from './dates.ts';

const units: Record<Term['unit'], readonly [one: string, more: string]> = {
  workingDays: ['werkdag', 'werkdagen'],
  calendarDays: ['kalenderdag', 'kalenderdagen'],
  months: ['maand', 'maanden'],
};

/** '28 werkdagen' */
export const termInWords = ({ unit, amount }: Term): string => `${amount} ${units[unit][amount === 1 ? 0 : 1]}`;

/** What is left at a pause: of a term in months, calendar days. */
export const leftInWords = (amount: number, { unit }: Term): string => termInWords({ unit: unit === 'months' ? 'calendarDays' : unit, amount });

const weekdays = ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'];

/** '2040-04-16' → 'maandag 16 april 2040' */
export const dayInWords = (date: LocalDate): string => `${weekdays[dayNumber(date) % 7] ?? ''} ${dateInWords(date)}`;

/** 'Goede Vrijdag, Tweede Paasdag en 12 weekenddagen': weekends counted, the others by name; null for none. */
export function skippedInWords(skipped: readonly ClosedDay[]): string | null {
  const names = new Map<string, number>();
  let weekend = 0;
  for (const { name } of skipped) {
    if (name === 'zaterdag' || name === 'zondag') weekend += 1;
    else names.set(name, (names.get(name) ?? 0) + 1);
  }
  const parts = [...names].map(([name, times]) => (times === 1 ? name : `${times} keer ${name}`));
  if (weekend > 0) parts.push(weekend === 1 ? '1 weekenddag' : `${weekend} weekenddagen`);
  return parts.length === 0 ? null : listInWords(parts);
}

function listInWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} en ${last}`;
}
