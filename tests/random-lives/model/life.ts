/** What the model knows of a case. */
import type { AttemptData } from '../../../src/domain/commands.ts';
import type { Phase } from '../../../src/domain/lifecycle.ts';
import type { CasePolicy, DeadlineKind } from '../../../src/domain/policy.ts';
import { begin, finish, giveUp, runs, type ModelDeadline } from './deadline.ts';
import { dayAt, type Closed, type Day } from './days.ts';

export interface ModelAttempt extends AttemptData {
  by: string;
  at: number;
  /** Which visiting phase it belongs to. */
  round: number;
}

export interface Life {
  policy: CasePolicy;
  closed: Closed;
  /** Of the calendar and the policy, as the case has heard of them. */
  changes: string[];
  now: number;
  phase: Phase;
  /** Since when. */
  paused: number | null;
  /** A decision that can still be undone; of a no-go its result. */
  held: { until: number; by: string; noGo: string | null } | null;
  signals: { id: string; creditor: string; state: 'pending' | 'in-case' | 'dropped'; takable: boolean }[];
  deadlines: ModelDeadline[];
  attempts: ModelAttempt[];
  /** Nobody has gone on from the last attempt yet. */
  fresh: boolean;
  round: number;
  visitsStopped: boolean;
  planned: boolean;
  debts: boolean;
  urgent: boolean;
  answers: Map<string, 'asked' | 'reminded' | 'silent' | 'paying' | 'not-paying'>;
  undecided: boolean;
  revisits: number;
  result: string | null;
  ending: string | null;
  /** 'n kind at' of what time brought. */
  warned: string[];
  breached: string[];
}

export function unborn(policy: CasePolicy, closed: Closed, now: number): Life {
  return {
    policy, closed, changes: [], now, phase: 'candidate', paused: null, held: null, signals: [], deadlines: [], attempts: [], round: 0, revisits: 0, ending: null, warned: [], breached: [],
    ...clean(),
  };
}

/** What each new piece of work starts with. */
export const clean = (): Pick<Life, 'fresh' | 'visitsStopped' | 'planned' | 'debts' | 'urgent' | 'answers' | 'undecided' | 'result'> => ({
  fresh: false, visitsStopped: false, planned: false, debts: false, urgent: false, answers: new Map(), undecided: false, result: null,
});

export const isVisit = ({ kind }: { kind: string }): boolean => kind === 'visit' || kind === 'appointment';
const visitsOf = (life: Life) => life.attempts.filter((attempt) => attempt.round === life.round && isVisit(attempt));
export const visits = (life: Life): number => visitsOf(life).length;
export const lastVisit = (life: Life): Day => visitsOf(life).map(({ date }) => date).sort().at(-1) ?? '';
export const creditors = (life: Life): string[] => [...new Set(life.signals.filter(({ state }) => state === 'in-case').map(({ creditor }) => creditor))];

export const rechecks = ['re-check', 're-check-answer', 're-check-reminder'] as const;

/** The moment and the cause of what is done to a life. */
export interface Cause {
  at: number;
  by: string;
}

export function starts(life: Life, kind: DeadlineKind, cause: Cause, from = cause.at, creditor: string | null = null): void {
  life.deadlines.push(begin(kind, life.policy.deadlines[kind], from, cause.by, creditor, life.closed));
}

export const running = (life: Life, kind: DeadlineKind, creditor: string | null = null): ModelDeadline | undefined =>
  life.deadlines.find((d) => d.kind === kind && d.creditor === creditor && runs(d));

export function meets(life: Life, kind: DeadlineKind, cause: Cause, on = dayAt(cause.at), creditor: string | null = null): void {
  const d = running(life, kind, creditor);
  if (d !== undefined) finish(d, cause.at, cause.by, on);
}

export function drops(life: Life, kinds: readonly string[], cause: Cause): void {
  for (const d of life.deadlines) if (kinds.includes(d.kind) && runs(d)) giveUp(d, cause.at, cause.by);
}

export function ends(life: Life, ending: string, cause: Cause, result = life.result): void {
  for (const d of life.deadlines) if (runs(d)) giveUp(d, cause.at, cause.by);
  Object.assign(life, { phase: 'closed', paused: null, held: null, undecided: false, ending, result } satisfies Partial<Life>);
}

export function turnDown(life: Life, result: string, cause: Cause): void {
  meets(life, 'feedback', cause);
  ends(life, 'no-go', cause, result);
}

export function askOne(life: Life, creditor: string, cause: Cause): void {
  life.answers.set(creditor, 'asked');
  starts(life, 're-check-answer', cause, cause.at, creditor);
}

/** The one with this id: they are numbered as they start. */
export const deadlineOf = (life: Life, id: string): ModelDeadline | undefined => life.deadlines[Number(id.split('.').at(-1)) - 1];
