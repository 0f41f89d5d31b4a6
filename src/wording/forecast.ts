/** What is to come when nobody acts, in Dutch. Pure: names of creditors are looked up by the caller. */
import type { ForecastMoment } from '../domain/case/forecast.ts';
import type { Mail, Recipient, TimelineEvent } from '../domain/case/step.ts';
import type { DeadlineKind } from '../domain/policy.ts';
import { dateInWords } from './dates.ts';
import { deadlineLabels } from './labels.ts';
import { timelineSentence, type Names } from './timeline.ts';

/** The kinds of moments to come, as lists count them. */
export const happeningKinds = ['warning', 'breach', 're-check', 'reminder', 'silence', 'in-effect', 'other'] as const;
export type HappeningKind = (typeof happeningKinds)[number];

export const happeningLabels: Record<HappeningKind, string> = {
  warning: 'Waarschuwing',
  breach: 'Termijn verstreken',
  're-check': 'Heropaf gevraagd',
  reminder: 'Herinnering',
  silence: 'Geen antwoord',
  'in-effect': 'Besluit gaat in',
  other: 'Overig',
};

export interface Happening {
  kind: HappeningKind;
  /** What happens, in words. */
  sentence: string;
  deadlineId: string | null;
  deadlineKind: DeadlineKind | null;
  dueOn: string | null;
}

export interface Told {
  recipient: Recipient['kind'];
  creditorId: string | null;
  /** 'Team', or the creditor's name. */
  who: string;
  template: Mail['template'];
}

const kinds: Readonly<Record<string, HappeningKind>> = {
  'deadline-warned': 'warning',
  'deadline-breached': 'breach',
  're-check-asked': 're-check',
  're-check-reminded': 'reminder',
  're-check-silent': 'silence',
};

/** A moment's happenings in order. */
export function happeningsOf({ events, inEffect }: ForecastMoment, names: Names): Happening[] {
  const effect: Happening[] = inEffect === null ? [] : [{ kind: 'in-effect', sentence: `Het besluit ${inEffect} gaat in.`, deadlineId: null, deadlineKind: null, dueOn: null }];
  return [...effect, ...events.map((event) => happening(event, names))];
}

function happening(event: TimelineEvent, names: Names): Happening {
  const { type, data } = event;
  const ofDeadline = type === 'deadline-warned' || type === 'deadline-breached';
  return {
    kind: kinds[type] ?? 'other',
    sentence: sentenceOf(event, names),
    deadlineId: ofDeadline ? String(data['deadlineId']) : null,
    deadlineKind: ofDeadline ? (data['kind'] as DeadlineKind) : null,
    dueOn: ofDeadline ? String(data['dueOn']) : null,
  };
}

/** As the timeline will say it, but of what is still to come. */
function sentenceOf(event: TimelineEvent, names: Names): string {
  const { type, data } = event;
  const creditor = names.get(String(data['creditorId'])) ?? String(data['creditorId']);
  switch (type) {
    case 'deadline-warned':
      return `Waarschuwing: "${deadlineLabels[data['kind'] as DeadlineKind]}" moet klaar zijn op ${dateInWords(String(data['dueOn']))}.`;
    case 'deadline-breached':
      return `Termijn verstreken: "${deadlineLabels[data['kind'] as DeadlineKind]}" moest klaar zijn op ${dateInWords(String(data['dueOn']))}.`;
    case 're-check-asked':
      return `Heropaf: ${data['creditors'] === 1 ? '1 schuldeiser krijgt' : `${String(data['creditors'])} schuldeisers krijgen`} de vraag of de lopende kosten worden betaald.`;
    case 're-check-reminded':
      return `${creditor} krijgt een herinnering: er kwam geen antwoord op de heropaf.`;
    case 're-check-silent':
      return `${creditor} gaf ook na de herinnering geen antwoord; de projectleider beslist.`;
    default:
      return timelineSentence(event, names);
  }
}

const recipients: Record<Recipient['kind'], string> = { creditor: 'Schuldeiser', team: 'Team', desk: 'Meldpunt', 'project-leader': 'Projectleider', 'privacy-officer': 'Privacyfunctionaris' };

/** Who gets mail, in order. */
export function toldOf({ mails }: ForecastMoment, names: Names): Told[] {
  return mails.map(({ to, template }) => {
    const creditorId = to.kind === 'creditor' ? to.id : null;
    return { recipient: to.kind, creditorId, who: creditorId === null ? recipients[to.kind] : (names.get(creditorId) ?? creditorId), template };
  });
}
