/** Whether it is safe at a door, in words. */
import type { LocalDate } from '../../domain/time/dates.ts';
import { dateInWords } from './dates.ts';

/** @param unsafeOn when it was not safe last; null: never, as far as is known */
export function safetyInWords(visitsStopped: boolean, unsafeOn: LocalDate | null): string | null {
  const when = unsafeOn === null ? '' : ` Op ${dateInWords(unsafeOn)} was het hier niet veilig.`;
  if (visitsStopped) return `Niet veilig: ga hier niet zonder afspraak aan de deur. Alleen het meldpunt maakt die afspraak.${when}`;
  return unsafeOn === null ? null : `Let op.${when} Het meldpunt heeft de bezoeken daarna weer vrijgegeven.`;
}
