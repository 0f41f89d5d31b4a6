/** Every code of the audit log with its Dutch words, the actions of the transition table included. */
import { actions, rules, type Action } from '../case/lifecycle.ts';

const beside = [
  { code: 'sign-in', label: 'Aanmelden' },
  { code: 'sign-out', label: 'Afmelden' },
  { code: 'sign-out-everywhere', label: 'Overal afmelden' },
  { code: 'other-request', label: 'Andere aanvraag' },
  { code: 'answer-repeated', label: 'Eerder antwoord opnieuw gegeven' },
  { code: 'refused-unknown', label: 'Geweigerd aan wie niet is aangemeld' },

  { code: 'list-cases', label: 'Zakenlijst gelezen' },
  { code: 'list-triage', label: 'Zaken in triage gelezen' },
  { code: 'read-visits', label: 'Bezoeken van een dag gelezen' },
  { code: 'read-planning-of-visits', label: 'Planning van bezoeken gelezen' },
  { code: 'search-persons', label: 'Gezocht op naam of adres' },
  { code: 'read-case', label: 'Zaak gelezen' },
  { code: 'read-timeline', label: 'Tijdlijn gelezen' },
  { code: 'read-history', label: 'Geschiedenis gelezen' },
  { code: 'print-flyer', label: 'Flyer voor aan de deur gemaakt' },
  { code: 'print-letter', label: 'Brief aan de bewoners gemaakt' },
  { code: 'read-plan', label: 'Plan van aanpak gelezen' },
  { code: 'derive-deadline', label: 'Afleiding van een termijn gelezen' },
  { code: 'forecast-case', label: 'Vooruitblik van een zaak gelezen' },
  { code: 'forecast-cases', label: 'Vooruitblik van zaken gelezen' },
  { code: 'read-signals', label: 'Signalen gelezen' },
  { code: 'export-signals', label: 'Signalen als bestand gehaald' },
  { code: 'read-receipts', label: 'Ontvangstbewijs met eerste regel of bestandsnaam gelezen' },
  { code: 'read-verdicts', label: 'Oordelen over een levering gelezen' },
  { code: 'read-matches', label: 'Matchlijst gelezen' },
  { code: 'read-moves', label: 'Verschuivende termijnen gelezen' },
  { code: 'read-audit', label: 'Auditlog gelezen' },

  { code: 'export-verdicts', label: 'Oordelen over een levering gedownload' },
  { code: 'export-matches', label: 'Matchlijst gedownload' },
  { code: 'export-moves', label: 'Verschuivende termijnen gedownload' },
  { code: 'export-audit', label: 'Auditlog gedownload' },

  { code: 'deliver', label: 'Levering ontvangen' },
  { code: 'note-added', label: 'Notitie toegevoegd' },
  { code: 'complaint-filed', label: 'Klacht vastgelegd' },
  { code: 'list-breaches', label: 'Schendingen van afspraken gelezen' },
  { code: 'export-breaches', label: 'Schendingen van afspraken als bestand gelezen' },
  { code: 'read-breach', label: 'Schending van een afspraak gelezen' },
  { code: 'record-breach', label: 'Schending van een afspraak vastgelegd' },
  { code: 'follow-breach', label: 'Schending van een afspraak opgevolgd' },
  { code: 'search-histories', label: 'Gezocht in wat er in zaken is gebeurd' },
  { code: 'export-histories', label: 'Wat er in zaken is gebeurd als bestand gelezen' },
  { code: 'list-complaints', label: 'Klachten gelezen' },
  { code: 'read-complaint', label: 'Klacht gelezen' },
  { code: 'read-complaint-letter', label: 'Brief bij een klacht gelezen' },
  { code: 'give-complaint', label: 'Behandelaar van een klacht aangewezen' },
  { code: 'confirm-complaint', label: 'Ontvangst van een klacht bevestigd' },
  { code: 'extend-complaint', label: 'Termijn van een klacht verlengd' },
  { code: 'close-complaint', label: 'Klacht afgehandeld' },
  { code: 'withdraw-complaint', label: 'Klacht ingetrokken' },
  { code: 'plan-visits', label: 'Bezoek ingepland' },
  { code: 'undo-planned-visits', label: 'Inplannen van een bezoek ongedaan gemaakt' },
  { code: 'set-capacity', label: 'Vastgelegd hoeveel bezoeken een team kan doen' },
  { code: 'record-absence', label: 'Afwezigheid van een medewerker vastgelegd' },
  { code: 'withdraw-absence', label: 'Afwezigheid van een medewerker ingetrokken' },
  { code: 'save-plan', label: 'Concept van het plan bewaard' },
  { code: 'save-feedback-draft', label: 'Concept van de terugkoppeling bewaard' },
  { code: 'anonymised', label: 'Zaak geanonimiseerd' },
  { code: 'signals-anonymised', label: 'Signalen geanonimiseerd die tot geen zaak leidden' },
  { code: 'delivery-cleared', label: 'Geweigerde regels van een levering gewist' },
  { code: 'hold-case', label: 'Zaak bewaard wegens een geschil' },
  { code: 'release-case', label: 'Bewaren wegens een geschil opgeheven' },
  { code: 'read-certificates', label: 'Certificaten van anonimiseren gelezen' },
  { code: 'export-certificates', label: 'Certificaten van anonimiseren gedownload' },
  { code: 'repair-case', label: 'Zaak hersteld uit haar geschiedenis' },
  { code: 'change-notifications', label: 'Eigen berichten gekozen' },
  { code: 'change-webhook', label: 'Koppeling van een schuldeiser gewijzigd' },
  { code: 'open-round', label: 'Ronde geopend' },
  { code: 'close-round', label: 'Ronde gesloten' },
  { code: 'confirm-match', label: 'Matchlijst vastgesteld' },
  { code: 'join-household', label: 'Signalen samengevoegd van waarschijnlijk hetzelfde huishouden' },
  { code: 'part-household', label: 'Samenvoegen van een huishouden ongedaan gemaakt' },
  { code: 'file-objection', label: 'Bezwaar vastgelegd' },
  { code: 'withdraw-objection', label: 'Bezwaar ingetrokken' },

  { code: 'add-agreement', label: 'Afspraak met een schuldeiser vastgelegd' },
  { code: 'end-agreement', label: 'Afspraak met een schuldeiser beëindigd' },
  { code: 'read-mapping-proposal', label: 'Voorbeeldbestand gelezen voor een voorstel van de kolommen' },
  { code: 'read-mapping-trial', label: 'Kolommen geprobeerd op een bestand' },
  { code: 'save-mapping-draft', label: 'Keuze van de kolommen bewaard' },
  { code: 'keep-mapping', label: 'Kolommen van een schuldeiser vastgelegd' },
  { code: 'record-outcomes', label: 'Ontruimingen, vonnissen en afsluitingen vastgelegd' },
  { code: 'declare-preconditions', label: 'Voorwaarden voor het melden verklaard' },

  { code: 'read-accounts', label: 'Accounts en hun rechten gelezen' },
  { code: 'create-account', label: 'Account gemaakt' },
  { code: 'change-account', label: 'Account gewijzigd' },
  { code: 'block-account', label: 'Account geblokkeerd' },
  { code: 'unblock-account', label: 'Blokkade van een account opgeheven' },
  { code: 'leave-account', label: 'Account uit dienst' },
  { code: 'hand-over-work', label: 'Werk van een medewerker laten overnemen' },
  { code: 'import-accounts', label: 'Accounts ingelezen uit een bestand' },
  { code: 'import-creditors', label: 'Schuldeisers ingelezen uit een bestand' },
  { code: 'resend-mail', label: 'Berichten opnieuw verstuurd' },
  { code: 'change-region', label: 'Regio begonnen' },
  { code: 'change-municipality', label: 'Gemeente of haar postcodes gewijzigd' },
  { code: 'change-team', label: 'Team toegevoegd of gewijzigd' },
  { code: 'change-creditor', label: 'Schuldeiser of haar contactpersonen gewijzigd' },
  { code: 'change-pairing', label: 'Koppeling van team en schuldeiser gewijzigd' },
  { code: 'connect-identity', label: 'Identiteit gekoppeld aan een account' },
  { code: 'disconnect-identity', label: 'Identiteit losgekoppeld van een account' },

  { code: 'change-check', label: 'Navragen vóór de triage aangezet of uitgezet' },
  { code: 'give-check-list', label: 'Eigen lijst gegeven om in na te vragen' },
  { code: 'ask-check', label: 'Nagevraagd bij een ander, vóór de triage' },

  { code: 'list-avg-requests', label: 'AVG-verzoeken gelezen' },
  { code: 'read-avg-request', label: 'AVG-verzoek gelezen' },
  { code: 'read-avg-report', label: 'Overzicht voor een inzageverzoek gelezen' },
  { code: 'read-avg-letter', label: 'Brief bij een AVG-verzoek gelezen' },
  { code: 'file-avg-request', label: 'AVG-verzoek vastgelegd' },
  { code: 'decide-avg-request', label: 'Besluit op een AVG-verzoek' },
  { code: 'extend-avg-request', label: 'Termijn van een AVG-verzoek verlengd' },
  { code: 'withdraw-avg-request', label: 'AVG-verzoek ingetrokken' },
  { code: 'correct-person', label: 'Persoonsgegevens gecorrigeerd' },
  { code: 'stop-for-objection', label: 'Zaken gestopt na bezwaar' },
  { code: 'erase-person', label: 'Persoon gewist' },

  { code: 'record-informed', label: 'Vastgelegd dat de inwoner is geïnformeerd' },
  { code: 'record-contact-details', label: 'Contactgegevens vastgelegd die de inwoner gaf' },
  { code: 'withdraw-contact-details', label: 'Contactgegevens teruggenomen' },
  { code: 'record-consent', label: 'Toestemming vastgelegd' },
  { code: 'make-hand-over-link', label: 'Link gemaakt om een overdracht te bevestigen' },
  { code: 'use-hand-over-link', label: 'Overdracht bevestigd met een link' },
  { code: 'read-hand-over', label: 'Overdrachtsdocument gelezen' },

  { code: 'propose-change', label: 'Wijziging van kalender of beleid voorgesteld' },
  { code: 'confirm-change', label: 'Wijziging van kalender of beleid vastgesteld' },
  { code: 'discard-change', label: 'Wijziging van kalender of beleid ingetrokken' },

  { code: 'seals-lost', label: 'Verzegeling van de auditlog ontbreekt of is vervangen' },
] as const;

export type AuditAction = Action | (typeof beside)[number]['code'];

const all: readonly { code: AuditAction; label: string }[] = [...beside, ...actions.map((code) => ({ code, label: rules[code].label }))];

/** Every action that can stand in the log. */
export const auditActions = all.map(({ code }) => code) as [AuditAction, ...AuditAction[]];
export const auditLabels = Object.fromEntries(all.map(({ code, label }) => [code, label])) as Readonly<Record<AuditAction, string>>;

export const auditOutcomes = ['done', 'refused'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];
export const auditOutcomeLabels: Readonly<Record<AuditOutcome, string>> = { done: 'gedaan', refused: 'geweigerd' };

/** How a caller was identified. */
export const signInKinds = ['session', 'token'] as const;
export type SignInKind = (typeof signInKinds)[number];
