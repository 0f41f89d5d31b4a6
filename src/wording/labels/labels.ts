/** Dutch words for our own codes; those of the national model stand in `src/domain/codes.ts`. */
import type { DropOutReason } from '../../domain/case/state.ts';
import type { InformedWay } from '../../domain/case/events.ts';
import type { DataOf, Outcome, RecheckAnswer } from '../../domain/case/commands.ts';
import type { Likeness } from '../../domain/matching/likely-household.ts';
import type { ConsentState, ConsentWay } from '../../domain/rights/consent.ts';
import type { Role } from '../../domain/case/lifecycle.ts';
import type { DeadlineKind } from '../../domain/planning/policy.ts';

export const deadlineLabels: Record<DeadlineKind, string> = {
  'match-result': 'Uitslag van de match',
  triage: 'Triage',
  'first-visit': 'Eerste bezoek',
  'next-visit': 'Volgend bezoek',
  plan: 'Plan van aanpak',
  referral: 'Aanmelding bij schuldhulpverlening',
  'first-talk': 'Eerste gesprek bij schuldhulpverlening',
  'first-talk-urgent': 'Eerste gesprek bij schuldhulpverlening (spoed)',
  'hand-over': 'Bevestiging van de overdracht',
  feedback: 'Terugkoppeling',
  're-check': 'Heropaf',
  're-check-answer': 'Antwoord op de heropaf',
  're-check-reminder': 'Antwoord op de herinnering',
  're-check-decision': 'Besluit over de heropaf',
  revisit: 'Nieuw bezoek na de heropaf',
  'before-end-of-supply': 'Aanbod vóór het einde van de levering',
  'before-eviction': 'Aanbod vóór de ontruiming',
  'avg-request': 'AVG-verzoek',
  complaint: 'Klacht',
};

export const roleLabels: Record<Role, string> = {
  creditor: 'Schuldeiser',
  desk: 'Meldpunt',
  caseworker: 'Medewerker',
  'project-leader': 'Projectleider',
  'steering-group': 'Stuurgroep',
  'privacy-officer': 'Privacyfunctionaris',
  administrator: 'Beheerder',
  system: 'Systeem',
};

export const outcomeLabels: Record<Outcome, string> = {
  'nobody-home': 'niemand thuis',
  reached: 'bereikt',
  refused: 'afgewezen',
  'wants-no-help': 'wil geen hulp',
  moved: 'verhuisd uit de gemeente',
  'moved-within': 'verhuisd binnen de gemeente',
  deceased: 'overleden',
  unsafe: 'onveilig',
};

export const noGoLabels: Record<DataOf<'no-go'>['because'], string> = {
  known: 'al bekend bij schuldhulpverlening',
  'other-programme': 'al in een ander traject',
  deceased: 'overleden',
  moved: 'verhuisd uit de gemeente',
  'moved-within': 'verhuisd binnen de gemeente',
  'wrong-signal': 'onterecht signaal',
  other: 'andere reden',
};

/** Why two addresses are probably one household, as the desk reads it. */
export const likenessLabels: Record<Likeness, string> = {
  'same-person': 'zelfde huisnummer, zelfde geboortedatum en (een deel van) dezelfde achternaam',
  'written-otherwise': 'zelfde huisnummer, toevoeging anders geschreven',
  'addition-longer': 'zelfde huisnummer, toevoeging bij de een langer dan bij de ander',
  'addition-missing': 'zelfde huisnummer, toevoeging ontbreekt',
};

export const closeLabels: Record<DataOf<'close'>['because'], string> = { paid: 'betaald', moved: 'verhuisd uit de gemeente', 'moved-within': 'verhuisd binnen de gemeente', deceased: 'overleden', objection: 'bezwaar', other: 'andere reden' };

export const planningEndLabels: Record<DataOf<'end-planning'>['because'], string> = {
  declined: 'de inwoner wil geen hulp',
  'no-response': 'geen reactie meer na het contact',
  paid: 'er is betaald of een regeling getroffen',
};

/** After "de schuldeiser antwoordt:". */
export const recheckAnswerClauses: Record<RecheckAnswer, string> = {
  paying: 'de lopende kosten worden betaald',
  'not-paying': 'de lopende kosten worden niet betaald',
  'contract-ended': 'het contract is geëindigd',
  moved: 'de klant is verhuisd',
  deceased: 'de klant is overleden',
};

export const recheckDecisionLabels: Record<DataOf<'decide-re-check'>['decision'], string> = {
  close: 'de zaak sluit',
  revisit: 'er komt een nieuw bezoek',
  'ask-again': 'de vraag gaat opnieuw uit',
};

export const placeLabels: Record<DataOf<'plan-appointment'>['place'], string> = { door: 'aan de deur', 'neighbourhood-team': 'bij het wijkteam', 'town-hall': 'op het gemeentehuis' };

export const informedLabels: Record<InformedWay, string> = { leaflet: 'met een folder', spoken: 'mondeling', letter: 'per brief', 'e-mail': 'per e-mail' };

export const consentStateLabels: Record<ConsentState, string> = { asked: 'gevraagd', given: 'gegeven', refused: 'geweigerd', withdrawn: 'ingetrokken' };
export const consentWayLabels: Record<ConsentWay, string> = { spoken: 'mondeling', written: 'schriftelijk', 'e-mail': 'per e-mail', phone: 'telefonisch' };

export const dropOutLabels: Readonly<Record<string, string>> = {
  'not-private': 'Geen particulier',
  objection: 'Er is bezwaar gemaakt',
  repeated: 'Herhaalde melding: niet hoger dan wat al in behandeling is',
  'arrears-age': 'De achterstand valt buiten de afgesproken periode',
  'below-minimum': 'Het bedrag ligt onder de ondergrens',
  'no-match': 'Geen tweede achterstand op dit adres',
  capacity: 'Geen plaats meer in deze ronde',
  replaced: 'Vervangen door een latere melding',
} satisfies Record<DropOutReason, string>;

/** The labels for creditors, who do not learn that somebody objected or that the round was full (DDAS). */
const toldReasons = { ...dropOutLabels, other: 'Niet opgepakt: andere reden' } as Readonly<Record<string, string>>;
export type ToldReason = Exclude<DropOutReason, 'objection' | 'capacity'> | 'other';
export const toldReasonOf = (reason: string): ToldReason => (reason === 'objection' || reason === 'capacity' || !(reason in dropOutLabels) ? 'other' : (reason as ToldReason));
export const toldReasonCodes = [...new Set(Object.keys(dropOutLabels).map(toldReasonOf))] as [ToldReason, ...ToldReason[]];
export const toldReasonLabel = (reason: ToldReason): string => toldReasons[reason] ?? reason;
