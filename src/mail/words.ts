/** Dates, deadlines and reasons in plain Dutch. */
import { DateTime } from 'luxon';
import type { DropOutReason } from '../domain/case/state.ts';
import { ZONE, type Instant, type LocalDate } from '../domain/dates.ts';
import type { DeadlineKind } from '../domain/policy.ts';

/** '2026-12-03' → 'donderdag 3 december 2026'. */
export function dayInWords(date: LocalDate): string {
  return DateTime.fromISO(date, { zone: ZONE, locale: 'nl' }).toFormat('cccc d LLLL yyyy');
}

/** An instant on the clock of Europe/Amsterdam: 'maandag 26 oktober 2026 om 09:15 uur'. */
export function momentInWords(at: Instant): string {
  return DateTime.fromISO(at, { zone: ZONE, locale: 'nl' }).toFormat("cccc d LLLL yyyy 'om' HH:mm 'uur'");
}

/** '2026-10' → 'oktober 2026'. */
export function monthInWords(month: string): string {
  return DateTime.fromISO(month, { zone: ZONE, locale: 'nl' }).toFormat('LLLL yyyy');
}

export const deadlineInWords: Readonly<Record<DeadlineKind, string>> = {
  'match-result': 'uitslag van de matching',
  triage: 'triage',
  'first-visit': 'eerste bezoek',
  'next-visit': 'volgende bezoek',
  plan: 'plan van aanpak',
  referral: 'aanmelding bij schuldhulpverlening',
  'first-talk': 'eerste gesprek bij schuldhulpverlening',
  'first-talk-urgent': 'eerste gesprek bij schuldhulpverlening (met spoed)',
  'hand-over': 'bevestiging van de warme overdracht',
  feedback: 'terugkoppeling aan de schuldeisers',
  're-check': 'heropaf',
  're-check-answer': 'antwoord op de heropaf',
  're-check-reminder': 'antwoord op de herinnering van de heropaf',
  revisit: 'nieuw bezoek na de heropaf',
  'avg-request': 'antwoord op een AVG-verzoek',
};

/** Why signals led to no case, for the creditor who sent them. */
export const dropOutInWords: Readonly<Record<DropOutReason, string>> = {
  'not-private': 'Het signaal gaat niet over een privépersoon.',
  objection: 'Er is bezwaar gemaakt tegen het verwerken van dit signaal.',
  repeated: 'U heeft dit al eerder gemeld. Het hoort bij een zaak die al loopt.',
  'arrears-age': 'De achterstand is te kort of te lang geleden begonnen.',
  'below-minimum': 'Het bedrag is lager dan het minimum.',
  'no-match': 'Op dit adres zijn te weinig achterstanden gemeld.',
  replaced: 'U heeft dit signaal vervangen door een nieuwere melding.',
  capacity: 'Er zijn meer signalen dan de gemeente deze maand kan oppakken.',
};
