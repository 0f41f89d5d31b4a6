/** What the model knows of a case. */
import type { AttemptData } from '../../../src/domain/case/commands.ts';
import type { Phase } from '../../../src/domain/case/lifecycle.ts';
import type { CasePolicy, DeadlineKind } from '../../../src/domain/planning/policy.ts';
import { begin, finish, giveUp, halt, overAt, runs, type ModelDeadline } from './deadline.ts';
import { dayAt, type Closed, type Day } from './days.ts';

export interface ModelAttempt extends AttemptData {
  by: string;
  at: number;
  /** Which visiting phase it belongs to. */
  round: number;
  /** Made in another phase than that of the visits. */
  again: boolean;
  /** What was known of debts before it. */
  knownDebts: null | 'known' | 'urgent';
  /** How many deadlines there were. */
  deadlines: number;
  /** It stands as it is: debts were found to be none since. */
  stands: boolean;
}

export interface ModelSignal {
  id: string;
  creditor: string;
  state: 'pending' | 'in-case' | 'dropped';
  takable: boolean;
  /** Its creditor waits for a feedback. */
  owed: boolean;
  /** The feedback that its creditor has. */
  told: string | null;
  /** It came after the feedback of the others: on which day, and whether the plan serves it. */
  late: { on: Day; covered: boolean } | null;
  /** Those of the same contract whose place it took. */
  instead: readonly string[];
  /** What ends for the household, when, and which deadline is about it. */
  threat: { kind: 'end-of-supply' | 'eviction'; day: Day; n: number } | null;
}

type Standing = 'asked' | 'reminded' | 'silent' | 'paying' | 'not-paying' | 'contract-ended' | 'moved' | 'deceased';

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
  signals: ModelSignal[];
  deadlines: ModelDeadline[];
  attempts: ModelAttempt[];
  /** Nobody has gone on from the last attempt yet. */
  fresh: boolean;
  round: number;
  visitsStopped: boolean;
  /** The attempt by which it is known that it is not safe. */
  unsafeBy: string | null;
  /** The place of the appointment that is still to come. */
  meetingAt: string | null;
  planned: boolean;
  debts: boolean;
  urgent: boolean;
  answers: Map<string, Standing>;
  /** A "no" that can be taken back: whose, and all as it was. */
  no: { creditor: string; by: string; was: Life } | null;
  /** The case before what is being done, without its deadlines; which of those ran. */
  begun: Begun | null;
  /** The same, of before it closed, and when that was. */
  stood: (Begun & { at: number }) | null;
  /** Feedback that goes out when nobody undoes it; of one that corrects another, which. */
  ready: { until: number; by: string; id: string; signals: string[]; corrects: string | null }[];
  lastFeedback: string | null;
  undecided: boolean;
  revisits: number;
  result: string | null;
  ending: string | null;
  /** 'n kind at' of what time brought. */
  warned: string[];
  breached: string[];
}

interface Begun {
  was: Life;
  running: number[];
}

/** Something is about to be done. */
export function begins(life: Life): void {
  life.begun = { was: structuredClone({ ...life, deadlines: [], attempts: [], no: null, begun: null, stood: null }), running: life.deadlines.flatMap((d, n) => (runs(d) ? [n] : [])) };
}

export function unborn(policy: CasePolicy, closed: Closed, now: number): Life {
  return {
    policy, closed, changes: [], now, phase: 'candidate', paused: null, held: null, signals: [], deadlines: [], attempts: [], round: 0, revisits: 0, no: null, begun: null, stood: null, ready: [], unsafeBy: null, meetingAt: null, ending: null, warned: [], breached: [],
    ...clean(),
  };
}

/** What each new piece of work starts with. */
export const clean = (): Pick<Life, 'fresh' | 'visitsStopped' | 'planned' | 'debts' | 'urgent' | 'answers' | 'undecided' | 'result' | 'lastFeedback'> => ({
  fresh: false, visitsStopped: false, planned: false, debts: false, urgent: false, answers: new Map(), undecided: false, result: null, lastFeedback: null,
});

export const isVisit = ({ kind }: { kind: string }): boolean => kind === 'visit' || kind === 'appointment';
const visitsOf = (life: Life) => life.attempts.filter((attempt) => attempt.round === life.round && !attempt.again && isVisit(attempt));
export const visits = (life: Life): number => visitsOf(life).length;
export const lastVisit = (life: Life): Day => visitsOf(life).map(({ date }) => date).sort().at(-1) ?? '';
export const creditors = (life: Life): string[] => [...new Set(life.signals.filter(({ state }) => state === 'in-case').map(({ creditor }) => creditor))];

export const rechecks = ['re-check', 're-check-answer', 're-check-reminder', 're-check-decision'] as const;

/** The moment and the cause of what is done to a life. */
export interface Cause {
  at: number;
  by: string;
}

export function starts(life: Life, kind: DeadlineKind, cause: Cause, from = cause.at, creditor: string | null = null, ends: Day | null = null): void {
  const d = begin(kind, life.policy.deadlines[kind], from, cause.by, creditor, life.closed, Math.max(cause.at, life.now), ends);
  life.deadlines.push(d);
  // Time stands still for what starts in a pause too; what was late before the pause is late.
  if (life.paused !== null && ends === null && overAt(d) > life.paused) halt(d, Math.max(life.paused, from), life.closed);
}

export const running = (life: Life, kind: DeadlineKind, creditor: string | null = null): ModelDeadline | undefined =>
  life.deadlines.find((d) => d.kind === kind && d.creditor === creditor && runs(d));

export function meets(life: Life, kind: DeadlineKind, cause: Cause, on = dayAt(cause.at), creditor: string | null = null): void {
  const d = running(life, kind, creditor);
  if (d !== undefined) finish(d, cause.at, cause.by, on);
}

/** For whomever it runs. */
export function meetsAll(life: Life, kind: DeadlineKind, cause: Cause, on = dayAt(cause.at)): void {
  for (const d of life.deadlines) if (d.kind === kind && runs(d)) finish(d, cause.at, cause.by, on);
}

export const isReady = ({ ready }: Life, { id }: ModelSignal): boolean => ready.some(({ signals }) => signals.includes(id));
export const waiting = (life: Life): ModelSignal[] => life.signals.filter(({ state, owed }) => state === 'in-case' && owed);

/** From here on all creditors wait for what comes of the new work, and nobody is apart any more. */
export function beginsAnew(life: Life): void {
  for (const signal of life.signals) Object.assign(signal, { owed: true, late: null });
}

export function drops(life: Life, kinds: readonly string[], cause: Cause): void {
  for (const d of life.deadlines) if (kinds.includes(d.kind) && runs(d)) giveUp(d, cause.at, cause.by);
}

export function ends(life: Life, ending: string, cause: Cause, result = life.result): void {
  if (life.begun !== null) life.stood = { ...life.begun, at: cause.at };
  for (const d of life.deadlines) if (runs(d)) giveUp(d, cause.at, cause.by);
  Object.assign(life, { phase: 'closed', paused: null, held: null, ready: [], undecided: false, ending, result } satisfies Partial<Life>);
}

export function turnDown(life: Life, result: string, cause: Cause): void {
  meetsAll(life, 'feedback', cause);
  ends(life, 'no-go', cause, result);
}

/** Nobody did anything for it since it came. */
export const untouched = (life: Life, { late }: ModelSignal): boolean => late !== null && !late.covered && !life.attempts.some(({ date }) => date >= late.on);

/** Whether all is said: everybody told, everybody asked, everybody paid. */
export function concludes(life: Life, cause: Cause): void {
  const answers = [...life.answers.values()];
  const asking = life.phase === 're-check';
  const unclear = answers.some((one) => one === 'silent' || one === 'not-paying');
  if (asking && !unclear) clears(life, cause);
  if (asking && answers.some((one) => one === 'asked' || one === 'reminded')) return;
  if (asking && unclear) leadersTurn(life, cause);
  else if (waiting(life).length > 0 || life.deadlines.some((d) => d.kind === 're-check' && runs(d))) life.phase = 'monitoring';
  else ends(life, answers.length > 0 && !answers.includes('paying') ? 'fed-back' : 'recovered', cause);
}

export function leadersTurn(life: Life, cause: Cause): void {
  if (life.undecided) return;
  life.undecided = true;
  starts(life, 're-check-decision', cause);
}

export function clears(life: Life, cause: Cause): void {
  life.undecided = false;
  meets(life, 're-check-decision', cause);
}

export function askOne(life: Life, creditor: string, cause: Cause): void {
  life.answers.set(creditor, 'asked');
  starts(life, 're-check-answer', cause, cause.at, creditor);
}

/** The one with this id: they are numbered as they start. */
export const deadlineOf = (life: Life, id: string): ModelDeadline | undefined => life.deadlines[Number(id.split('.').at(-1)) - 1];

export const attemptOf = (life: Life, id: string | undefined): ModelAttempt | undefined => (id === undefined ? life.attempts.at(-1) : life.attempts.find(({ by }) => by === id));

/** Nobody has gone on from it: it is the last, or nobody was at home from it on. */
export function isFresh(life: Life, attempt: ModelAttempt): boolean {
  const since = life.attempts.slice(life.attempts.indexOf(attempt));
  return life.fresh && attempt.round === life.round && since.every(({ again, stands }) => !again && !stands) && (since.length === 1 || since.every(({ outcome }) => outcome === 'nobody-home'));
}

/** The next visit of that round. */
export const visitAfter = (life: Life, attempt: ModelAttempt): ModelAttempt | undefined =>
  life.attempts.slice(life.attempts.indexOf(attempt) + 1).find((one) => isVisit(one) && one.round === attempt.round);

/** Work, feedback and later a re-check of its own. */
export function comesLate(life: Life, signal: ModelSignal, melding: number, cause: Cause): void {
  Object.assign(signal, { owed: true, late: { on: dayAt(cause.at), covered: false } } satisfies Partial<ModelSignal>);
  for (const kind of ['first-visit', 'feedback'] as const) if (running(life, kind, signal.creditor) === undefined) starts(life, kind, cause, melding, signal.creditor);
}
