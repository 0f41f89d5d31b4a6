/** What is known of a household before somebody decides about it, in words. */
import { phaseLabels, type Phase } from '../../domain/case/lifecycle.ts';
import { caseResults, labelOf, type CaseResult } from '../../domain/codes.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';
import { dateInWords } from './dates.ts';

/** 'Had eerder een zaak, gesloten op 3 maart 2026: vervolghulp en/of verwijzing.' */
export function otherCaseInWords({ phase, openedAt, closedAt, result }: { phase: Phase; openedAt: Instant; closedAt: Instant | null; result: CaseResult | null }): string {
  if (closedAt === null) return `Heeft ook een zaak die loopt sinds ${dateInWords(localDate(openedAt))}, in de fase ${phaseLabels[phase].toLowerCase()}.`;
  const ended = `Had eerder een zaak, gesloten op ${dateInWords(localDate(closedAt))}`;
  return result === null ? `${ended}.` : `${ended}: ${labelOf(caseResults, result).toLowerCase()}.`;
}
