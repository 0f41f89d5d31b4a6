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

/** Of a person, as the letter and a mail to a creditor name what was corrected. */
export const personFieldLabels: Readonly<Record<string, string>> = { lastName: 'achternaam', initials: 'voorletters', birthDate: 'geboortedatum', phone: 'telefoonnummer', email: 'e-mailadres', street: 'straat', place: 'woonplaats' };
