/** Which mails a creditor gets together, once a working day; and what is left to tell of a day on which something was undone. */
import { DateTime } from 'luxon';
import type { MailTemplate } from '../case/step.ts';
import type { Calendar } from '../time/calendar.ts';
import { ZONE, type Instant } from '../time/dates.ts';

export const digestKinds = [
  { code: 'decisions', label: 'Besluiten over uw signalen' },
  { code: 'feedback', label: 'Terugkoppelingen' },
] as const;
export type DigestKind = (typeof digestKinds)[number]['code'];
export const digestKindCodes = digestKinds.map(({ code }) => code) as [DigestKind, ...DigestKind[]];

const kinds = { go: 'decisions', 'no-go': 'decisions', 'case-closed': 'decisions', 'case-reopened': 'decisions', 'signal-stopped': 'decisions', feedback: 'feedback', 'feedback-corrected': 'feedback' } as const satisfies Partial<Record<MailTemplate, DigestKind>>;
export type DigestTemplate = keyof typeof kinds;

/** Null for what always comes by itself: a question, a receipt, what became of a round. */
export const digestKindOf = (template: string): DigestKind | null => (isDigestTemplate(template) ? kinds[template] : null);
const isDigestTemplate = (template: string): template is DigestTemplate => template in kinds;

/** The first moment after `at` at which it is `time` ('16:30') in Europe/Amsterdam on a working day. */
export function nextDigestAt(at: Instant, time: string, calendar: Calendar): Instant {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const now = DateTime.fromISO(at, { zone: ZONE });
  const today = now.set({ hour, minute, second: 0, millisecond: 0 });
  const day = today.toISODate() ?? '';
  if (today > now && calendar.isWorkingDay(day)) return today.toUTC().toISO() ?? '';
  return DateTime.fromISO(calendar.addWorkingDays(day, 1), { zone: ZONE }).set({ hour, minute }).toUTC().toISO() ?? '';
}

/** A mail that waits for the digest. */
export interface Entry {
  id: string;
  template: string;
  data: Record<string, unknown>;
  caseId: string | null;
}

/** What is told of an entry: of a feedback that was put right before anybody had it, the right one. */
export interface Telling {
  id: string;
  template: DigestTemplate;
  data: Record<string, unknown>;
}

/**
 * What there is still to tell one creditor, given all that waits for it in order of time. What was undone before it was told is not
 * told, and of an ending that followed on a start the ending alone.
 */
export function stillToTell(entries: readonly Entry[]): Telling[] {
  const cases = [...new Set(entries.map(({ caseId }) => caseId))];
  return cases.flatMap((id) => withoutOvertaken(entries.filter(({ caseId }) => caseId === id).reduce<Telling[]>(after, [])));
}

function after(told: Telling[], { id, template, data }: Entry): Telling[] {
  if (!isDigestTemplate(template)) return told;
  if (template === 'case-reopened') return reopened(told, { id, template, data });
  if (template === 'feedback-corrected') return corrected(told, { id, template, data });
  return [...told, { id, template, data }];
}

/** A creditor that was not told of an ending is not told that it was undone. */
function reopened(told: Telling[], telling: Telling): Telling[] {
  const { told: undone, owed } = telling.data;
  const ended = told.findLast(({ template }) => template === undone);
  if (ended === undefined) return [...told, telling];
  return undone === 'feedback' && owed !== true ? told : told.filter((one) => one !== ended);
}

/** A suspension runs from the first feedback, so its entry stays the one that is told. */
function corrected(told: Telling[], telling: Telling): Telling[] {
  const { corrects, feedbackId } = telling.data;
  const wrong = told.findLast(({ data }) => data['feedbackId'] === corrects);
  if (wrong === undefined) return [...told, telling];
  const data = wrong.template === 'feedback' ? { ...wrong.data, feedbackId, first: wrong.data['first'] ?? corrects } : { ...wrong.data, feedbackId };
  return told.map((one) => (one === wrong ? { ...wrong, data } : one));
}

const ends = ['no-go', 'case-closed'];

function withoutOvertaken(told: readonly Telling[]): Telling[] {
  const end = told.findLastIndex(({ template }) => ends.includes(template));
  return told.filter(({ template }, n) => n >= end || !['go', 'case-reopened', ...ends].includes(template));
}
