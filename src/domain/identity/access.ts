/**
 * Who may do what: every function of the system with the roles that have it. Routes, screens and documentation read this
 * one table; actions on a case are taken from the transition table. Which rows an account sees is settled by `src/db/queries/identity/scope.ts` and migration 000007. Source: process, sections 1 and 7.
 */
import { actions, peopleOf, roleSchema, rules, type Action, type Role } from '../case/lifecycle.ts';

interface Entry {
  /** Dutch. */
  label: string;
  by: readonly Role[];
}

/** Functions of everybody who can sign in. The steering group has only these: it gets figures. */
export const people = roleSchema.exclude(['system']).options;
const staff = ['caseworker', 'desk', 'project-leader'] as const satisfies Role[];
const desk = ['desk', 'project-leader'] as const satisfies Role[];
const caseReaders = [...staff, 'privacy-officer'] as const satisfies Role[];
const keepers = ['privacy-officer', 'project-leader'] as const satisfies Role[];
const planners = ['project-leader', 'administrator'] as const satisfies Role[];

const table = {
  'read-account': { label: 'Eigen account en functies zien', by: people },
  'set-notifications': { label: 'Kiezen welke berichten u krijgt', by: staff },
  'read-places': { label: 'Gemeenten en teams zien', by: people },
  'read-creditors': { label: 'Schuldeisers zien', by: [...caseReaders, 'creditor'] },
  'read-agreements': { label: 'Afspraken met schuldeisers lezen', by: ['creditor', ...desk] },
  'change-agreements': { label: 'Afspraken met schuldeisers vastleggen en beëindigen', by: ['project-leader'] },
  'map-columns': { label: 'Voorstellen, proberen en vastleggen wat er in de kolommen van een schuldeiser staat', by: ['creditor', ...desk] },
  'record-outcomes': { label: 'Vastleggen hoeveel ontruimingen, vonnissen en afsluitingen er waren, en dat teruglezen', by: ['creditor', ...desk] },
  'read-outcome-figures': { label: 'Aantallen ontruimingen, vonnissen en afsluitingen per jaar zien', by: ['project-leader', 'steering-group'] },
  'declare-preconditions': { label: 'Verklaren dat aan de vier voorwaarden voor het melden is voldaan', by: ['creditor', 'project-leader'] },
  'read-case': { label: 'Zaken lezen: personen, tijdlijn, plan, termijnen, vooruitblik', by: caseReaders },
  'read-work': { label: 'Zien hoeveel werk er is per team en medewerker', by: desk },
  'plan-visits': { label: 'Bezoeken indelen over teams en dagen; vastleggen hoeveel een team kan en wie er niet is', by: desk },
  'search-cases': { label: 'Zaken zoeken op persoon of adres', by: caseReaders },
  'write-in-case': { label: 'Notities, contactgegevens van de inwoner en het concept van het plan schrijven', by: staff },
  'register-complaints': { label: 'Klachten vastleggen', by: staff },
  'handle-complaints': { label: 'Klachten lezen, tellen en behandelen', by: desk },
  'read-breaches': { label: 'Schendingen van afspraken zien; een schuldeiser die met hem besproken zijn', by: [...desk, 'creditor'] },
  'follow-breaches': { label: 'Schendingen van afspraken vastleggen en opvolgen', by: desk },
  'note-re-check-answer': { label: 'Het antwoord op een heropaf vastleggen voor een schuldeiser', by: desk },
  'note-withdrawn-day': { label: 'Vastleggen dat een ontruiming of een einde van de levering niet doorgaat, voor een schuldeiser', by: desk },
  'repair-case': { label: 'Een zaak herstellen uit haar geschiedenis', by: planners },
  'manage-webhooks': { label: 'Eigen systeem koppelen: berichten over signalen, proef, opnieuw versturen', by: ['creditor'] },
  'read-signals': { label: 'Lezen wat er van signalen is geworden', by: [...caseReaders, 'creditor'] },
  deliver: { label: 'Signalen aanleveren en ontvangstbewijzen lezen', by: ['creditor', ...desk] },
  'run-rounds': { label: 'Ronden openen, sluiten en vaststellen; de matchlijst lezen', by: desk },
  'join-households': { label: 'Signalen van waarschijnlijk hetzelfde huishouden samenvoegen, en dat terugdraaien', by: desk },
  'handle-objections': { label: 'Bezwaren vastleggen en intrekken', by: [...desk, 'privacy-officer'] },
  'read-planning': { label: 'Kalender en beleid lezen', by: [...caseReaders, 'administrator'] },
  'change-planning': { label: 'Kalender en beleid wijzigen', by: planners },
  'read-retention': { label: 'Zien wat zijn bewaartermijn bereikt: aantallen', by: [...keepers, 'administrator'] },
  'read-certificates': { label: 'Certificaten van anonimiseren lezen', by: keepers },
  'keep-in-dispute': { label: 'Een zaak bewaren wegens een geschil, en weer vrijgeven', by: keepers },
  'follow-avg-requests': { label: 'Verzoeken van inwoners (AVG) volgen', by: keepers },
  'handle-avg-requests': { label: 'Verzoeken van inwoners (AVG) behandelen: inzage, correctie, bezwaar, wissen', by: ['privacy-officer'] },
  'read-accounts': { label: 'Alle accounts, hun rechten en wie zich ermee aanmeldt zien', by: ['privacy-officer', 'administrator'] },
  'handle-failed-mail': { label: 'Berichten zien die niet zijn aangekomen, en ze opnieuw versturen', by: planners },
  'read-organisation': { label: 'Inrichting zien: postcodes, teams en hun mensen, contactpersonen van schuldeisers', by: [...desk, 'privacy-officer', 'administrator'] },
  'change-organisation': { label: "Inrichting wijzigen: gemeenten, postcodes, teams, schuldeisers, contactpersonen, koppelingen", by: ['administrator'] },
  'read-checks': { label: 'Zien wat er vóór de triage wordt nagevraagd, en hoe dat gaat', by: [...desk, 'privacy-officer', 'administrator'] },
  'change-checks': { label: 'Navragen vóór de triage aanzetten en uitzetten', by: ['administrator'] },
  'give-check-lists': { label: 'Eigen lijsten geven om in na te vragen (schuldhulpverlening, uitkeringen)', by: [...desk, 'administrator'] },
  'manage-accounts': { label: 'Accounts beheren: maken, wijzigen, blokkeren, uit dienst, koppelen aan een identiteit', by: ['administrator'] },
  'read-audit': { label: 'De auditlog lezen', by: ['privacy-officer'] },
} as const satisfies Record<string, Entry>;

export type Permission = keyof typeof table | Action;

/** The functions of the transition table come last. */
export const permissions: Readonly<Record<Permission, Entry>> = { ...table, ...(Object.fromEntries(actions.map((action): [Action, Entry] => [action, { label: rules[action].label, by: peopleOf(action) }])) as Record<Action, Entry>) };
export const permissionCodes = Object.keys(permissions) as [Permission, ...Permission[]];

export const may = (role: Role, permission: Permission): boolean => permissions[permission].by.includes(role);
