/** Random lives: numbers thrown beforehand, read as what could be asked of the case as it is by then; so they shrink and repeat. */
import fc from 'fast-check';
import { dataSchemas, type Command } from '../../src/domain/case/commands.ts';
import type { ReplanIn } from '../../src/domain/case/replan.ts';
import type { MatchIn, SignalIn } from '../../src/domain/case/signals/intake.ts';
import type { Action } from '../../src/domain/case/lifecycle.ts';
import { twentePolicy, type CasePolicy, type DeadlineKind, type DeadlineRule } from '../../src/domain/planning/policy.ts';
import { termUnits, type Term } from '../../src/domain/time/terms.ts';
import { creditorIds, dataOf, pick } from './data.ts';
import { dayAt, plus } from './model/days.ts';
import { runs } from './model/deadline.ts';
import type { RandomLife, Throw } from './throw.ts';
import type { Life } from './model/life.ts';
import { actions, objection, roles } from './model/possible.ts';
import { RULES } from '../../src/domain/case/rules.ts';

/** Monday 5 March 2040, 10:00 in Amsterdam. */
export const BEGIN = Date.parse('2040-03-05T09:00:00Z');
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** What the case and its signals are called. */
export interface Ids {
  case: string;
  signal(k: number): string;
}

export type Move = { signal: SignalIn } | { match: MatchIn } | { command: Command } | { replan: ReplanIn };

const number = fc.nat(9_999);
const waitMinutes = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(0, 1, 10) },
  { weight: 4, arbitrary: fc.integer({ min: 11, max: 30 * 60 }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }).map((days) => days * 1_440) },
  { weight: 2, arbitrary: fc.integer({ min: 12, max: 50 }).map((days) => days * 1_440 + 37) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 250 }).map((days) => days * 1_440) },
);
export const throws = fc.array(fc.record<Throw>({ waitMinutes, what: number, who: number, a: number, b: number, c: number }), { minLength: 1, maxLength: 35, size: 'max' });

/** Policies as municipalities may set them: other terms, other maxima. */
export const policies: fc.Arbitrary<CasePolicy> = fc
  .record({
    maxVisits: fc.integer({ min: 1, max: 4 }),
    maxRevisits: fc.integer({ min: 0, max: 2 }),
    recheckAfter: fc.constantFrom('visited' as const, 'plan' as const, 'never' as const, 'visited' as const),
    undoMinutes: fc.constantFrom(1, 10, 60),
    terms: fc.dictionary(
      fc.constantFrom<DeadlineKind>('triage', 'first-visit', 'next-visit', 'plan', 'referral', 'first-talk', 'hand-over', 'feedback', 're-check', 're-check-answer', 're-check-reminder', 'revisit', 'before-end-of-supply', 'before-eviction'),
      fc.record({ unit: fc.constantFrom('workingDays' as const, 'calendarDays' as const, 'months' as const), amount: fc.integer({ min: 0, max: 40 }), warns: fc.constantFrom(null, 0, 1, 2, 5) }),
      { maxKeys: 4 },
    ),
  })
  .map(({ terms, ...rest }) => {
    const deadlines = { ...twentePolicy.deadlines };
    for (const [kind, rule] of Object.entries(terms)) deadlines[kind as DeadlineKind] = ruleOf(kind as DeadlineKind, rule);
    return { version: 'random', ...rest, deadlines };
  });

function ruleOf(kind: DeadlineKind, { unit, amount, warns }: { unit: Term['unit']; amount: number; warns: number | null }): DeadlineRule {
  return { ...twentePolicy.deadlines[kind], term: { unit, amount: unit === 'months' ? amount % 7 : amount }, warnWorkingDays: kind === 're-check' ? null : warns };
}

/** Days closed by decree or by the region, beside the holidays. */
export const closedDays = fc.uniqueArray(fc.integer({ min: 0, max: 900 }), { maxLength: 12 }).map((days) => days.map((n) => ({ date: plus('2040-03-01', n), name: 'gesloten' })));

export const lives = fc.record<RandomLife>({ policy: policies, closed: closedDays, dice: throws });

/** The seed at the door: a change is refused for what it breaks, never for a life that nobody had thrown before. */
const SEED = 20_261_129;

/** FC_RUNS for more lives, FC_SEED=new for others. A failure prints its seed and path; FC_SEED and FC_PATH repeat it. */
export function repeatable(numRuns: number): fc.Parameters<unknown> {
  const { FC_RUNS, FC_SEED, FC_PATH } = process.env;
  const seed = FC_SEED === 'new' ? {} : { seed: Number(FC_SEED ?? SEED) };
  return { numRuns: Number(FC_RUNS ?? numRuns), ...seed, ...(FC_PATH === undefined ? {} : { path: FC_PATH }) };
}

/** Half of the reassignments are a caseworker taking the case on, which moves as little. */
const thrownActions = actions.filter((action) => action !== 'take-on');

/** What this throw asks of the case as the model has it; mostly something that is possible. */
export function moveOf(life: Life, thrown: Throw, n: number, ids: Ids): Move {
  const { what, a, b } = thrown;
  const early = life.phase === 'candidate';
  // A case begins with a signal.
  if (n === 0 || (life.phase !== 'closed' && what % 100 < (early ? 45 : 5))) return { signal: signalOf(life, thrown, ids) };
  if (life.phase !== 'closed' && what % 100 < (early ? 90 : 10)) return { match: thrown.a % 11 === 0 ? leavingOf(life, thrown, n) : !early && thrown.a % 5 === 0 ? objectionOf(life, thrown, n) : matchOf(life, thrown) };
  if (life.phase !== 'closed' && what % 100 >= 86) return { replan: replanOf(life, thrown, n) };
  const possible = thrownActions.flatMap((action) => roles.filter((role) => objection(life, action, role) === null).map((role) => [action, role] as const));
  const names = [...new Set(possible.map(([action]) => action))];
  const likely = names.length > 0 && what % 10 < 8;
  const chosen = likely ? pick(liked(names, b), a) : pick(thrownActions, a);
  const isTakenOn = chosen === 'reassign' && thrown.c % 2 === 1;
  const action: Action = isTakenOn ? 'take-on' : chosen;
  const role = isTakenOn && likely ? 'caseworker' : likely ? pick(possible.filter(([name]) => name === action), thrown.who)[1] : pick(roles, thrown.who);
  const data = dataSchemas[action].parse(dataOf[action](life, thrown, ids.case));
  return { command: { rules: RULES, id: `command-${n}`, action, actor: { id: role, role }, data } as Command };
}

/** Ends are rarer than the way to them. */
function liked(names: Action[], b: number): Action[] {
  const rare: readonly Action[] = ['close', 'no-go', 'pause', 'reassign'];
  const others = names.filter((name) => !rare.includes(name));
  return b % 5 === 0 || others.length === 0 ? names : others;
}

function signalOf(life: Life, { a, b, c }: Throw, ids: Ids): SignalIn {
  const verdict = life.phase === 'candidate' ? pick(['pending', 'pending', 'pending', 'pending', 'in-case', 'dropped'] as const, b) : pick(['pending', 'in-case'] as const, b);
  const creditorId = pick(creditorIds, c);
  const crisis = verdict === 'in-case' && c % 3 > 0;
  const mine = life.signals.filter(({ creditor }) => creditor === creditorId);
  const updates = verdict === 'in-case' && b % 5 < 3 && mine.length > 0 ? { updates: [pick(mine, a).id, pick(mine, b).id] } : {};
  const receivedAt = life.now - (c % 4) * DAY;
  const urgency = crisis && a % 3 > 0 ? { kind: pick(['end-of-supply', 'eviction'] as const, b), endsOn: plus(dayAt(receivedAt), a % 45) } : verdict === 'in-case' && !crisis ? { kind: 'updated' as const } : {};
  const reason = verdict === 'dropped' ? pick(['arrears-age', 'objection', 'not-private'] as const, c) : verdict === 'in-case' ? (crisis ? 'crisis' : 'updated') : null;
  return {
    rules: RULES,
    signalId: ids.signal(a % 9 === 0 && life.signals.length > 0 ? 0 : life.signals.length),
    creditorId,
    roundId: 'twente-2026-10',
    verdict,
    reason,
    teamId: null,
    crisis,
    receivedAt: new Date(receivedAt).toISOString(),
    ...urgency,
    ...updates,
  };
}

function matchOf(life: Life, { a, b, c }: Throw): MatchIn {
  const outcomes = [...Array<'in-case'>(4).fill('in-case'), 'dropped'] as const;
  const decisions = life.signals
    .filter(({ state }, k) => state === 'pending' || (b + k) % 3 === 0)
    .map(({ id, creditor }, k) => {
      const outcome = pick(outcomes, a + k);
      const known = life.signals.filter((signal) => signal.creditor === creditor && signal.state === 'in-case' && signal.id !== id);
      if (outcome === 'in-case' && (c + k) % 3 === 0 && known.length > 0) return { signalId: id, creditorId: creditor, outcome, reason: 'updated' as const, updates: [pick(known, b).id] };
      return { signalId: id, creditorId: creditor, outcome, reason: outcome === 'in-case' ? null : pick(['no-match', 'capacity', 'replaced'] as const, c + k) };
    });
  const closedAt = life.now - (c % 12) * DAY;
  return { rules: RULES, roundId: 'twente-2026-10', closedAt: new Date(closedAt).toISOString(), confirmedAt: new Date(Math.min(life.now, closedAt + (b % 3) * DAY)).toISOString(), teamId: null, decisions };
}

/** A person joined what nobody has decided on to another case. */
function leavingOf(life: Life, { b }: Throw, n: number): MatchIn {
  const at = new Date(life.now).toISOString();
  const decisions = life.signals.filter((_, k) => (b + k) % 2 === 0).map(({ id, creditor }) => ({ signalId: id, creditorId: creditor, outcome: 'dropped', reason: null }) as const);
  return { rules: RULES, roundId: `joined-${n}`, closedAt: at, confirmedAt: at, teamId: null, decisions, leaves: true };
}

/** Somebody in a running case objects. */
function objectionOf(life: Life, { b, c }: Throw, n: number): MatchIn {
  const at = new Date(life.now).toISOString();
  const decisions = life.signals.filter((_, k) => (b + k) % (2 + (c % 2)) === 0).map(({ id, creditor }) => ({ signalId: id, creditorId: creditor, outcome: 'dropped', reason: 'objection' }) as const);
  return { rules: RULES, roundId: `objection-${n}`, closedAt: at, confirmedAt: at, teamId: null, decisions, stops: true, by: { id: `command-${n}`, actor: { id: 'desk', role: 'desk' } } };
}

/** A closed day added or withdrawn, mostly near what runs, or other terms for what runs; now and then told twice. */
function replanOf(life: Life, { what, who, a, b, c }: Throw, n: number): ReplanIn {
  const changeId = a % 11 === 0 ? (life.changes.at(-1) ?? `change-${n}`) : `change-${n}`;
  const told = { rules: RULES, changeId, actor: { id: 'administrator', role: 'administrator' }, policy: null } as const;
  const date = plus(dayAt(life.now), (b % 70) - 20);
  const [known] = [...life.closed].sort().filter((day) => day >= plus(dayAt(life.now), -20));
  if (what % 3 === 0) return { ...told, because: { because: 'closed-day-added', date, name: 'gesloten' } };
  if (what % 3 === 1) return { ...told, because: { because: 'closed-day-withdrawn', date: known ?? date, name: 'gesloten' } };
  const kinds = life.deadlines.filter((d) => runs(d) || b % 3 === 0).map(({ kind }) => kind);
  const kind = pick(kinds.length === 0 ? (['feedback'] as const) : kinds, who);
  const rule = ruleOf(kind, { unit: pick(termUnits, a), amount: b % 41, warns: pick([null, 0, 1, 2, 5], c) });
  const policy = { ...life.policy, version: `random-${n}`, maxVisits: 1 + (c % 4), deadlines: { ...life.policy.deadlines, [kind]: rule } };
  return { ...told, because: { because: 'policy', version: policy.version }, policy };
}
