/** Everybody in the demo's past: cases, the drop-outs of each round, and the deliveries that they came in. The same seed and moment make the same. */
import { casePolicySchema } from '../../src/domain/planning/policy.ts';
import type { CasePolicy } from '../../src/domain/planning/policy.ts';
import { RULES } from '../../src/domain/case/rules.ts';
import type { DropOutReason } from '../../src/domain/case/state.ts';
import type { SignalKind } from '../../src/domain/codes.ts';
import type { StartingCalendar } from '../../src/db/queries/planning/policies.ts';
import { calendarOf } from '../../src/domain/time/calendar.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../../src/domain/time/dates.ts';
import { demoCreditors } from '../../src/usecases/identity/seed-twente.ts';
import { clock, pastRounds, plusMs, type PastRound } from './calendar.ts';
import { diceOf, type Dice } from './dice.ts';
import { Life } from './life.ts';
import { rolesOf, type Crisis, type Role } from './parts.ts';
import { householdAt, type Household, type Place } from './people.ts';
import { liveOn } from './story.ts';
import { noWords, type Words } from './words.ts';

export interface Beginning {
  seed: string;
  now: Instant;
  regionId: string;
  taskQueue: string;
  policy: CasePolicy;
  calendar: StartingCalendar;
  places: readonly Place[];
}

export interface PastSignal {
  id: string;
  creditorId: string;
  kind: string;
  reference: string;
  amountCents: number;
  arrearsSince: LocalDate;
  crisis: boolean;
  signalKind: SignalKind;
  endsOn: LocalDate | null;
  receivedAt: Instant;
  deliveryId: string;
}

export interface PastCase extends Household {
  id: string;
  householdId: string;
  municipalityCode: string;
  teamId: string;
  round: PastRound;
  signals: PastSignal[];
  life: Life;
  words: Words;
  consecutive: boolean;
}

export interface Population {
  rounds: readonly PastRound[];
  cases: PastCase[];
}

/** Of each round, addresses with one signal: they drop out. */
const DROP_OUTS = 8;
const reasons: readonly (readonly [DropOutReason, number])[] = [['no-match', 8], ['arrears-age', 2], ['not-private', 1]];

export function populationOf(beginning: Beginning): Population {
  const { seed, now, regionId, places, calendar } = beginning;
  const days = calendarOf(calendar.closedDays);
  const rounds = pastRounds(regionId, now, days);
  const roles = rolesOf({ seed, now, calendar: days, rounds, places });
  const taken = new Set<string>();
  const make = (name: string, place: Place, round: PastRound, crisis?: Crisis): Draft => draft({ ...beginning, policy: casePolicySchema.parse(beginning.policy) }, { name, place, round, taken, ...(crisis === undefined ? {} : { crisis }) });
  const cases = roles.map((role, n) => lived(make(`case/${n}`, role.place, role.round, role.crisis), role, beginning, days));
  const dropped = rounds.flatMap((round) => Array.from({ length: DROP_OUTS }, (_, n) => droppedOut(make(`drop-out/${round.month}/${n}`, diceOf(`${seed}/place/${round.month}/${n}`).pick(places), round))));
  return { rounds, cases: [...cases, ...dropped] };
}

interface Draft {
  made: PastCase;
  dice: Dice;
}

interface Wanted {
  name: string;
  place: Place;
  round: PastRound;
  crisis?: Crisis;
  /** Addresses that are taken. */
  taken: Set<string>;
}

/** A candidate with its signals, that has not heard of any yet. */
function draft({ seed, taskQueue, policy, calendar }: Beginning, { name, place, round, crisis, taken }: Wanted): Draft {
  const dice = diceOf(`${seed}/${name}`);
  const [id, householdId, runId] = [dice.id(), dice.id(), dice.id()];
  let household = householdAt(place, dice, localDate(round.cutOff));
  while (taken.has(household.address.key)) household = householdAt(place, dice, localDate(round.cutOff));
  taken.add(household.address.key);
  const count = crisis !== undefined || name.startsWith('drop-out') ? 1 : dice.weighed([[2, 7], [3, 3]]);
  const signals = signalsOf(dice, { seed, round, count, ...(crisis === undefined ? {} : { crisis }) });
  const at = signals[0]?.receivedAt ?? round.openedAt;
  const life = new Life({ caseId: id, gemeentecode: place.gemeentecode, policy, ...calendar }, { runId, taskQueue, at: plusMs(at, dice.int(2_000, 9_000)) });
  return { dice, made: { ...household, id, householdId, municipalityCode: place.gemeentecode, teamId: `team-${slugOf(place)}`, round, signals, life, words: noWords(), consecutive: dice.chance(0.1) } };
}

function signalsOf(dice: Dice, { seed, round, count, crisis }: { seed: string; round: PastRound; count: number; crisis?: Crisis }): PastSignal[] {
  const wanted = crisis?.day?.kind === 'eviction' ? 'rent' : crisis?.day?.kind === 'end-of-supply' ? 'energy' : null;
  const left = demoCreditors.filter(({ kind }) => wanted === null || kind === wanted);
  const found = Array.from({ length: count }, () => left.splice(dice.int(0, left.length - 1), 1)).flat();
  const cutOffOn = localDate(round.cutOff);
  return found
    .map(({ id: creditorId, kind }): PastSignal => ({
      id: dice.id(),
      creditorId,
      kind,
      reference: `${creditorId.slice(0, 2).toUpperCase()}${round.month.slice(2).replace('-', '')}${dice.int(100_000, 999_999)}`,
      amountCents: dice.int(90, 1_900) * 100 + dice.int(0, 99),
      arrearsSince: addDays(cutOffOn, -dice.int(31, 99)),
      crisis: crisis !== undefined,
      signalKind: crisis?.day?.kind ?? 'ordinary',
      endsOn: crisis?.day?.on ?? null,
      ...(crisis === undefined ? ofRound(seed, round, creditorId) : { receivedAt: clock(crisis.on, dice.int(540, 960)), deliveryId: dice.id() }),
    }))
    .sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
}

/** A creditor delivers its month in one file, in the week before the cut-off. */
function ofRound(seed: string, round: PastRound, creditorId: string): Pick<PastSignal, 'receivedAt' | 'deliveryId'> {
  const dice = diceOf(`${seed}/delivery/${round.month}/${creditorId}`);
  return { deliveryId: dice.id(), receivedAt: clock(addDays(localDate(round.cutOff), -dice.int(1, 6)), dice.int(500, 1_000)) };
}

function tell({ made: { life, signals, round, teamId }, dice }: Draft, crisis: boolean): void {
  for (const { id, creditorId, receivedAt, signalKind, endsOn } of signals) {
    const verdict = crisis ? { verdict: 'in-case', reason: 'crisis' } as const : { verdict: 'pending', reason: null } as const;
    const day = endsOn === null ? {} : { kind: signalKind, endsOn };
    const at = life.records.length === 0 ? life.beganAt : plusMs(receivedAt, dice.int(10_000, 20_000));
    life.signal({ rules: RULES, signalId: id, creditorId, roundId: round.id, ...verdict, teamId, crisis, receivedAt, ...day }, at);
  }
}

function match({ made: { life, signals, round, teamId }, dice }: Draft, decision: { outcome: 'in-case'; reason: null } | { outcome: 'dropped'; reason: DropOutReason }): Instant {
  const at = plusMs(round.confirmedAt, dice.int(100, 20_000));
  const decisions = signals.map(({ id, creditorId }) => ({ signalId: id, creditorId, ...decision }));
  life.match({ rules: RULES, roundId: round.id, closedAt: round.cutOff, confirmedAt: round.confirmedAt, teamId, decisions }, at);
  return at;
}

const slugOf = ({ gemeente }: Place): string => gemeente.toLowerCase().replaceAll(' ', '-');

function lived(drafted: Draft, { place, part, crisis }: Role, { now }: Beginning, calendar: ReturnType<typeof calendarOf>): PastCase {
  const { made, dice } = drafted;
  tell(drafted, crisis !== undefined);
  const slug = slugOf(place);
  const from = crisis === undefined ? match(drafted, { outcome: 'in-case', reason: null }) : made.life.beganAt;
  liveOn({ life: made.life, words: made.words, dice, calendar, now, slug, part }, from);
  return made;
}

function droppedOut(drafted: Draft): PastCase {
  tell(drafted, false);
  match(drafted, { outcome: 'dropped', reason: drafted.dice.weighed(reasons) });
  return drafted.made;
}
