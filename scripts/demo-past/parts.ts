/** Which parts there are in the demo: what every team has to do today, what is late, and months of what came of it. */
import type { UrgentKind } from '../../src/domain/codes.ts';
import type { Outcome } from '../../src/domain/case/commands.ts';
import type { Calendar } from '../../src/domain/time/calendar.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../../src/domain/time/dates.ts';
import type { Part } from './acting.ts';
import { roundBefore, workingDayFrom, type PastRound } from './calendar.ts';
import { diceOf } from './dice.ts';
import type { Place } from './people.ts';

export interface Crisis {
  on: LocalDate;
  day?: { kind: UrgentKind; on: LocalDate };
}

export interface Role {
  place: Place;
  round: PastRound;
  part: Part;
  crisis?: Crisis;
}

interface Setting {
  seed: string;
  now: Instant;
  calendar: Calendar;
  rounds: readonly PastRound[];
  places: readonly Place[];
}

/** Every late kind, with how many rounds ago its case began. */
const late: readonly (readonly [Part, number])[] = [
  [{ leaves: 'triage' }, 1],
  [{ leaves: 'first-visit' }, 1],
  [{ leaves: 'next-visit' }, 1],
  [{ leaves: 'plan' }, 2],
  [{ leaves: 'referral', problematicDebts: 'not-urgent' }, 1],
  [{ leaves: 'first-talk', problematicDebts: 'not-urgent' }, 3],
  [{ leaves: 'first-talk-urgent', problematicDebts: 'urgent' }, 2],
  [{ leaves: 'hand-over' }, 2],
  [{ leaves: 'feedback' }, 2],
  [{ leaves: 're-check-answer' }, 8],
  [{ leaves: 're-check-decision', answer: 'silent' }, 9],
  [{ leaves: 'revisit', answer: 'not-paying' }, 9],
];
/** Late cases a municipality: each kind occurs in several. */
const lateAt = [0, 4, 9];
/** Cases of a round that play no part: what came of them is counted. */
const USUAL = 14;

export function rolesOf(setting: Setting): Role[] {
  const { rounds, places } = setting;
  const ago = (n: number): PastRound => rounds[Math.min(n, rounds.length - 1)] ?? roundBefore(rounds, '2000-01-01');
  const played = places.flatMap((place, n) => [
    ...todayAt(setting, place, n),
    ...lateAt.flatMap((first) => late.slice((first + n) % late.length).slice(0, 1)).map(([part, rounds_]) => ({ place, part, round: ago(rounds_) })),
  ]);
  const usual = rounds.flatMap((round) => {
    const dice = diceOf(`${setting.seed}/usual/${round.month}`);
    return Array.from({ length: USUAL }, (): Role => ({ place: dice.pick(places), round, part: {}, ...(dice.chance(0.06) ? { crisis: { on: addDays(localDate(round.cutOff), -dice.int(2, 20)) } } : {}) }));
  });
  return [...usual, ...played, ...daysAhead(setting)];
}

function todayAt({ now, calendar, rounds }: Setting, place: Place, n: number): Role[] {
  const today = localDate(now);
  const ago = (days: number) => calendar.addWorkingDays(today, -days);
  const visited = (on: LocalDate, outcome: Outcome, part: Part): Role => ({ place, ...startedBefore(rounds, on, n), part: { firstVisit: { on, outcome }, ...part } });
  const latest = roundBefore(rounds, addDays(today, 2));
  return [
    { place, round: latest, part: { leaves: 'triage' } },
    { place, round: latest, part: { leaves: 'first-visit' } },
    visited(ago(3), 'nobody-home', { leaves: 'next-visit', appointment: { on: workingDayFrom(calendar, today), time: ['09:30', '11:00', '13:30', '15:00'][n % 4] ?? '10:00' } }),
    visited(ago(5), 'nobody-home', { leaves: 'next-visit' }),
    visited(ago(4), 'nobody-home', { leaves: 'next-visit', appointment: { on: calendar.addWorkingDays(today, 1), time: '10:30' } }),
    visited(ago(6), 'reached', { leaves: 'plan' }),
    visited(ago(12), 'reached', { leaves: 'feedback', planOn: ago(3) }),
    ...(n % 4 === 0 ? [{ place, round: rounds[1] ?? latest, part: { isPaused: true } }] : []),
  ];
}

/** Half of those that are at the door between two rounds began with a crisis, the others later than agreed. */
function startedBefore(rounds: readonly PastRound[], on: LocalDate, n: number): Pick<Role, 'round' | 'crisis'> {
  const round = roundBefore(rounds, on);
  const next = rounds[rounds.indexOf(round) - 1];
  const crisisOn = addDays(on, -4);
  return n % 2 === 0 && next !== undefined && crisisOn > localDate(next.openedAt) ? { round: next, crisis: { on: crisisOn } } : { round };
}

/** Evictions and ends of supply that are still to come; of one in two the offer before it is late. */
function daysAhead({ now, calendar, rounds, places }: Setting): Role[] {
  const today = localDate(now);
  const round = roundBefore(rounds, today);
  // Before their first warning: so long before that day it was told.
  const [eve, told] = [addDays(localDate(round.cutOff), -1), calendar.addWorkingDays(today, -9)];
  const on = eve < told ? eve : told;
  const day = (kind: UrgentKind, days: number) => ({ kind, on: calendar.addWorkingDays(today, days) });
  return [day('eviction', 3), day('eviction', 14), day('end-of-supply', 6), day('end-of-supply', 22)].flatMap((ahead, n) => {
    const place = places[n * 3];
    return place === undefined ? [] : [{ place, round, crisis: { on, day: ahead }, part: { leaves: 'first-visit' as const } }];
  });
}
