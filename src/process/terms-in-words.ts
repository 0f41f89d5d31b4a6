/** Words for terms and what follows from them, as a person says them. */
import type { MailTemplate, Recipient } from '../domain/case/step.ts';
import { phaseLabels } from '../domain/case/lifecycle.ts';
import type { Term } from '../domain/time/terms.ts';
import { termInWords } from '../wording/sentences/terms.ts';
import type { Consequence } from './consequence.ts';

/** 'P14D'; null for working days, which ISO 8601 does not know. */
export function isoDuration({ amount, unit }: Term): string | null {
  if (unit === 'workingDays') return null;
  return `P${amount}${unit === 'months' ? 'M' : 'D'}`;
}

export function warningInWords(workingDays: number | null): string {
  if (workingDays === null) return 'geen';
  return workingDays === 0 ? 'op de dag zelf' : `${termInWords({ unit: 'workingDays', amount: workingDays })} ervoor`;
}

const messages: Partial<Record<MailTemplate, string>> = {
  're-check-question': 'Vraag',
  're-check-reminder': 'Herinnering',
  'decision-needed': 'Verzoek om een besluit',
};

const recipients: Record<Recipient['kind'], string> = { creditor: 'schuldeiser', team: 'team', desk: 'meldpunt', 'project-leader': 'projectleider', 'privacy-officer': 'privacyfunctionaris', administrator: 'beheerder' };

/** 'Bericht aan team en projectleider' */
export function consequenceInWords({ mails, to }: Consequence): string {
  const [first] = mails;
  const sent = first === undefined ? [] : [`${messages[first.template] ?? 'Bericht'} aan ${mails.map((mail) => recipients[mail.to]).join(' en ')}`];
  const moved = to === null ? [] : [`de zaak gaat naar ${phaseLabels[to]}`];
  return [...sent, ...moved].join('; ');
}
