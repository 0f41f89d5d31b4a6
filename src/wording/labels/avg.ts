/** Dutch words for requests under the AVG. */
import type { AvgKind, AvgState } from '../../domain/rights/avg-request.ts';

export const avgKindLabels: Readonly<Record<AvgKind, string>> = {
  inspection: 'Inzage',
  correction: 'Correctie',
  objection: 'Bezwaar tegen verwerking',
  erasure: 'Wissen',
};

export const avgStateLabels: Readonly<Record<AvgState, string>> = {
  received: 'Ontvangen',
  granted: 'Toegewezen, wordt uitgevoerd',
  refused: 'Afgewezen',
  done: 'Toegewezen en uitgevoerd',
  withdrawn: 'Ingetrokken',
};
