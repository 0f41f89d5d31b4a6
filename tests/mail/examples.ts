/** A mail of every template, with the facts that its reader must find. */
import type { Recipient } from '../../src/domain/case/step.ts';
import type { MailRecipient, TemplateName } from '../../src/db/queries/outreach/outbox.ts';
import { ids } from './seed.ts';

/** Of the case, as its colleagues say it. */
const number = 'ENS-2026-00001';

export const rent: Recipient = { kind: 'creditor', id: 'woongoed-twente' };

export interface Example {
  template: TemplateName;
  to: MailRecipient;
  data?: Record<string, unknown>;
  /** When it was written, where that matters. */
  at?: string;
  /** Facts that the reader must find. */
  says: string[];
}

export const toCreditor: Example[] = [
  { template: 'go', to: rent, says: ['HUUR-1 & <2>', 'uiterlijk op woensdag 30 december 2026', 'wachten met incasso', `/signalen/${ids.rent}`] },
  { template: 'go', to: rent, data: { joined: 'monitoring' }, says: ['HUUR-1 & <2>', 'loopt al een zaak', 'neemt opnieuw contact op', 'in het plan dat er al is', 'uiterlijk op woensdag 30 december 2026'] },
  { template: 'go', to: rent, data: { joined: 'planning' }, says: ['al contact met de inwoner'] },
  { template: 'no-go', to: rent, data: { result: 'known-at-debt-services' }, says: ['HUUR-1 & <2>', 'Inwoner al bekend bij schuldhulpverlening', 'niet langer te wachten'] },
  {
    template: 'feedback',
    to: rent,
    data: { feedbackId: ids.feedback },
    says: ['HUUR-1 & <2>', 'Inkomen gedaald', 'weer betaald vanaf vrijdag 1 januari 2027', 'Alleen achterstanden', 'Betalingsregeling, Derdenbetaling', 'tot en met zondag 20 december 2026'],
  },
  {
    template: 'feedback-corrected',
    to: rent,
    data: { feedbackId: ids.corrected, corrects: ids.feedback },
    says: ['Correctie', 'HUUR-1 & <2>', 'klopte niet', 'Wij schreven:', 'Alleen achterstanden', 'Het is:', 'Problematische schulden', 'Schuldhulpverlening'],
  },
  { template: 'case-closed', to: rent, data: { result: 'paid-or-arranged' }, says: ['HUUR-1 & <2>', 'Inwoner heeft zelf al betaald/betalingsregeling getroffen'] },
  { template: 'case-reopened', to: rent, data: { told: 'case-closed', owed: true }, says: ['HUUR-1 & <2>', 'is gesloten. De zaak gaat toch verder', 'wachten met incasso'] },
  { template: 'case-reopened', to: rent, data: { told: 'feedback', owed: false }, says: ['HUUR-1 & <2>', 'De zaak gaat toch verder', 'blijft gelden'] },
  { template: 'signal-stopped', to: rent, data: { signalId: ids.rent }, says: ['HUUR-1 & <2>', 'Niet opgepakt: andere reden', 'niet langer te wachten'] },
  { template: 're-check-question', to: rent, says: ['HUUR-1 & <2>', 'tot en met vrijdag 4 december 2026', 'https://twente.test/signalen/', '/heropaf'] },
  { template: 're-check-reminder', to: rent, says: ['HUUR-1 & <2>', 'tot en met vrijdag 11 december 2026', 'https://twente.test/signalen/', '/heropaf'] },
  { template: 'deadline-warning', to: rent, data: { deadlineId: `${ids.case}.3` }, says: ['HUUR-1 & <2>', 'Antwoord op de heropaf', 'vrijdag 4 december 2026', '/heropaf'] },
  { template: 'webhook-disabled', to: rent, data: { endpointId: ids.endpoint }, says: ['hook.woongoed-twente.test', 'sturen wij ze niet meer'] },
  {
    template: 'digest',
    to: rent,
    data: { kind: 'decisions', tellings: [{ id: ids.entry, template: 'go', data: {} }, { id: ids.entry, template: 'no-go', data: { result: 'known-at-debt-services' } }] },
    says: ['HUUR-1 & <2>', 'Wij pakken uw signaal op', 'uiterlijk op woensdag 30 december 2026', 'Inwoner al bekend bij schuldhulpverlening', 'één keer per werkdag', 'https://twente.test/portaal/signalen'],
  },
  { template: 'person-corrected', to: rent, data: { fields: ['phone', 'lastName'], day: '2026-11-20' }, says: ['HUUR-1 & <2>', 'telefoonnummer, achternaam', 'AVG artikel 19'] },
  { template: 'person-erased', to: rent, data: { fields: [], day: '2026-11-20' }, says: ['HUUR-1 & <2>', 'laten wissen', 'AVG artikel 19'] },
  { template: 'receipt', to: rent, data: { deliveryId: ids.delivery }, says: ['oktober 2026', 'dinsdag 20 oktober 2026 om 09:15 uur', 'Aangenomen: 15', '2 regels: te laat; gaat mee met november.', 'Niet gebruikt: Maandhuur.', 'Dubbel: 3', 'Geweigerd: 2', `/leveringen/${ids.delivery}/regels`] },
  { template: 'receipt', to: rent, data: { deliveryId: ids.unreadable }, says: ['Het bestand is leeg.', 'Controleer de export.'] },
  { template: 'receipt', to: rent, data: { deliveryId: ids.cutShort }, says: ['Aangenomen: 9', 'niet helemaal', 'Regel 10 is afgebroken.', 'Lever de rest opnieuw aan.'] },
  { template: 'drop-outs', to: rent, data: { roundId: ids.round }, says: ['HUUR-1 & <2>', 'van vrijdag 20 november 2026 tot onze terugkoppeling', 'HUUR-77', 'De achterstand valt buiten de afgesproken periode', 'oktober 2026'] },
];

export const toColleague: Example[] = [
  { template: 'new-cases', to: { kind: 'team' }, data: { caseIds: [ids.case] }, says: ['nieuwe zaak', number, `https://twente.test/zaken/${ids.case}`] },
  { template: 'match-list', to: { kind: 'desk' }, data: { roundId: ids.round }, says: ['oktober 2026', 'stel haar vast', `https://twente.test/rondes/${ids.round}`] },
  { template: 'daily', to: { kind: 'account', id: 'medewerker-enschede' }, at: '2026-12-02T06:30:00.000Z', says: [`${number}: Eerste bezoek, laatste dag donderdag 3 december 2026`, 'bij uw account'] },
  { template: 'deadline-warning', to: { kind: 'team' }, data: { deadlineId: `${ids.case}.1` }, says: [number, 'Eerste bezoek', 'donderdag 3 december 2026', `https://twente.test/zaken/${ids.case}`] },
  { template: 'deadline-breach', to: { kind: 'project-leader' }, data: { deadlineId: `${ids.case}.1` }, says: ['verlopen', 'Eerste bezoek', 'donderdag 3 december 2026'] },
  { template: 'decision-needed', to: { kind: 'project-leader' }, says: [number, 'heropaf', `https://twente.test/zaken/${ids.case}`] },
  { template: 'visits-stopped', to: { kind: 'desk' }, says: [number, 'niet veilig', `https://twente.test/zaken/${ids.case}`] },
  { template: 'moved-within', to: { kind: 'desk' }, says: ['elders in de gemeente', 'nieuwe adres', `https://twente.test/zaken/${ids.case}`] },
  { template: 'debts-withdrawn', to: { kind: 'desk' }, says: ['toch geen problematische schulden', 'Laat schuldhulpverlening weten', `https://twente.test/zaken/${ids.case}`] },
  { template: 'debts-withdrawn', to: { kind: 'team' }, data: { fedBack: true }, says: ['al een terugkoppeling', 'corrigeer haar'] },
  { template: 'signal-joined', to: { kind: 'team' }, says: ['lopende zaak', 'haast', `https://twente.test/zaken/${ids.case}`] },
  { template: 'crisis', to: { kind: 'desk' }, says: [number, 'ontruiming of afsluiting dreigt', 'vandaag', `https://twente.test/zaken/${ids.case}`] },
  { template: 'day-withdrawn', to: { kind: 'team' }, data: { kind: 'eviction' }, says: ['de ontruiming', 'ingetrokken', 'gaat verder', `https://twente.test/zaken/${ids.case}`] },
  { template: 'signal-joined', to: { kind: 'team' }, data: { late: true }, says: ['al is teruggekoppeld', 'onder het lopende plan', 'eigen terugkoppeling'] },
  { template: 'verification-failed', to: { kind: 'project-leader' }, data: { verificationId: ids.verification }, says: ['Vergeleken zaken: 1204', 'Verschillen: 2', 'Zaken met verschillen: 1', `https://twente.test/zaken/${ids.case}`] },
  { template: 'audit-sealing', to: { kind: 'privacy-officer' }, data: { trouble: 'failed' }, says: ['mislukt', 'auditlog', 'beheerder'] },
  { template: 'audit-sealing', to: { kind: 'administrator' }, data: { trouble: 'lost' }, says: ['ontbreekt of is vervangen'] },
  { template: 'audit-sealing', to: { kind: 'administrator' }, data: { trouble: 'overdue' }, says: ['langer dan een kwartier'] },
];
