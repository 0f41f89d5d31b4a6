/** What a command is given, chosen by the numbers of a throw: mostly what can be true. */
import type { Action } from '../../src/domain/lifecycle.ts';
import type { Throw } from './dice.ts';
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

const outcomes = ['nobody-home', 'nobody-home', 'nobody-home', 'reached', 'reached', 'unsafe', 'refused', 'wants-no-help', 'moved', 'deceased'] as const;

function attempt(life: Life, thrown: Throw) {
  const { a, b, c } = thrown;
  const partOfDay = a % 23 === 0 ? {} : { partOfDay: pick(['morning', 'afternoon', 'evening'], b) };
  return { kind: pick(['visit', 'visit', 'visit', 'appointment', 'phone', 'letter'], c), outcome: pick(outcomes, b), date: pastDay(life, thrown), ...partOfDay };
}

const nothing = () => ({});

export const dataOf: Record<Action, (life: Life, thrown: Throw, caseId: string) => unknown> = {
  go: (_, { b }) => ({ undoable: b % 2 === 0 }),
  'no-go': (_, { b, c }) => ({ undoable: b % 2 === 0, because: pick(['known', 'other-programme', 'deceased', 'moved', 'wrong-signal', 'other'], c) }),
  'undo-triage': nothing,
  'plan-appointment': ({ now }, { c }) => ({ date: plus(dayAt(now), (c % 9) - 1), partOfDay: 'morning', place: 'door' }),
  'record-attempt': attempt,
  'correct-attempt': (life, thrown) => ({ ...attempt(life, thrown), ...(thrown.c % 2 === 0 ? { outcome: life.attempts.at(-1)?.outcome ?? 'reached' } : {}) }),
  'record-callback': (life, thrown) => ({ date: pastDay(life, thrown) }),
  'resume-visits': nothing,
  'end-visits': nothing,
  'record-problematic-debts': (_, { b }) => ({ urgent: b % 2 === 0 }),
  'complete-plan': (_, { a, b, c }) => ({
    planId: uuid(b), problematicDebts: b % 2 === 0, urgent: c % 2 === 0, handOver: pick(['offered', 'confirmed'], a), ...(c % 5 === 0 ? { result: 'follow-up' } : {}),
  }),
  'end-planning': (_, { c }) => ({ because: pick(['declined', 'no-response', 'paid'], c) }),
  refer: nothing,
  'record-first-talk': (life, thrown) => ({ date: pastDay(life, thrown) }),
  'offer-hand-over': (_, { b }) => ({ handOverId: uuid(b) }),
  'confirm-hand-over': nothing,
  'send-feedback': (_, { b }) => ({ feedbackId: uuid(b) }),
  'answer-re-check': (_, { b, c }) => ({ creditorId: pick(creditorIds, b), paying: c % 3 > 0 }),
  'decide-re-check': (_, { b }) => ({ decision: pick(['close', 'revisit', 'ask-again'], b) }),
  pause: nothing,
  resume: nothing,
  'extend-deadline': ({ deadlines, now }, { b, c }, caseId) => {
    const running = deadlines.flatMap((d, n) => (runs(d) ? [n] : []));
    const n = running.length === 0 || c % 13 === 0 ? b % 5 : pick(running, b);
    return { deadlineId: `${caseId}.${n + 1}`, dueOn: plus(deadlines[n]?.due ?? dayAt(now), (c % 21) - 1) };
  },
  reassign: () => ({ teamId: 'team-enschede' }),
  close: (_, { b }) => ({ because: pick(['paid', 'moved', 'deceased', 'objection', 'other'], b) }),
  reopen: (_, { b }) => ({ to: pick(['triage', 'visiting', 'planning'], b) }),
};
