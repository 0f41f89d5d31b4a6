import { isUrgentKind, labelOf, signalKinds, type SignalKind } from '../../domain/codes.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import { dayInWords } from './terms.ts';

/** 'Ontruiming op maandag 14 december 2026' */
export function signalKindInWords({ signalKind, endsOn }: { signalKind: SignalKind; endsOn: LocalDate | null }): string {
  const label = labelOf(signalKinds, signalKind);
  // Such a signal always came with its day.
  if (endsOn === null) return isUrgentKind(signalKind) ? `${label} (ingetrokken)` : label;
  return `${label} op ${dayInWords(endsOn)}`;
}
