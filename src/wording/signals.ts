/** What a creditor reads about its signal. Of a no-go for "other" it reads no more than the national code. */
import { labelOf, signalStatuses, type SignalStatus } from '../domain/codes.ts';
import { dropOutLabels } from './labels.ts';

const pending = 'Wacht op de uitslag van de match.';
const dropped = 'Niet opgepakt.';

/** All that it can say. */
export const signalSentences = [pending, dropped, ...Object.values(dropOutLabels).map((label) => `${label}.`), ...signalStatuses.map(({ label }) => `${label}.`)];

export function signalSentence({ status, state, reason }: { status: SignalStatus; state: 'pending' | 'in-case' | 'dropped'; reason: string | null }): string {
  if (state === 'pending') return pending;
  if (state === 'dropped') return reason !== null && reason in dropOutLabels ? `${dropOutLabels[reason] ?? ''}.` : dropped;
  return `${labelOf(signalStatuses, status)}.`;
}
