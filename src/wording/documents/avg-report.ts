/** The report of an inspection, in words: what AVG art. 15(1) wants told, and all that is held. */
import { mailLabels } from '../labels/mail.ts';
import { auditLabels } from '../../domain/audit/audit.ts';
import { consentPurposes } from '../../domain/rights/consent.ts';
import { creditorKinds, labelOf, parseCode } from '../../domain/codes.ts';
import { localDate } from '../../domain/time/dates.ts';
import type { AvgReport, ReportedCase } from '../../usecases/avg-requests/report-person.ts';
import { avgKindLabels, avgStateLabels } from '../labels/avg.ts';
import { dateInWords } from '../sentences/dates.ts';
import { feedbackInWords } from '../sentences/feedback.ts';
import { consentStateLabels, consentWayLabels, deadlineLabels, dropOutLabels, roleLabels } from '../labels/labels.ts';
import { formatEuros } from '../../domain/money.ts';
import { facts, heading, list, paragraph, table, type Paper, type PaperBlock } from './paper.ts';
import { planBlocks } from './plan.ts';

export function reportPaper(report: AvgReport): Paper {
  const { persons, cases, objections, requests } = report;
  return {
    title: report.about === 'person' ? 'Wat wij over u vastleggen' : 'Wat wij over dit adres vastleggen',
    head: [[`Gemeente ${report.municipality}`, 'Vroegsignalering'], [`Verzoek ontvangen op ${dateInWords(report.receivedOn)}`, `Overzicht gemaakt op ${dateInWords(report.madeOn)}`]],
    blocks: [
      ...(report.about === 'address' ? [paragraph('Dit overzicht gaat over het adres. Gegevens over personen staan er niet in: die krijgt alleen degene over wie ze gaan.')] : []),
      heading('Waarvoor en hoe wij gegevens gebruiken'),
      facts(...report.information.map(({ topic, text }) => [topic, text] as const)),
      ...(persons.length === 0 ? [] : [heading('Uw gegevens, zoals schuldeisers ze aanleverden')]),
      ...table('Gegevens per schuldeiser', ['Schuldeiser', 'Naam', 'Geboren', 'Telefoon', 'E-mail', 'Adres'], persons.map((p) => [p.creditor, `${p.initials} ${p.lastName}`.trim(), p.birthDate === null ? '–' : dateInWords(p.birthDate), p.phone ?? '–', p.email ?? '–', `${p.street}, ${p.place}`])),
      ...cases.flatMap((one, n) => caseBlocks(one, n + 1)),
      ...(objections.length === 0 ? [] : [heading('Bezwaar'), list(objections.map(({ filedOn, withdrawnOn }) => `Vastgelegd op ${dateInWords(filedOn)}${withdrawnOn === null ? '' : `, ingetrokken op ${dateInWords(withdrawnOn)}`}.`))]),
      ...(requests.length === 0 ? [] : [heading('Uw verzoeken')]),
      ...table('Uw verzoeken', ['Soort', 'Ontvangen', 'Stand', 'Wat u vroeg', 'Ons antwoord'], requests.map(({ kind, receivedOn, state, words, answer }) => [avgKindLabels[kind], dateInWords(receivedOn), avgStateLabels[state], words ?? '–', answer ?? '–'])),
    ],
  };
}

function caseBlocks(one: ReportedCase, n: number): PaperBlock[] {
  const { address, timeline, signals } = one;
  return [
    heading(`Zaak ${n}`),
    facts(
      ['Nummer', one.number ?? one.id],
      ['Adres', address === null ? null : `${address.postcode} ${address.houseNumber}${address.addition}, ${address.place}`],
      ['Gemeente', one.municipality],
      ['Eerste melding', dateInWords(one.openedOn)],
      ['Zaak geworden', one.matchedOn === null ? null : dateInWords(one.matchedOn)],
      ['Stand', one.phase],
      ['Gesloten', one.closedOn === null ? null : dateInWords(one.closedOn)],
      ['Resultaat', one.result],
      ['Bewaard', one.keptUntil],
    ),
    ...(one.isShared ? [paragraph('In deze zaak staan ook gegevens van een ander. Die zijn weggelaten.')] : []),
    ...table('Meldingen van schuldeisers over u', ['Schuldeiser', 'Ontvangen', 'Soort', 'Kenmerk', 'Bedrag', 'Achterstand sinds', 'Stand'], signals.map((s) => [s.creditor, dateInWords(s.receivedOn), kindOf(s.kind), s.reference, formatEuros(s.amountCents), dateInWords(s.arrearsSince), stateOf(s)])),
    ...table('Wat er is gebeurd', ['Wanneer', 'Wie', 'Wat', 'Notitie'], timeline.map(({ at, role, sentence, note }) => [dateInWords(localDate(at)), roleLabels[role], sentence, note ?? ''])),
    ...(one.notes.length === 0 ? [] : [heading('Andere notities', 3), list(one.notes)]),
    ...one.plans.flatMap(({ createdOn, body }) => [heading(`Plan van aanpak, bewaard op ${dateInWords(createdOn)}`, 3), ...planBlocks(body)]),
    ...table('Overdracht aan een dienst', ['Dienst', 'Contact', 'Aangeboden', 'Bevestigd'], one.handOvers.map((h) => [h.service, h.contact ?? '–', dateInWords(h.offeredOn), h.confirmedOn === null ? '–' : dateInWords(h.confirmedOn)])),
    ...table('Hoe u bereikt wilt worden, zoals u of een huisgenoot het ons zei', ['Voor', 'Telefoon', 'E-mail', 'Liefst', 'Goed moment', 'Vastgelegd'], one.contactDetails.map((c) => [c.about === 'person' ? 'u' : 'het huishouden', c.phone ?? '–', c.email ?? '–', c.preferred ?? '–', c.partsOfDay.join(', ') || '–', dateInWords(c.recordedOn)])),
    ...table('Wat wij bij anderen hebben nagevraagd', ['Bij', 'Gevraagd', 'Antwoord', 'Wat er werd gezegd'], one.checks.map((c) => [c.source, dateInWords(c.askedOn), c.answeredOn === null ? '–' : dateInWords(c.answeredOn), c.said.join(' ') || '–'])),
    ...table('Klachten', ['Ontvangen', 'Waarover', 'Stand', 'Wat er is gezegd', 'Ons antwoord'], one.complaints.map(({ receivedOn, subject, state, words, findings }) => [dateInWords(receivedOn), subject, state, words ?? '–', findings ?? '–'])),
    ...table('Terugkoppeling aan schuldeisers', ['Wanneer', 'Inhoud'], one.feedback.map(({ sentOn, body }) => [dateInWords(sentOn), feedbackInWords(body)])),
    ...table('Berichten aan schuldeisers', ['Schuldeiser', 'Wanneer', 'Bericht'], one.mails.map(({ creditor, on, template }) => [creditor, dateInWords(on), (mailLabels as Readonly<Record<string, string>>)[template] ?? template])),
    ...table('Toestemming', ['Waarvoor', 'Wanneer', 'Antwoord', 'Hoe'], one.consents.map(({ purpose, on, state, how }) => [labelOf(consentPurposes, purpose), dateInWords(on), consentStateLabels[state], consentWayLabels[how]])),
    ...table('Termijnen', ['Termijn', 'Begon', 'Laatste dag', 'Stand'], one.deadlines.map(({ kind, startedOn, dueOn, state }) => [deadlineLabels[kind], dateInWords(startedOn), dateInWords(dueOn), deadlineStateLabels[state] ?? state])),
    ...table('Wie dit heeft bekeken', ['Wanneer', 'Wie', 'Wat', 'Keer'], one.readings.map(({ on, role, action, times }) => [dateInWords(on), roleLabels[role], auditLabels[action], String(times)])),
  ];
}

const kindOf = (kind: string): string => {
  const code = parseCode(creditorKinds, kind);
  return code === undefined ? kind : labelOf(creditorKinds, code);
};

function stateOf({ state, reason, crisis, signalKind, signalKindLabel, warm }: ReportedCase['signals'][number]): string {
  const marks = [...(crisis ? ['crisis'] : []), ...(signalKind === 'ordinary' ? [] : [signalKindLabel.toLowerCase()]), ...(warm ? ['warm'] : [])].map((mark) => `, ${mark}`).join('');
  if (state === 'pending') return `Wacht op de match${marks}`;
  return state === 'in-case' ? `In de zaak${marks}` : (dropOutLabels[reason ?? ''] ?? 'Niet opgepakt');
}

const deadlineStateLabels: Readonly<Record<string, string>> = { open: 'loopt', paused: 'gepauzeerd', breached: 'te laat', met: 'gehaald', 'met-late': 'te laat gehaald', cancelled: 'vervallen' };
