/** What mails are called, for whoever looks at a list of them; and why one could not be sent. */
import type { MessageState } from '../../db/queries/outreach/case-messages.ts';
import type { MailRecipient, TemplateName } from '../../db/queries/outreach/outbox.ts';

export const mailLabels: Readonly<Record<TemplateName, string>> = {
  go: 'Uw melding wordt opgepakt',
  'no-go': 'Uw melding wordt niet opgepakt',
  feedback: 'Terugkoppeling',
  'feedback-corrected': 'Correctie van een terugkoppeling',
  'case-closed': 'De zaak is gesloten',
  'case-reopened': 'De zaak gaat toch verder',
  'signal-stopped': 'De melding gaat niet verder',
  're-check-question': 'Vraag of de lopende kosten worden betaald',
  're-check-reminder': 'Herinnering aan die vraag',
  'deadline-warning': 'Een antwoord is bijna te laat',
  'deadline-breach': 'Een antwoord is te laat',
  'decision-needed': 'Er is een besluit nodig',
  'visits-stopped': 'De bezoeken zijn gestopt',
  'signal-joined': 'Er kwam een melding bij een zaak',
  crisis: 'Crisis',
  'moved-within': 'Verhuisd binnen de gemeente',
  'debts-withdrawn': 'Toch geen problematische schulden',
  'day-withdrawn': 'Een ontruiming of einde levering gaat niet door',
  digest: 'Overzicht van de dag',
  'new-cases': 'Nieuwe zaken van het team',
  'match-list': 'De matchlijst wacht',
  daily: 'Werk van vandaag',
  'webhook-disabled': 'De koppeling is uitgezet',
  receipt: 'Ontvangstbewijs',
  'person-corrected': 'Gegevens van een inwoner zijn gecorrigeerd',
  'person-erased': 'Gegevens van een inwoner zijn gewist',
  'drop-outs': 'Meldingen die niet zijn opgepakt',
  'verification-failed': 'De nachtelijke controle vond een verschil',
  'audit-sealing': 'De auditlog is niet verzegeld',
};

/** To whom, where that is not a creditor with a name. */
export const recipientLabels: Readonly<Record<MailRecipient['kind'], string>> = { creditor: 'Schuldeiser', team: 'Team', desk: 'Meldpunt', 'project-leader': 'Projectleider', 'privacy-officer': 'Privacyfunctionaris', administrator: 'Beheerder', account: 'Medewerker' };

/** How far a message is. */
export const messageStateLabels: Readonly<Record<MessageState, string>> = {
  sent: 'Verstuurd',
  waiting: 'Wordt verstuurd',
  held: 'Gaat mee in het volgende overzicht',
  failed: 'Niet aangekomen',
  skipped: 'Niet verstuurd: het was intussen teruggedraaid',
};

/** What is on the row is a code; here is what went wrong and what to do. */
export function mailFailure(failure: string | null): string {
  if (failure === null) return 'De mailserver nam het bericht niet aan; het wordt opnieuw geprobeerd.';
  if (failure.startsWith('no-address')) return 'Er is geen e-mailadres bekend. Vul het in en verstuur het bericht opnieuw.';
  if (failure === 'address-unusable') return 'Het e-mailadres is niet te gebruiken. Verbeter het en verstuur het bericht opnieuw.';
  if (failure.startsWith('smtp-')) return 'De mailserver van de ontvanger weigert dit adres of dit bericht. Controleer het adres en verstuur het bericht opnieuw.';
  return 'Waar dit bericht over gaat is er niet meer. Het hoeft niet meer te worden verstuurd.';
}
