/** Dutch words for breaches of agreements. */
import type { BreachKind, BreachState } from '../../domain/breaches/breach.ts';

export const breachKindLabels: Readonly<Record<BreachKind, string>> = {
  'no-delivery': 'Niet geleverd',
  'late-delivery': 'Te laat geleverd',
  're-check-unanswered': 'Heropaf niet op tijd beantwoord',
  collecting: 'Incasso tijdens de opschorting',
  other: 'Anders',
};

export const breachStateLabels: Readonly<Record<BreachState, string>> = { open: 'Open', raised: 'Besproken met de schuldeiser', solved: 'Opgelost', dismissed: 'Vervallen' };
