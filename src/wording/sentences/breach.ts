/** What a breach of an agreement was, in a Dutch sentence that its creditor may read. */
import type { BreachKind } from '../../domain/breaches/breach.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { dateInWords, monthInWords } from './dates.ts';

interface Facts {
  kind: BreachKind;
  month: string | null;
  reference: string | null;
  occurredOn: LocalDate;
  deliveredAt: Instant | null;
  dueOn: LocalDate | null;
  answeredAt: Instant | null;
}

export function breachSentence({ kind, month, reference, occurredOn, deliveredAt, dueOn, answeredAt }: Facts): string {
  const round = month === null ? 'de ronde' : `de ronde van ${monthInWords(month)}`;
  const about = reference === null ? '' : ` Het gaat om kenmerk ${reference}.`;
  switch (kind) {
    case 'no-delivery':
      return `Voor ${round} is niets geleverd; dat kon tot en met ${dateInWords(occurredOn)}.`;
    case 'late-delivery':
      return `Voor ${round} is geleverd op ${deliveredAt === null ? 'een latere dag' : dateInWords(localDate(deliveredAt))}; dat kon tot en met ${dateInWords(occurredOn)}.`;
    case 're-check-unanswered':
      return `Op de vraag of de lopende kosten worden betaald, is ${dueOn === null ? 'niet op tijd' : `uiterlijk ${dateInWords(dueOn)} niet`} geantwoord.${answeredAt === null ? '' : ` Daarna is de vraag afgesloten op ${dateInWords(localDate(answeredAt))}.`}${about}`;
    case 'collecting':
      return `Op ${dateInWords(occurredOn)} is geïncasseerd terwijl de incasso was opgeschort.${about}`;
    case 'other':
      return `Op ${dateInWords(occurredOn)} is een afspraak niet nagekomen.${about}`;
  }
}
