import { labelOf } from '../../domain/codes.ts';
import { approaches, currentPaymentStates, feedbackCauses, outlooks, type Feedback } from '../../domain/case/feedback/feedback-schema.ts';
import { dateInWords } from './dates.ts';

/** What creditors were told, in one Dutch sentence or a few. */
export function feedbackInWords({ cause, currentPayments, outlook, approach }: Feedback): string {
  const parts = [
    cause === undefined ? null : `Oorzaak: ${labelOf(feedbackCauses, cause)}`,
    currentPayments === undefined ? null : `${labelOf(currentPaymentStates, currentPayments.state)}${'date' in currentPayments ? ` ${dateInWords(currentPayments.date)}` : ''}`,
    outlook === undefined ? null : `Vooruitzicht: ${labelOf(outlooks, outlook)}`,
    approach === undefined ? null : `Aanpak: ${approach.map((code) => labelOf(approaches, code)).join(', ')}`,
  ];
  return parts.filter((part) => part !== null).join('. ') || 'Er viel niets te melden.';
}
