/** What a command is given, chosen by the numbers of a throw: mostly what can be true. */
import type { Action } from '../../src/domain/case/lifecycle.ts';
import type { Throw } from './throw.ts';
import { dayAt, plus } from './model/days.ts';
import { runs } from './model/deadline.ts';
import type { Life } from './model/life.ts';

export const creditorIds = ['woongoed-twente', 'oost-energie', 'zorgzeker'] as const;
export const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The last days; now and then one to come, or long ago. */
function pastDay({ now }: Life, { c }: Throw): string {
  if (c % 17 === 0) return plus(dayAt(now), 1);
  return plus(dayAt(now), c % 19 === 0 ? -40 : -(c % 4));
}

const outcomes = ['nobody-home', 'nobody-home', 'nobody-home', 'reached', 'reached', 'unsafe', 'refused', 'wants-no-help', 'moved', 'moved-within', 'deceased'] as const;

function attempt(life: Life, thrown: Throw) {
  const { a, b, c } = thrown;
  const partOfDay = a % 23 === 0 ? {} : { partOfDay: pick(['morning', 'afternoon', 'evening'], b) };
  return { kind: pick(['visit', 'visit', 'visit', 'appointment', 'phone', 'letter'], c), outcome: pick(outcomes, b), date: pastDay(life, thrown), ...partOfDay, ...(a % 11 === 0 ? { place: 'door' } : {}) };
}

/** The last attempt, or one of before; now and then one that is not there. */
function named({ attempts }: Life, { a, b }: Throw) {
  if (b % 3 > 0) return {};
  return { attemptId: attempts.length === 0 || a % 11 === 0 ? 'command-999' : pick(attempts, a).by };
}

const nothing = () => ({});
const sometimesDated = (life: Life, thrown: Throw) => (thrown.b % 2 === 0 ? {} : { date: pastDay(life, thrown) });

export const dataOf: Record<Action, (life: Life, thrown: Throw, caseId: string) => unknown> = {
  go: (_, { b }) => ({ undoable: b % 2 === 0 }),
  'no-go': (_, { b, c }) => ({ undoable: b % 2 === 0, because: pick(['known', 'other-programme', 'deceased', 'moved', 'moved-within', 'wrong-signal', 'other'], c) }),
  'undo-triage': nothing,
  'plan-appointment': ({ now }, { a, b, c }) => ({ date: plus(dayAt(now), (c % 9) - 1), ...(a % 13 === 0 ? {} : { time: '14:30' }), place: pick(['door', 'neighbourhood-team', 'town-hall'], b), caseworkerId: 'caseworker' }),
  'record-attempt': (life, thrown) => ({ ...attempt(life, thrown), ...(thrown.a % 3 === 0 ? { another: true } : {}) }),
  'correct-attempt': (life, thrown) => ({ ...attempt(life, thrown), ...named(life, thrown), ...(thrown.c % 2 === 0 ? { outcome: life.attempts.at(-1)?.outcome ?? 'reached' } : {}) }),
  'take-back-attempt': named,
  'record-callback': (life, thrown) => ({ date: pastDay(life, thrown) }),
  'resume-visits': nothing,
  'end-visits': nothing,
  'record-problematic-debts': (life, thrown) => ({ urgent: thrown.b % 2 === 0, ...(thrown.c % 3 === 0 ? { date: pastDay(life, thrown) } : {}) }),
  'withdraw-problematic-debts': (_, { c }) => (c % 4 === 0 ? { result: 'follow-up' } : {}),
  'complete-plan': (life, { a, b, c, ...rest }) => ({
    ...(a % 3 === 0 ? { date: pastDay(life, { a, b, c, ...rest }) } : {}),
    planId: uuid(b), problematicDebts: b % 2 === 0, urgent: c % 2 === 0, handOver: pick(['offered', 'confirmed'], a), ...(c % 5 === 0 ? { result: 'follow-up' } : {}), ...(c % 7 < 3 ? { referred: true } : {}),
  }),
  'end-planning': (life, thrown) => ({ because: pick(['declined', 'no-response', 'paid'], thrown.c), ...sometimesDated(life, thrown) }),
  refer: sometimesDated,
  'record-first-talk': (life, thrown) => ({ date: pastDay(life, thrown) }),
  'offer-hand-over': (life, thrown) => ({ handOverId: uuid(thrown.b), ...sometimesDated(life, thrown) }),
  'confirm-hand-over': sometimesDated,
  'mark-covered': ({ signals }, { b, c }) => {
    const late = signals.filter((signal) => signal.late !== null && signal.owed);
    return { signalId: pick(late.length === 0 || c % 11 === 0 ? [...signals, { id: 's99' }] : late, b).id };
  },
  'withdraw-day': ({ signals }, { b, c }) => {
    const threatened = signals.filter(({ threat }) => threat !== null);
    return { signalId: pick(threatened.length === 0 || c % 7 === 0 ? [...signals, { id: 's99' }] : threatened, b).id };
  },
  'send-feedback': (life, { a, b, c }) => {
    const owed = life.signals.filter((signal) => signal.owed && signal.state === 'in-case').map(({ creditor }) => creditor);
    return { feedbackId: uuid(b), undoable: c % 3 === 0, ...(a % 3 > 0 ? {} : { creditorIds: [pick(owed.length === 0 || c % 9 === 0 ? creditorIds : owed, c)] }) };
  },
  'undo-feedback': nothing,
  'correct-feedback': ({ signals, lastFeedback }, { a, b, c }) => ({
    feedbackId: uuid(b),
    undoable: c % 2 === 0,
    ...(a % 3 > 0 ? {} : { corrects: pick([...signals.flatMap(({ told }) => told ?? []), lastFeedback ?? uuid(1)], b) }),
    ...(c % 5 > 0 ? {} : { creditorIds: [pick(creditorIds, a)] }),
  }),
  'answer-re-check': ({ no }, { b, c }) => ({ creditorId: no !== null && c % 5 > 0 ? no.creditor : pick(creditorIds, b), ...(c % 7 === 0 ? { answer: pick(['contract-ended', 'moved', 'deceased'], b) } : { paying: c % 3 > 0 }) }),
  'decide-re-check': (_, { b }) => ({ decision: pick(['close', 'revisit', 'ask-again'], b) }),
  pause: nothing,
  resume: nothing,
  'extend-deadline': ({ deadlines, now }, { b, c }, caseId) => {
    const running = deadlines.flatMap((d, n) => (runs(d) ? [n] : []));
    const n = running.length === 0 || c % 13 === 0 ? b % 5 : pick(running, b);
    return { deadlineId: `${caseId}.${n + 1}`, dueOn: plus(deadlines[n]?.due ?? dayAt(now), (c % 21) - 1) };
  },
  reassign: () => ({ teamId: 'team-enschede' }),
  'take-on': nothing,
  close: ({ signals }, { a, b }) => {
    const because = pick(['paid', 'moved', 'moved-within', 'deceased', 'objection', 'other'], b);
    return because === 'objection' && a % 3 > 0 ? { because, signalIds: signals.filter((_, k) => a % 3 === 1 || (a + k) % 2 === 0).map(({ id }) => id) } : { because };
  },
  reopen: (_, { b }) => ({ to: pick(['as-it-stood', 'as-it-stood', 'triage', 'visiting', 'planning'], b) }),
};
