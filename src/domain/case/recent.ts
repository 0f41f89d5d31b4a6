/** What was done in a case recently, so that somebody who decides on an older picture of it is told what has changed. */
import type { Command } from './commands.ts';
import type { Action } from './lifecycle.ts';
import type { Recent } from './state.ts';
import type { Step } from './step.ts';

/** How many are kept: more than happens while somebody looks at a case. */
const KEPT = 20;

const contact = ['attempt', 'attempt-corrected', 'attempt-taken-back', 'callback', 'visits-resumed', 'visits-ended'];
const help = ['plan-completed', 'planning-ended', 'problematic-debts', 'problematic-debts-withdrawn', 'referred', 'first-talk', 'hand-over-offered', 'hand-over-confirmed'];
const recheck = ['re-check-asked', 're-check-answered', 're-check-decided', 're-check-taken-back', 'revisit'];
const course = ['signal-joined', 'signal-updated', 'day-moved', 'day-withdrawn', 'signals-stopped', 'go', 'no-go', 'triage-undone', 'feedback-sent', 'feedback-held', 'feedback-undone', 'feedback-corrected', 'paused', 'resumed', 'reopened'];
const all = [...contact, ...help, ...recheck, ...course];
const steering = ['deadline-extended', 'reassigned', 'taken-on'];

/** What each action depends on; an action that is not listed depends on everything that was done. */
const decidedOn: Partial<Record<Action, readonly string[]>> = {
  'record-attempt': contact,
  'correct-attempt': contact,
  'take-back-attempt': contact,
  'record-callback': contact,
  'plan-appointment': contact,
  'record-problematic-debts': help,
  'withdraw-problematic-debts': help,
  refer: help,
  'record-first-talk': help,
  'offer-hand-over': help,
  'confirm-hand-over': help,
  'answer-re-check': recheck,
  'withdraw-day': ['signal-joined', 'signal-updated', 'day-moved', 'day-withdrawn'],
  resume: ['paused', 'resumed'],
  'extend-deadline': ['deadline-extended'],
  reassign: ['reassigned', 'taken-on'],
  'take-on': ['reassigned', 'taken-on'],
};

const words: Record<string, string> = {
  'attempt nobody-home': 'een poging (niemand thuis)',
  'attempt reached': 'bereikt',
  'attempt refused': 'hulp geweigerd',
  'attempt wants-no-help': 'wil geen hulp',
  'attempt moved': 'verhuisd',
  'attempt moved-within': 'verhuisd binnen de gemeente',
  'attempt deceased': 'overleden',
  'attempt unsafe': 'een onveilig bezoek',
  'attempt-corrected': 'een gecorrigeerde poging',
  'attempt-taken-back': 'dat een poging er niet was',
  callback: 'dat de inwoner terugbelde',
  'visits-resumed': 'dat de bezoeken doorgaan',
  'visits-ended': 'dat de bezoeken zijn beëindigd',
  'plan-completed': 'een plan van aanpak',
  'planning-ended': 'dat er geen plan komt',
  'problematic-debts': 'problematische schulden',
  'problematic-debts-withdrawn': 'dat er geen problematische schulden zijn',
  referred: 'dat schuldhulpverlening is ingeschakeld',
  'first-talk': 'het eerste gesprek',
  'hand-over-offered': 'een warme overdracht',
  'hand-over-confirmed': 'dat de overdracht is bevestigd',
  're-check-asked': 'dat de heropaf is gevraagd',
  're-check-answered': 'een antwoord op de heropaf',
  're-check-taken-back': 'dat een antwoord op de heropaf is teruggenomen',
  're-check-decided': 'een besluit over de heropaf',
  revisit: 'dat er opnieuw wordt bezocht',
  'signal-joined': 'een nieuw signaal',
  'signal-updated': 'een geactualiseerd signaal',
  'day-moved': 'een andere dag voor de ontruiming of het einde van de levering',
  'day-withdrawn': 'dat een ontruiming of een einde van de levering niet doorgaat',
  'signals-stopped': 'een bezwaar van een inwoner',
  go: 'een go',
  'no-go': 'een no-go',
  'triage-undone': 'dat het triagebesluit ongedaan is gemaakt',
  'feedback-sent': 'de terugkoppeling',
  'feedback-held': 'een terugkoppeling die klaarstaat',
  'feedback-undone': 'dat de terugkoppeling ongedaan is gemaakt',
  'feedback-corrected': 'een gecorrigeerde terugkoppeling',
  paused: 'een pauze',
  resumed: 'dat de zaak weer loopt',
  reopened: 'dat de zaak is heropend',
  'deadline-extended': 'een andere termijn',
  reassigned: 'een ander team',
  'taken-on': 'een andere medewerker',
};

/** Keeps what this step did, under its number. */
export function remember({ state, events }: Step): void {
  const done = events.filter(({ type }) => all.includes(type) || steering.includes(type));
  if (done.length === 0) return;
  const recent = done.map((event) => ({ seq: state.seq, what: event.type === 'attempt' ? `attempt ${event.data.outcome}` : event.type }));
  state.recent = [...(state.recent ?? []), ...recent].slice(-KEPT);
}

/** Dutch: what was done since the step that the command was decided on, where that matters to it; null when nothing does. */
export function changedSince({ recent = [] }: { recent?: Recent[] }, { action, seq }: Pick<Command, 'action' | 'seq'>): string | null {
  if (seq === undefined) return null;
  const matters = decidedOn[action] ?? all;
  const since = recent.filter((each) => each.seq > seq && matters.includes(each.what.split(' ')[0] ?? ''));
  if (since.length === 0) return null;
  const told = [...new Set(since.map(({ what }) => words[what] ?? what))];
  const what = told.join(' en ');
  return `Intussen is ${what.startsWith('dat ') ? `vastgelegd ${what}` : `${what} vastgelegd`}. Bekijk de zaak opnieuw en beslis dan.`;
}
