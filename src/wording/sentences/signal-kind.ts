import { labelOf, signalKinds, type SignalKind } from '../../domain/codes.ts';
import type { LocalDate } from '../../domain/time/dates.ts';
import { dayInWords } from './terms.ts';

/** 'Ontruiming op maandag 14 december 2026' */
export function signalKindInWords({ signalKind, endsOn }: { signalKind: SignalKind; endsOn: LocalDate | null }): string {
  const label = labelOf(signalKinds, signalKind);
  return endsOn === null ? label : `${label} op ${dayInWords(endsOn)}`;
}
