/** What is to come when nobody acts, in Dutch. Pure: names of creditors are looked up by the caller. */
import type { EventFields, StepEvent, StepEventType } from '../../domain/case/events.ts';
import type { ForecastMoment, HappeningKind } from '../../domain/case/forecast.ts';
import type { Mail, Recipient } from '../../domain/case/step.ts';
import type { DeadlineKind } from '../../domain/planning/policy.ts';
import { dateInWords } from './dates.ts';
import { deadlineLabels, roleLabels } from '../labels/labels.ts';
import { eventSentence, type Names } from './timeline.ts';

export interface Happening {
  kind: HappeningKind;
  /** What happens, in words. */
  sentence: string;
  deadlineId: string | null;
  deadlineKind: DeadlineKind | null;
  dueOn: string | null;
}

interface Told {
  recipient: Recipient['kind'];
  creditorId: string | null;
  /** 'Team', or the creditor's name. */
  who: string;
  template: Mail['template'];
}

const kinds: Partial<Record<StepEventType, HappeningKind>> = {
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

function happening(event: StepEvent, names: Names): Happening {
  const told = event.type === 'deadline-warned' || event.type === 'deadline-breached' ? event.data : null;
  return {
    kind: kinds[event.type] ?? 'other',
    sentence: sentenceOf(event, names),
    deadlineId: told?.deadlineId ?? null,
    deadlineKind: told?.kind ?? null,
    dueOn: told?.dueOn ?? null,
  };
}

const creditorIn = ({ creditorId }: { creditorId: string }, names: Names): string => names.get(creditorId) ?? creditorId;

/** What the timeline says otherwise once it has happened. */
const ahead: { [Type in StepEventType]?: (data: EventFields[Type], names: Names) => string } = {
  'deadline-breached': ({ kind, dueOn }) => `Termijn verstreken: "${deadlineLabels[kind]}" moest klaar zijn op ${dateInWords(dueOn)}.`,
  're-check-asked': ({ creditors }) => `Heropaf: ${creditors === 1 ? '1 schuldeiser krijgt' : `${creditors} schuldeisers krijgen`} de vraag of de lopende kosten worden betaald.`,
  're-check-reminded': (d, n) => `${creditorIn(d, n)} krijgt een herinnering: er kwam geen antwoord op de heropaf.`,
  're-check-silent': (d, n) => `${creditorIn(d, n)} gaf ook na de herinnering geen antwoord; de projectleider beslist.`,
};

function sentenceOf(event: StepEvent, names: Names): string {
  const sentence = ahead[event.type] as ((data: StepEvent['data'], known: Names) => string) | undefined;
  return sentence?.(event.data, names) ?? eventSentence(event, names);
}

const recipients: Record<Recipient['kind'], string> = { ...roleLabels, team: 'Team' };

/** Who gets mail, in order. */
export function toldOf({ mails }: ForecastMoment, names: Names): Told[] {
  return mails.map(({ to, template }) => {
    const creditorId = to.kind === 'creditor' ? to.id : null;
    return { recipient: to.kind, creditorId, who: creditorId === null ? recipients[to.kind] : (names.get(creditorId) ?? creditorId), template };
  });
}
