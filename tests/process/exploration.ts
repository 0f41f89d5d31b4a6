/** What cases really do: every command tried on every state of the lives, and what happened in them by itself. */
import { nextInstant, passTime, refusal, takeCommand, takeSignal } from '../../src/domain/case/life.ts';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import { isUntouched, owedSignals } from '../../src/domain/case/feedback/owing.ts';
import { newCase, standingOf, visitsMade, type CaseState } from '../../src/domain/case/state.ts';
import { attemptSchema, closeReasons, endingsOfPlanning, noGoReasons, outcomes, type Command, type DataOf } from '../../src/domain/case/commands.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { isRunning } from '../../src/domain/deadlines/deadline.ts';
import { actions, rules, type Action } from '../../src/domain/case/lifecycle.ts';
import type { DeadlineKind } from '../../src/domain/planning/policy.ts';
import { FEEDBACK, PLAN, policy, RENT } from '../lives/life.ts';
import { pureLife } from '../lives/pure-life.ts';
import { scenarios } from '../lives/scenarios/index.ts';
import { RULES } from '../../src/domain/case/rules.ts';

export interface Explored {
  /** 'action: from → to' */
  actions: Set<string>;
  /** 'from → to' */
  byItself: Set<string>;
  /** 'action: ending' and '(by itself): ending' */
  endings: Set<string>;
  /** 'kind in phase' of deadlines that run. */
  running: Set<string>;
  started: Set<DeadlineKind>;
}

type Choices = { [A in Action]: (state: CaseState, today: string) => DataOf<A>[] };

const attempts = (_: CaseState, date: string) => outcomes.flatMap((outcome) => (['visit', 'phone'] as const).map((kind) => attemptSchema.parse({ kind, outcome, date, partOfDay: 'evening' })));

/** Data that covers what each action can be given. */
const choices: Choices = {
  go: () => [{}, { undoable: true }],
  'no-go': () => noGoReasons.flatMap((because) => [{ because }, { because, undoable: true }]),
  'undo-triage': () => [{}],
  'plan-appointment': (_, today) => [{ date: today, time: '09:30', place: 'town-hall', caseworkerId: 'somebody' }],
  // After the talk an attempt leads nowhere: one will do.
  'record-attempt': (state, date) => (state.phase === 'visiting' ? attempts(state, date) : [{ kind: 'phone', outcome: 'reached', date } as const]).map((attempt) => ({ ...attempt, another: true })),
  'record-callback': (_, today) => [{ date: today }],
  'correct-attempt': (state, date) => (state.attempts.at(-1)?.during === undefined ? attempts(state, date) : [{ kind: 'phone', outcome: 'unsafe', date }]),
  'take-back-attempt': ({ attempts: made }) => made.slice(-1).map(({ id }) => ({ attemptId: id })),
  'resume-visits': () => [{}],
  'end-visits': () => [{}],
  'record-problematic-debts': () => [{ urgent: true }, { urgent: false }],
  'withdraw-problematic-debts': () => [{}],
  'complete-plan': () => [true, false].flatMap((problematicDebts) => (['offered', 'confirmed'] as const).map((handOver) => ({ planId: PLAN, problematicDebts, handOver }))),
  'end-planning': () => endingsOfPlanning.map((because) => ({ because })),
  refer: () => [{}],
  'record-first-talk': (_, today) => [{ date: today }],
  'offer-hand-over': () => [{ handOverId: PLAN }],
  'confirm-hand-over': () => [{}],
  'mark-covered': ({ signals }) => signals.filter(({ late }) => late !== undefined).map(({ id }) => ({ signalId: id })),
  'withdraw-day': ({ signals }) => signals.flatMap(({ id, threat }) => (threat === undefined ? [] : [{ signalId: id }])),
  'send-feedback': () => [{ feedbackId: FEEDBACK }, { feedbackId: FEEDBACK, creditorIds: [RENT] }, { feedbackId: FEEDBACK, undoable: true }],
  'undo-feedback': () => [{}],
  'correct-feedback': () => [{ feedbackId: PLAN }],
  'answer-re-check': ({ answers, takeableNo }) => [...Object.keys(answers), ...(takeableNo === undefined ? [] : [takeableNo.creditorId])].flatMap((creditorId) => [{ creditorId, paying: true }, { creditorId, paying: false }, { creditorId, answer: 'moved' as const }]),
  'decide-re-check': () => (['close', 'revisit', 'ask-again'] as const).map((decision) => ({ decision })),
  pause: () => [{}],
  resume: () => [{}],
  'extend-deadline': ({ deadlines }) => deadlines.filter(isRunning).map(({ id, dueOn }) => ({ deadlineId: id, dueOn: addDays(dueOn, 7) })),
  reassign: () => [{ teamId: 'team-hengelo' }],
  'take-on': () => [{}],
  close: () => closeReasons.map((because) => ({ because })),
  reopen: () => (['as-it-stood', 'triage', 'visiting', 'planning'] as const).map((to) => ({ to })),
};

/** So many steps beyond what the lives do. */
const DEPTH = 2;

export async function explore(): Promise<Explored> {
  const found: Explored = { actions: new Set(), byItself: new Set(), endings: new Set(), running: new Set(), started: new Set() };
  const known = new Map<string, number>();
  for (const live of Object.values(scenarios)) {
    const life = pureLife();
    await live(life);
    let before = newCase({ caseId: 'case', gemeentecode: '0153', policy, closedDays: [] });
    for (const record of life.records()) {
      if (isBySystem(record)) noteMove(found, before, record.state);
      tryEverything(found, known, record.state, record.at, DEPTH);
      before = record.state;
    }
  }
  return found;
}

function tryEverything(found: Explored, known: Map<string, number>, state: CaseState, at: string, depth: number): void {
  const situation = situationOf(state);
  if (depth < 0 || (known.get(situation) ?? -1) >= depth) return;
  known.set(situation, depth);
  const goOn = (next: CaseState) => tryEverything(found, known, next, at, depth - 1);
  for (const command of commandsOn(state, at)) {
    if (refusal(state, command, at) !== null) continue;
    const next = takeCommand(state, command, at).state;
    noteAction(found, command.action, state, next);
    // As it stood it was tried already.
    if (command.action !== 'reopen' || command.data.to !== 'as-it-stood') goOn(next);
  }
  for (const next of withoutCommand(state, at)) {
    noteMove(found, state, next);
    goOn(next);
  }
}

/** What decides what can be done: two states alike in this need not both be tried. */
function situationOf(state: CaseState): string {
  const { running, ...standing } = standingOf(state);
  return JSON.stringify([standing, [...running].sort(), state.answers, owedSignals(state).map((signal) => isUntouched(state, signal)), state.revisits, visitsMade(state), state.correctableId !== null, state.result, state.ending, state.stood?.before.phase]);
}

function commandsOn(state: CaseState, at: string): Command[] {
  return actions.flatMap((action) => {
    const [role = 'system'] = rules[action].by;
    return choices[action](state, localDate(at)).map((data) => ({ rules: RULES, id: 'try', action, actor: { id: 'somebody', role }, data }) as Command);
  });
}

function withoutCommand(state: CaseState, at: string): CaseState[] {
  const next = nextInstant(state);
  const passed = next === null ? null : passTime(state, next);
  const signal = { signalId: 'one-more', creditorId: RENT, roundId: 'r', verdict: 'in-case', teamId: null, receivedAt: at } as const;
  const joined = state.phase === 'closed' ? [] : [takeSignal(state, { ...signal, crisis: true, reason: 'crisis' }, at)];
  if (state.phase !== 'closed' && state.phase !== 'candidate') joined.push(takeSignal(state, { ...signal, crisis: false, reason: 'higher' }, at));
  return [...(passed === null ? [] : [passed]), ...joined].map((step) => step.state);
}

/** Signals, matches and moments have causes of their own; a command's is its id. */
const isBySystem = ({ commandId }: CaseRecord): boolean => /^(signal|match|moment)-/.test(commandId);

function noteAction(found: Explored, action: Action, before: CaseState, after: CaseState): void {
  found.actions.add(`${action}: ${before.phase} → ${after.phase}`);
  if (after.ending !== null) found.endings.add(`${action}: ${after.ending}`);
  noteDeadlines(found, after);
}

function noteMove(found: Explored, before: CaseState, after: CaseState): void {
  if (before.phase !== after.phase) found.byItself.add(`${before.phase} → ${after.phase}`);
  if (before.phase !== after.phase && after.ending !== null) found.endings.add(`by itself: ${after.ending}`);
  noteDeadlines(found, after);
}

function noteDeadlines(found: Explored, state: CaseState): void {
  for (const deadline of state.deadlines) {
    found.started.add(deadline.kind);
    if (isRunning(deadline)) found.running.add(`${deadline.kind} in ${state.phase}`);
  }
}
