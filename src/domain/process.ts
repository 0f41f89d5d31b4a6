/**
 * The process as a whole, read from the tables that the engine runs on. Beside them stands only what a table of actions
 * cannot say: what happens without anybody acting, how a case ends, and which event starts a deadline.
 */
import type { Ending } from './case/state.ts';
import { actions, phases, rules, type Action, type Phase } from './case/lifecycle.ts';
import type { DeadlineKind } from './planning/policy.ts';

/** A possible transition: an action, or something that happens by itself, from a phase to a phase, which can be the same. */
export interface Way {
  by: Action | Happening;
  from: Phase;
  to: Phase;
}

/** Transitions without a command. */
const happeningTable = {
  match: { label: 'Match', ways: [['candidate', 'triage']] },
  'no-match': { label: 'Geen match', ways: [['candidate', 'closed']] },
  crisis: { label: 'Crisissignaal', ways: [['candidate', 'triage'], ['feedback', 'triage'], ['monitoring', 'triage'], ['re-check', 'triage']] },
  'undo-time-over': { label: 'Bedenktijd voorbij', ways: [['triage', 'visiting'], ['triage', 'closed'], ['feedback', 'monitoring'], ['feedback', 'closed']] },
  're-check-due': { label: 'Dag van de heropaf', ways: [['monitoring', 're-check']] },
} as const satisfies Record<string, { label: string; ways: readonly (readonly [Phase, Phase])[] }>;

export type Happening = keyof typeof happeningTable;
export const happenings = Object.keys(happeningTable) as Happening[];
export const happeningLabels: Readonly<Record<Happening, { label: string }>> = happeningTable;

/** Two actions lead to different phases depending on the phase in which they are done. */
const narrower: Partial<Record<Action, Partial<Record<Phase, readonly Phase[]>>>> = {
  'record-attempt': { visiting: ['visiting', 'planning', 'feedback'] },
  'answer-re-check': { visiting: ['re-check', 'monitoring', 'closed'], 're-check': ['visiting', 're-check', 'monitoring', 'closed'] },
  'send-feedback': { feedback: ['feedback', 'monitoring', 'closed'], monitoring: ['monitoring'], 're-check': ['re-check'] },
  'correct-attempt': {
    visiting: ['visiting', 'planning', 'feedback'],
    planning: ['visiting', 'planning', 'feedback'],
    feedback: ['visiting', 'planning', 'feedback'],
  },
  'take-back-attempt': { planning: ['visiting', 'planning'], feedback: ['visiting', 'feedback'] },
};

/**
 * Where an action may lead from a phase. In the table stand all phases that it may end in: one that is possible in
 * several phases, and may end in the one where it is done, stays there.
 */
function targetsOf(action: Action, from: Phase): readonly Phase[] {
  const rule = rules[action];
  if (!rule.from.includes(from)) return [];
  const stays = rule.from.length > 1 && rule.to.includes(from);
  return narrower[action]?.[from] ?? (stays ? [from] : rule.to);
}

export function waysOf(action: Action): Way[] {
  return rules[action].from.flatMap((from) => targetsOf(action, from).map((to) => ({ by: action, from, to })));
}

export const happeningWays: readonly Way[] = happenings.flatMap((by) => happeningTable[by].ways.map(([from, to]) => ({ by, from, to })));

/** Every way a case can go, in the order of the phases. */
export const ways: readonly Way[] = [...actions.flatMap(waysOf), ...happeningWays].sort((a, b) => phases.indexOf(a.from) - phases.indexOf(b.from) || phases.indexOf(a.to) - phases.indexOf(b.to));

/** Possible in every phase of a running case, leaving it there, and with a reason: it is about the case, not about the work in it. */
export const steeringActions: readonly Action[] = actions.filter((action) => rules[action].reason === true && rules[action].from.length >= phases.length - 2 && waysOf(action).every(({ from, to }) => from === to));

/** How a case ends, and what may end it so. */
export const endings: Readonly<Record<Ending, { label: string; by: readonly Way['by'][] }>> = {
  'drop-out': { label: 'Afgevallen', by: ['no-match'] },
  'no-go': { label: 'Niet opgepakt', by: ['no-go', 'undo-time-over'] },
  recovered: { label: 'Hersteld', by: ['answer-re-check'] },
  'fed-back': { label: 'Teruggekoppeld', by: ['send-feedback', 'undo-time-over', 'answer-re-check', 'decide-re-check'] },
  'not-recovered': { label: 'Niet hersteld', by: ['decide-re-check'] },
  'closed-early': { label: 'Voortijdig gesloten', by: ['close'] },
};

/**
 * The event that starts each deadline, in words, and the phase in which it must be met; null for one outside a case.
 * A deadline runs on when its case goes to another phase.
 */
export const deadlineStarts: Readonly<Record<DeadlineKind, { at: string; phase: Phase | null }>> = {
  'match-result': { at: 'De ronde is gesloten', phase: 'candidate' },
  triage: { at: 'De match is bevestigd; bij een crisis: de melding is ontvangen; bij heropenen: de heropening', phase: 'triage' },
  'first-visit': { at: 'De ronde is gesloten, ook van een signaal dat er na de terugkoppeling bij komt; bij een crisis: de melding is ontvangen; bij heropenen: de heropening', phase: 'visiting' },
  'next-visit': { at: 'De vorige poging, of het besluit dat de bezoeken doorgaan', phase: 'visiting' },
  plan: { at: 'De inwoner is bereikt', phase: 'planning' },
  referral: { at: 'Problematische schulden zijn vastgelegd', phase: 'planning' },
  'first-talk': { at: 'Schuldhulpverlening is ingeschakeld', phase: 'feedback' },
  'first-talk-urgent': { at: 'Schuldhulpverlening is ingeschakeld, of later is de spoed gebleken', phase: 'feedback' },
  'hand-over': { at: 'De overdracht is aangeboden', phase: 'feedback' },
  feedback: { at: 'De ronde is gesloten, ook van een signaal dat er na de terugkoppeling bij komt; bij een crisis: de melding is ontvangen; bij een nieuwe ronde bezoeken: het begin daarvan', phase: 'feedback' },
  're-check': { at: 'De terugkoppeling is verstuurd', phase: 'monitoring' },
  're-check-answer': { at: 'De heropaf is gevraagd', phase: 're-check' },
  're-check-reminder': { at: 'De herinnering is verstuurd', phase: 're-check' },
  're-check-decision': { at: 'Een schuldeiser zweeg ook na de herinnering, of de antwoorden geven geen uitsluitsel', phase: 're-check' },
  revisit: { at: 'Een schuldeiser antwoordt dat er niet wordt betaald, of de zaak is heropend', phase: 'visiting' },
  'before-end-of-supply': { at: 'Een schuldeiser meldt dat de levering eindigt; de termijn telt terug vanaf die dag', phase: 'visiting' },
  'before-eviction': { at: 'Een schuldeiser meldt een ontruiming; de termijn telt terug vanaf die dag', phase: 'visiting' },
  'avg-request': { at: 'Het verzoek is ontvangen', phase: null },
  complaint: { at: 'De klacht is ontvangen', phase: null },
};
