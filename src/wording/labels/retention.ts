/** Retention in Dutch: which rule a case goes by, and why something went. */
import type { RetentionRule } from '../../domain/retention/retention.ts';

export const ruleLabels: Readonly<Record<RetentionRule, string>> = {
  'with-help': 'Zaak met hulp',
  'without-help': 'Zaak zonder hulp',
  'by-result': 'Eigen termijn van dit resultaat',
  'no-case': 'Geen zaak geworden',
};

export const becauseLabels: Readonly<Record<string, string>> = { retention: 'bewaartermijn', erasure: 'verzoek om wissen' };
