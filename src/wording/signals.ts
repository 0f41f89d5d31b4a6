/** What a creditor reads about its signal. Of a no-go for "other" it reads no more than the national code. */
import { labelOf, signalStatuses, type SignalStatus } from '../domain/codes.ts';
import { dropOutLabels } from './labels.ts';

export function signalSentence({ status, state, reason }: { status: SignalStatus; state: 'pending' | 'in-case' | 'dropped'; reason: string | null }): string {
  if (state === 'pending') return 'Wacht op de uitslag van de match.';
  if (state === 'dropped') return `${dropOutLabels[reason ?? ''] ?? 'Niet opgepakt'}.`;
  return `${labelOf(signalStatuses, status)}.`;
}
