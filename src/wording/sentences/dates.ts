import type { LocalDate } from '../../domain/time/dates.ts';

const months = ['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus', 'september', 'oktober', 'november', 'december'];

/** '2026-10' → 'oktober 2026' */
export function monthInWords(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${months[Number(number) - 1] ?? number} ${year}`;
}

/** '2026-11-03' → '3 november 2026' */
export function dateInWords(date: LocalDate): string {
  return `${Number(date.slice(8))} ${monthInWords(date.slice(0, 7))}`;
}
