/** Everything a case's workflow knows: ids, codes, dates and deadlines; nothing about a person. */
import type { ClosedDay } from '../calendar.ts';
import type { CaseResult } from '../codes.ts';
import type { AttemptData } from '../commands.ts';
import type { Instant, LocalDate } from '../dates.ts';
import { isRunning, type Because, type Deadline } from '../deadline.ts';
import type { Phase, Standing } from '../lifecycle.ts';
import type { CasePolicy } from '../policy.ts';

export type DropOutReason = 'not-private' | 'objection' | 'repeated' | 'arrears-age' | 'below-minimum' | 'no-match' | 'capacity' | 'replaced';

export interface CaseSignal {
  id: string;
  creditorId: string;
  roundId: string;
  /** `pending` until its round is confirmed. */
  state: 'pending' | 'in-case' | 'dropped';
  reason: DropOutReason | 'crisis' | 'higher' | 'other' | null;
}

export interface Attempt extends AttemptData {
  id: string;
  /** 0 for the first visiting phase, 1 and 2 for those after a failed re-check. */
  cycle: number;
  recordedAt: Instant;
}

/** How a case ended, beside the national result code. */
export type Ending = 'drop-out' | 'no-go' | 'recovered' | 'fed-back' | 'not-recovered' | 'closed-early';

export interface CaseState {
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
  visitsStopped: boolean;
  planId: string | null;
  problematicDebts: boolean;
  urgent: boolean;
  feedbackId: string | null;
  /** Answers to the re-check that is running, by creditor. */
  answers: Record<string, 'asked' | 'reminded' | 'silent' | 'paying' | 'not-paying'>;
  undecided: boolean;
  result: CaseResult | null;
  ending: Ending | null;
  closedAt: Instant | null;
  deadlines: Deadline[];
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

/** What a new visiting phase starts without. */
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

const visitKinds: readonly string[] = ['visit', 'appointment'];

/** Visits of the current visiting phase: only these count towards the maximum. */
export function visitsMade(state: CaseState): number {
  return state.attempts.filter((attempt) => attempt.cycle === state.cycle && isVisit(attempt)).length;
}

/** Dropped by a rule of the match; a person's objection and a newer signal are not undone by reopening. */
export const canBeTakenUp = ({ state, reason }: CaseSignal): boolean => state !== 'dropped' || (reason !== 'objection' && reason !== 'replaced');

export const isVisit = (attempt: AttemptData): boolean => visitKinds.includes(attempt.kind);

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
    running: new Set(state.deadlines.filter(isRunning).map((d) => d.kind)),
    problematicDebts: state.problematicDebts,
    urgent: state.urgent,
    attempted: state.attempts.length > 0,
  };
}

/** The day a deadline of the case is due next, and which; for lists. */
export function nextDue(state: CaseState): { dueOn: LocalDate; kind: Deadline['kind'] } | null {
  const open = state.deadlines.filter((d) => isRunning(d) && d.state !== 'paused' && d.owner !== 'system');
  const [first] = open.sort((a, b) => Date.parse(a.dueBefore) - Date.parse(b.dueBefore));
  return first === undefined ? null : { dueOn: first.dueOn, kind: first.kind };
}
