/**
 * Consent of a person, a purpose at a time (AVG art. 6(1)(a)): asked, given, refused, withdrawn. It can be withdrawn at any
 * moment, as easily as it was given; what was shared before stays lawful (AVG art. 7(3)). Pure.
 */
import type { Instant, LocalDate } from '../time/dates.ts';

/** Purposes that need consent; the duty of the Wgs needs none. */
export const consentPurposes = [
  { code: 'share-with-service', label: 'Gegevens en plan delen met de dienst die het overneemt' },
  { code: 'share-with-creditor', label: 'Meer laten weten aan schuldeisers dan moet, in codes' },
  { code: 'contact-for-evaluation', label: 'Later contact om te vragen hoe het ging' },
] as const;
export type ConsentPurpose = (typeof consentPurposes)[number]['code'];
export const consentPurposeCodes = consentPurposes.map(({ code }) => code) as [ConsentPurpose, ...ConsentPurpose[]];

export const consentStates = ['asked', 'given', 'refused', 'withdrawn'] as const;
export type ConsentState = (typeof consentStates)[number];

export const consentWays = ['spoken', 'written', 'e-mail', 'phone'] as const;
export type ConsentWay = (typeof consentWays)[number];

/** One answer, as it was recorded. */
export interface Consent {
  personId: string;
  purpose: ConsentPurpose;
  state: ConsentState;
  /** The local day of the answer. */
  on: LocalDate;
  how: ConsentWay;
  recordedAt: Instant;
}

/** Kinds of data about a person that can leave the municipality. */
export const shareables = ['hand-over', 'person', 'contact-data', 'plan', 'codes-beyond-duty', 'evaluation-contact'] as const;
export type Shareable = (typeof shareables)[number];

/** Null: no consent is needed, it is codes and dates only. */
const needed: Readonly<Record<Shareable, ConsentPurpose | null>> = {
  'hand-over': null,
  person: 'share-with-service',
  'contact-data': 'share-with-service',
  plan: 'share-with-service',
  'codes-beyond-duty': 'share-with-creditor',
  'evaluation-contact': 'contact-for-evaluation',
};

/**
 * Whether this may be shared now; nothing else decides that. Consent that was only asked for does not count, nor one that was withdrawn
 * or refused since.
 * @param consents of one person, in the order in which they were recorded
 */
export function mayShare(what: Shareable, consents: readonly Pick<Consent, 'purpose' | 'state'>[]): boolean {
  const purpose = needed[what];
  return purpose === null || consents.findLast((consent) => consent.purpose === purpose)?.state === 'given';
}
