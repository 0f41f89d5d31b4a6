/** Dutch words for our own codes; those of the national model stand in `src/domain/codes.ts`. */
import type { DropOutReason } from '../domain/case/state.ts';
import type { Outcome } from '../domain/commands.ts';
import type { Role } from '../domain/lifecycle.ts';
import type { DeadlineKind, Owner } from '../domain/policy.ts';

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
  revisit: 'Nieuw bezoek na de heropaf',
  'avg-request': 'AVG-verzoek',
};

export const ownerLabels: Record<Owner, string> = {
  desk: 'Meldpunt',
  caseworker: 'Medewerker',
  creditor: 'Schuldeiser',
  'privacy-officer': 'Privacyfunctionaris',
  system: 'Systeem',
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
  moved: 'verhuisd',
  deceased: 'overleden',
  unsafe: 'onveilig',
};

export const noGoLabels: Record<string, string> = {
  known: 'al bekend bij schuldhulpverlening',
  'other-programme': 'al in een ander traject',
  deceased: 'overleden',
  moved: 'verhuisd uit de gemeente',
  'wrong-signal': 'onterecht signaal',
  other: 'andere reden',
};

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
