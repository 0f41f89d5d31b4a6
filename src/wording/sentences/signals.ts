/** What a creditor reads about its signal. Of a no-go for "other" it reads no more than the national code. */
import { labelOf, signalStatuses, type SignalStatus } from '../../domain/codes.ts';
import { toldReasonCodes, toldReasonLabel, toldReasonOf } from '../labels/labels.ts';

const pending = 'Wacht op de uitslag van de match.';
const dropped = 'Niet opgepakt.';

/** All that it can say. */
export const signalSentences = [pending, dropped, ...toldReasonCodes.map((reason) => `${toldReasonLabel(reason)}.`), ...signalStatuses.map(({ label }) => `${label}.`)];

export function signalSentence({ status, state, reason }: { status: SignalStatus; state: 'pending' | 'in-case' | 'dropped'; reason: string | null }): string {
  if (state === 'pending') return pending;
  if (state === 'dropped') return reason === null ? dropped : `${toldReasonLabel(toldReasonOf(reason))}.`;
  return `${labelOf(signalStatuses, status)}.`;
}
