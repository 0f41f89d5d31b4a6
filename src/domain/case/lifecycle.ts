/**
 * The transition table: which action is possible in which phase, by whom, and where it may lead.
 * The engine, the API, the screens and the documentation all read this one table.
 */
import { z } from 'zod';

export const phases = ['candidate', 'triage', 'visiting', 'planning', 'feedback', 'monitoring', 're-check', 'closed'] as const;
export type Phase = (typeof phases)[number];

export const roleSchema = z.enum([
  'creditor',
  'desk',
  'caseworker',
  'project-leader',
  'steering-group',
  'privacy-officer',
  'administrator',
  'system',
]);
export type Role = z.infer<typeof roleSchema>;

interface Rule {
  from: readonly Phase[];
  by: readonly Role[];
  /** Every phase the action may end in; a stay counts. */
  to: readonly Phase[];
  /** Dutch, as a button says it. */
  label: string;
  /** Possible while the case is paused; default no. */
  whilePaused?: true;
  /** A reason in words must be given, and is kept. */
  reason?: true;
}

const running = ['triage', 'visiting', 'planning', 'feedback', 'monitoring', 're-check'] as const satisfies Phase[];
/** The phases of a case that is worked on: neither candidate nor closed. */
export const runningPhases: readonly Phase[] = running;
const contacted = ['visiting', 'planning', 'feedback', 'monitoring', 're-check'] as const satisfies Phase[];
const afterTalk = ['planning', 'feedback', 'monitoring', 're-check'] as const satisfies Phase[];
const desk = ['desk', 'project-leader'] as const satisfies Role[];
const team = ['caseworker', 'project-leader'] as const satisfies Role[];
const staff = ['caseworker', 'desk', 'project-leader'] as const satisfies Role[];

const table = {
  go: { from: ['triage'], by: desk, to: ['visiting', 'triage'], label: 'Go: oppakken' },
  'no-go': { from: ['triage'], by: desk, to: ['closed', 'triage'], label: 'No-go: niet oppakken' },
  'undo-triage': { from: ['triage'], by: desk, to: ['triage'], label: 'Triagebesluit ongedaan maken' },
  'plan-appointment': { from: contacted, by: staff, to: contacted, label: 'Afspraak vastleggen' },
  'record-attempt': { from: contacted, by: staff, to: contacted, label: 'Contactpoging vastleggen' },
  'record-callback': { from: ['visiting', 'feedback', 'monitoring', 're-check'], by: staff, to: ['planning'], label: 'Inwoner belt terug' },
  'correct-attempt': {
    from: contacted,
    by: team,
    to: contacted,
    label: 'Uitkomst corrigeren',
    reason: true,
  },
  'take-back-attempt': { from: contacted, by: team, to: contacted, label: 'Poging terugnemen: was er niet', reason: true },
  'resume-visits': { from: contacted, by: desk, to: contacted, label: 'Bezoeken hervatten', reason: true },
  'end-visits': { from: ['visiting'], by: desk, to: ['feedback'], label: 'Bezoeken beëindigen', reason: true },
  'record-problematic-debts': { from: afterTalk, by: team, to: afterTalk, label: 'Problematische schulden vastleggen' },
  'withdraw-problematic-debts': { from: contacted, by: team, to: contacted, label: 'Problematische schulden terugnemen', reason: true },
  'complete-plan': { from: ['planning'], by: team, to: ['feedback'], label: 'Plan van aanpak afronden' },
  'end-planning': { from: ['planning'], by: team, to: ['feedback'], label: 'Zonder plan afronden' },
  // The system confirms for a service that was sent a link.
  // A file or a hand-over of before goes on while a crisis or a "no" at the re-check has the team visit again.
  refer: { from: running, by: staff, to: running, label: 'Schuldhulpverlening inschakelen' },
  'record-first-talk': { from: running, by: staff, to: running, label: 'Eerste gesprek schuldhulpverlening vastleggen' },
  'offer-hand-over': { from: afterTalk, by: team, to: afterTalk, label: 'Warm overdragen' },
  'confirm-hand-over': { from: running, by: [...staff, 'system'], to: running, label: 'Overdracht bevestigen' },
  'mark-covered': { from: ['monitoring', 're-check'], by: team, to: ['monitoring', 're-check'], label: 'Valt onder het lopende plan' },
  'send-feedback': { from: ['feedback', 'monitoring', 're-check'], by: team, to: ['feedback', 'monitoring', 're-check', 'closed'], label: 'Terugkoppelen aan schuldeisers' },
  'undo-feedback': { from: ['feedback', 'monitoring', 're-check'], by: team, to: ['feedback', 'monitoring', 're-check'], label: 'Terugkoppeling ongedaan maken' },
  'correct-feedback': { from: ['feedback', 'monitoring', 're-check'], by: team, to: ['feedback', 'monitoring', 're-check'], label: 'Terugkoppeling corrigeren', reason: true },
  // While the team is about to visit after a "no", that answer can be taken back.
  'answer-re-check': { from: ['visiting', 're-check'], by: ['creditor', 'desk', 'project-leader'], to: ['visiting', 're-check', 'monitoring', 'closed'], label: 'Heropaf beantwoorden', whilePaused: true },
  'decide-re-check': { from: ['re-check'], by: ['project-leader'], to: ['re-check', 'visiting', 'closed'], label: 'Over heropaf beslissen', reason: true },
  pause: { from: running, by: staff, to: running, label: 'Pauzeren', reason: true },
  resume: { from: running, by: staff, to: running, label: 'Hervatten', whilePaused: true, reason: true },
  'extend-deadline': { from: running, by: desk, to: running, label: 'Termijn verlengen', whilePaused: true, reason: true },
  // The system carries out what was decided elsewhere: that somebody leaves, a granted objection or erasure.
  // By the creditor that told of it, or the desk for it.
  'withdraw-day': { from: running, by: ['creditor', 'desk', 'project-leader'], to: running, label: 'Ontruiming of einde levering intrekken', whilePaused: true, reason: true },
  reassign: { from: running, by: [...desk, 'system'], to: running, label: 'Overdragen aan ander team', whilePaused: true, reason: true },
  'take-on': { from: running, by: ['caseworker'], to: running, label: 'Op mijn naam zetten', whilePaused: true },
  close: { from: ['candidate', ...running], by: [...desk, 'system'], to: ['closed'], label: 'Voortijdig sluiten', whilePaused: true, reason: true },
  reopen: { from: ['closed'], by: desk, to: running, label: 'Heropenen', reason: true },
} satisfies Record<string, Rule>;

export type Action = keyof typeof table;
export const actions = Object.keys(table) as Action[];
export const rules: Readonly<Record<Action, Rule>> = table;

/** The people who may take it; the system only carries out what was decided elsewhere. */
export const peopleOf = (action: Action): Role[] => rules[action].by.filter((role) => role !== 'system');

/** What the table must know of a case; the conditions that a phase alone does not tell. */
export interface Standing {
  phase: Phase;
  paused: boolean;
  /** A triage decision that can still be undone. */
  held: boolean;
  /** Visits stopped because they were unsafe; the desk decides. */
  visitsStopped: boolean;
  /** A creditor named a day on which the home must be left or the supply ends. */
  dayAhead: boolean;
  /** Something was recorded that can be corrected. */
  attempted: boolean;
  /** Feedback that can still be undone. */
  feedbackHeld: boolean;
  /** Somebody has had a feedback that can be corrected. */
  fedBack: boolean;
  /** A "no" at the re-check that its creditor can still take back. */
  canTakeBackNo: boolean;
  /** The project leader has to decide about the re-check. */
  undecided: boolean;
  /** Kinds of deadline that are running, breached ones included. */
  running: ReadonlySet<string>;
  /** A file at debt services was opened; with the home or a utility about to be lost. */
  problematicDebts: boolean;
  urgent: boolean;
}

export interface Refusal {
  code: 'wrong-phase' | 'wrong-role' | 'paused' | 'not-now' | 'twice' | 'changed';
  /** Dutch: why, for the one who tried. */
  reason: string;
  /** Of what was recorded before: whose account did it, whose name stands where the reason says `{by}`. */
  by?: string;
  /** What to send along to have it done all the same. */
  confirmWith?: Record<string, true>;
}

/** What was found since does not fit what creditors are about to be told. */
const undoFeedbackFirst = (s: Standing): string | null => (s.feedbackHeld ? 'Er staat een terugkoppeling klaar die hier niet bij past; maak die eerst ongedaan.' : null);

/** Conditions beside the phase, each with the words for when it does not hold. */
const conditions: Partial<Record<Action, (s: Standing) => string | null>> = {
  go: (s) => (s.held ? 'Er is al een besluit; maak dat eerst ongedaan.' : null),
  'no-go': (s) => (s.held ? 'Er is al een besluit; maak dat eerst ongedaan.' : null),
  'undo-triage': (s) => (s.held ? null : 'Er is geen besluit dat nog ongedaan kan worden gemaakt.'),
  'resume-visits': (s) => (s.visitsStopped ? null : 'De bezoeken zijn niet gestopt.'),
  'end-visits': (s) => (s.visitsStopped ? null : 'De bezoeken zijn niet gestopt.'),
  'take-back-attempt': (s) => (s.attempted ? undoFeedbackFirst(s) : 'Er is nog geen contactpoging vastgelegd.'),
  'correct-attempt': (s) => (s.attempted ? undoFeedbackFirst(s) : 'Er is nog geen contactpoging vastgelegd.'),
  'undo-feedback': (s) => (s.feedbackHeld ? null : 'Er is geen terugkoppeling die nog ongedaan kan worden gemaakt.'),
  'correct-feedback': (s) => (s.fedBack ? null : 'Er is geen terugkoppeling die kan worden gecorrigeerd.'),
  pause: (s) => (s.held || s.feedbackHeld ? 'Er loopt een besluit dat nog ongedaan kan worden gemaakt; wacht daarop of maak het ongedaan.' : null),
  'record-problematic-debts': (s) => (s.problematicDebts && s.urgent ? 'Dit is al vastgelegd, met spoed.' : undoFeedbackFirst(s)),
  'withdraw-problematic-debts': (s) => (s.problematicDebts || s.running.has('referral') || s.running.has('first-talk') || s.running.has('first-talk-urgent') ? undoFeedbackFirst(s) : 'Er zijn geen problematische schulden vastgelegd.'),
  refer: (s) => (s.running.has('referral') ? null : 'Er zijn geen problematische schulden vastgelegd die nog moeten worden aangemeld.'),
  'record-first-talk': (s) =>
    s.running.has('first-talk') || s.running.has('first-talk-urgent') ? null : 'Er is geen eerste gesprek dat nog moet plaatsvinden.',
  'offer-hand-over': (s) => (s.running.has('hand-over') ? 'Er wacht al een overdracht op bevestiging.' : null),
  'send-feedback': (s) => (s.running.has('feedback') || s.phase === 'feedback' ? null : 'Er is niets dat nog moet worden teruggekoppeld.'),
  'confirm-hand-over': (s) => (s.running.has('hand-over') ? null : 'Er is geen overdracht die op bevestiging wacht.'),
  'answer-re-check': (s) => (s.phase === 're-check' || s.canTakeBackNo ? null : 'Er is nu geen antwoord op de heropaf dat nog kan worden gewijzigd: er is al naar gehandeld.'),
  'decide-re-check': (s) => (s.undecided ? null : 'Er is nog niets te beslissen: de schuldeisers kunnen nog antwoorden.'),
  'withdraw-day': (s) => (s.dayAhead ? null : 'In deze zaak is geen ontruiming of einde van de levering gemeld.'),
  resume: (s) => (s.paused ? null : 'De zaak is niet gepauzeerd.'),
};

/** Why this action is not possible now for this role, or null when it is. */
export function refusalOf(standing: Standing, action: Action, role: Role): Refusal | null {
  const rule = rules[action];
  if (!rule.by.includes(role)) return { code: 'wrong-role', reason: 'Deze rol mag dit niet doen.' };
  if (!rule.from.includes(standing.phase)) return { code: 'wrong-phase', reason: `Dit kan niet in de fase "${phaseLabels[standing.phase]}".` };
  if (standing.paused && !rule.whilePaused) return { code: 'paused', reason: 'De zaak is gepauzeerd; hervat haar eerst.' };
  const reason = conditions[action]?.(standing) ?? null;
  return reason === null ? null : { code: 'not-now', reason };
}

/** What may be done next, and by whom. */
export function allowedActions(standing: Standing): { action: Action; label: string; by: readonly Role[]; reason: boolean }[] {
  return actions
    .filter((action) => rules[action].by.some((role) => refusalOf(standing, action, role) === null))
    .map((action) => ({ action, label: rules[action].label, by: peopleOf(action), reason: rules[action].reason ?? false }));
}

export const phaseLabels: Record<Phase, string> = {
  candidate: 'Kandidaat',
  triage: 'Triage',
  visiting: 'Bezoek',
  planning: 'Plan van aanpak',
  feedback: 'Terugkoppeling',
  monitoring: 'Nazorg',
  're-check': 'Heropaf',
  closed: 'Gesloten',
};
