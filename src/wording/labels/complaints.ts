/** Dutch words for complaints. */
import type { ComplaintOutcome, ComplaintSource, ComplaintState, ComplaintSubject } from '../../domain/complaints/complaint.ts';

export const complaintSourceLabels: Readonly<Record<ComplaintSource, string>> = { resident: 'Inwoner', creditor: 'Schuldeiser', other: 'Iemand anders' };

export const complaintSubjectLabels: Readonly<Record<ComplaintSubject, string>> = {
  treatment: 'Bejegening',
  course: 'Gang van zaken',
  delay: 'Te laat of geen reactie',
  information: 'Onjuiste of onduidelijke informatie',
  privacy: 'Omgang met gegevens',
  other: 'Iets anders',
};

export const complaintStateLabels: Readonly<Record<ComplaintState, string>> = { received: 'In behandeling', closed: 'Afgehandeld', withdrawn: 'Ingetrokken' };

export const complaintOutcomeLabels: Readonly<Record<ComplaintOutcome, string>> = { founded: 'Gegrond', 'partly-founded': 'Gedeeltelijk gegrond', unfounded: 'Ongegrond', solved: 'In overleg opgelost' };
