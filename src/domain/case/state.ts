/** Everything a case's workflow knows: ids, codes, dates and deadlines; nothing about a person. */
import type { ClosedDay } from '../time/calendar.ts';
import type { CaseResult, UrgentKind } from '../codes.ts';
import { recheckAnswers, type AttemptData, type Place } from './commands.ts';
import type { Instant, LocalDate } from '../time/dates.ts';
import { isRunning, type Because, type Deadline } from '../deadlines/deadline.ts';
import type { Phase, Standing } from './lifecycle.ts';
import type { CasePolicy } from '../planning/policy.ts';
import { hasRules, type Ruled } from './rules.ts';

const dropOutReasons = ['not-private', 'objection', 'repeated', 'arrears-age', 'below-minimum', 'no-match', 'capacity', 'replaced'] as const;
export type DropOutReason = (typeof dropOutReasons)[number];

/** Why a signal dropped out or joined, in a code. */
export const signalReasons = [...dropOutReasons, 'crisis', 'higher', 'updated', 'other'] as const;
export type SignalReason = (typeof signalReasons)[number];

export interface CaseSignal {
  id: string;
  creditorId: string;
  roundId: string;
  /** `pending` until its round is confirmed. */
  state: 'pending' | 'in-case' | 'dropped';
  reason: SignalReason | null;
  /** Its creditor is still to hear what came of it; absent in a case of before 0.3 (`owing.ts`). */
  owed?: boolean;
  /** The feedback that its creditor has; absent before 0.3 (`owing.ts`). */
  told?: string;
  /** It joined after the others had their feedback: its work, feedback and re-check are its own. */
  late?: { since: Instant; underPlan?: true };
  /** Signals of the same contract whose place it took. */
  updates?: string[];
  /** Its supply ends, or the home must be left, on that day; and the deadline for an offer before it. */
  threat?: Threat;
  /** The day that it came with is off. */
  dayWithdrawn?: true;
}

export interface Threat {
  kind: UrgentKind;
  on: LocalDate;
  deadlineId: string;
}

export interface Attempt extends AttemptData {
  id: string;
  /** 0 for the first visiting phase, 1 and 2 for those after a failed re-check. */
  cycle: number;
  recordedAt: Instant;
  /** The phase in which it was made, for a contact after the first talk: a second talk, or one for arrears that joined later. */
  during?: Exclude<Phase, 'visiting'>;
  /** Whose account recorded it; absent before 0.3. */
  by?: string;
  /** Problematic debts were withdrawn since: what it led to is not done anew. */
  settled?: true;
  /** How many deadlines there had been when it was recorded, and whether problematic debts were known from before. */
  before?: { deadlines: number; problematicDebts: boolean; urgent: boolean };
}

/** How a case ended, beside the national result code. */
export const endings = ['drop-out', 'no-go', 'recovered', 'fed-back', 'not-recovered', 'closed-early'] as const;
export type Ending = (typeof endings)[number];

/** Where a creditor stands at the re-check: asked, or what it answered. */
export const recheckStandings = ['asked', 'reminded', 'silent', ...recheckAnswers] as const;
export type RecheckStanding = (typeof recheckStandings)[number];

/** Where a case stood, for having it stand there again. */
export interface Standpoint {
  before: Pick<CaseState, 'phase' | 'cycle' | 'revisits' | keyof ReturnType<typeof nothingYet>>;
  /** By signal: whether it was owed feedback, and whether it had joined late. */
  signals: Pick<CaseSignal, 'id' | 'owed' | 'late'>[];
}

/** A creditor's "no" that had the team visit again: what stood before, until somebody has acted on it. */
export interface TakeableNo extends Standpoint {
  creditorId: string;
  /** The command that said it. */
  by: string;
}

/** What a creditor was told when the case closed. */
export const tellings = ['no-go', 'case-closed', 'feedback'] as const;

/** Where a case stood when it closed, for reopening it as it stood. */
export interface Stood extends Standpoint {
  pausedAt: Instant | null;
  /** Commands whose decision or feedback could still be undone. */
  undoable: string[];
  /** Ids of the deadlines that ran. */
  running: string[];
  /** Ids of the signals that the closing took up before their match. */
  takenUp: string[];
  /** By creditor, what it was told at the closing. */
  told: Record<string, (typeof tellings)[number]>;
}

/** Feedback that goes out after `until`, and can be undone as long; of one that corrects another, which. */
export interface HeldFeedback {
  until: Instant;
  commandId: string;
  feedbackId: string;
  signalIds: string[];
  corrects?: string;
}

export interface Recent {
  seq: number;
  /** An event's type, and of an attempt its outcome. */
  what: string;
}

export interface CaseState extends Ruled {
  caseId: string;
  gemeentecode: string;
  policy: CasePolicy;
  /** Closed days beyond the statutory ones: by decree, and added. */
  closedDays: ClosedDay[];
  seq: number;
  phase: Phase;
  pausedAt: Instant | null;
  teamId: string | null;
  caseworkerId: string | null;
  signals: CaseSignal[];
  matchedAt: Instant | null;
  /** A triage decision for many at once, in force after `until`. */
  held: { until: Instant; commandId: string; decision: 'go' | 'no-go'; because: string | null } | null;
  /** Goes up with every new visiting phase: after a failed re-check, a crisis, a reopening. */
  cycle: number;
  /** Visiting phases after a failed re-check: the policy has a maximum. */
  revisits: number;
  attempts: Attempt[];
  /** The attempt whose outcome can still be corrected: the last thing that was done. */
  correctableId: string | null;
  /** Nobody goes to the door: it was not safe there, and nobody has lifted that yet. */
  visitsStopped: boolean;
  /** The attempt at which it was found unsafe. */
  unsafeBy?: string;
  /** The appointment that was made last and not kept or missed yet. */
  appointment?: { date: LocalDate; place: Place };
  planId: string | null;
  problematicDebts: boolean;
  urgent: boolean;
  feedbackId: string | null;
  heldFeedback?: HeldFeedback[];
  /** Answers to the re-check that is running, by creditor. */
  answers: Record<string, RecheckStanding>;
  undecided: boolean;
  takeableNo?: TakeableNo;
  result: CaseResult | null;
  ending: Ending | null;
  closedAt: Instant | null;
  /** Of a closed case; absent where it closed before 0.3. */
  stood?: Stood;
  deadlines: Deadline[];
  /** What was done of late, and by which step; only what others may have to know before they decide. Absent before 0.3. */
  recent?: Recent[];
  /** Changes of calendar or policy that the case was told of, or began with. */
  replans?: { changeId: string; because: Because }[];
}

export interface CaseInput {
  caseId: string;
  gemeentecode: string;
  policy: CasePolicy;
  closedDays: ClosedDay[];
  /** Changes that these closed days hold already; absent: none. */
  replans?: NonNullable<CaseState['replans']>;
}

export function newCase(input: CaseInput): CaseState {
  return {
    ...input,
    seq: 0,
    phase: 'candidate',
    pausedAt: null,
    teamId: null,
    caseworkerId: null,
    signals: [],
    matchedAt: null,
    held: null,
    cycle: 0,
    revisits: 0,
    attempts: [],
    correctableId: null,
    visitsStopped: false,
    planId: null,
    problematicDebts: false,
    urgent: false,
    feedbackId: null,
    answers: {},
    undecided: false,
    result: null,
    ending: null,
    closedAt: null,
    deadlines: [],
  };
}

/** What a new visiting phase sets back to nothing. */
export function nothingYet() {
  return {
    correctableId: null,
    visitsStopped: false,
    planId: null,
    problematicDebts: false,
    urgent: false,
    feedbackId: null,
    answers: {},
    undecided: false,
    result: null,
  } satisfies Partial<CaseState>;
}

/** The same, but an unsafe address stays known until somebody lifts it; before 0.3 it was forgotten. */
export const beginningAnew = (state: CaseState) => ({ ...nothingYet(), ...(hasRules(state, 1) ? { visitsStopped: state.visitsStopped } : {}) });

const visitKinds: readonly string[] = ['visit', 'appointment'];

/** Visits of the current visiting phase: only these count towards the maximum. */
export function visitsMade(state: CaseState): number {
  return state.attempts.filter((attempt) => attempt.cycle === state.cycle && isVisit(attempt) && attempt.during === undefined).length;
}

/** Dropped by a rule of the match; a person's objection and a newer signal are not undone by reopening. */
export const canBeTakenUp = ({ state, reason }: CaseSignal): boolean => state !== 'dropped' || (reason !== 'objection' && reason !== 'replaced');

/** Whether signals of others than whoever these are of are worked on; in a candidate, whether any may still become a case. */
export const holdsOthers = (signals: readonly CaseSignal[], signalIds: readonly string[], phase: Phase): boolean =>
  signals.some(({ id, state }) => !signalIds.includes(id) && (state === 'in-case' || (state === 'pending' && phase === 'candidate')));

export const isVisit = (attempt: Pick<AttemptData, 'kind'>): boolean => visitKinds.includes(attempt.kind);

export function runningDeadline(state: CaseState, kind: Deadline['kind'], creditorId: string | null = null): Deadline | undefined {
  return state.deadlines.find((d) => d.kind === kind && d.creditorId === creditorId && isRunning(d));
}

/** The creditors that take part: those with a signal in the case. */
export function creditorsOf(state: CaseState): string[] {
  return [...new Set(state.signals.filter((signal) => signal.state === 'in-case').map((signal) => signal.creditorId))];
}

export function standingOf(state: CaseState): Standing {
  return {
    phase: state.phase,
    paused: state.pausedAt !== null,
    held: state.held !== null,
    visitsStopped: state.visitsStopped,
    undecided: state.undecided,
    canTakeBackNo: state.takeableNo !== undefined,
    running: new Set(state.deadlines.filter(isRunning).map((d) => d.kind)),
    problematicDebts: state.problematicDebts,
    urgent: state.urgent,
    dayAhead: state.signals.some((signal) => signal.state === 'in-case' && signal.threat !== undefined),
    attempted: state.attempts.length > 0,
    feedbackHeld: (state.heldFeedback ?? []).length > 0,
    fedBack: state.feedbackId !== null,
  };
}

/** The day a deadline of the case is due next, and which; for lists. */
export function nextDue(state: CaseState): { dueOn: LocalDate; kind: Deadline['kind'] } | null {
  const open = state.deadlines.filter((d) => isRunning(d) && d.state !== 'paused' && d.owner !== 'system');
  const [first] = open.sort((a, b) => Date.parse(a.dueBefore) - Date.parse(b.dueBefore));
  return first === undefined ? null : { dueOn: first.dueOn, kind: first.kind };
}
