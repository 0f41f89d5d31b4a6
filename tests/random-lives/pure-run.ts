/** A random life lived twice at once, by the system's pure steps and by the model: twins. */
import assert from 'node:assert/strict';
import { nextInstant, passTime, refusal, takeCommand, takeMatch, takeReplan, takeSignal } from '../../src/domain/case/life.ts';
import { recordOf, type CaseRecord } from '../../src/domain/case/record.ts';
import { newCase, type CaseInput, type CaseState } from '../../src/domain/case/state.ts';
import type { Step } from '../../src/domain/case/step.ts';
import type { Action } from '../../src/domain/case/lifecycle.ts';
import { BEGIN, moveOf, type Move } from './dice.ts';
import type { RandomLife } from './throw.ts';
import { begins, unborn, type Life } from './model/life.ts';
import * as intake from './model/intake.ts';
import * as people from './model/people.ts';
import { replan } from './model/replan.ts';
import { refuses } from './model/refusals.ts';
import { wait } from './model/time.ts';

export interface Taken {
  before: CaseState;
  record: CaseRecord;
  by: Action | 'signal' | 'match' | 'objection' | 'replan' | 'time';
  now: number;
  /** The most visits that a policy ever allowed this case. */
  maxVisits: number;
}

export interface Moved {
  at: number;
  move: Move;
  state: CaseState;
  life: Life;
  refusals: { case: string | null; model: string | null };
  taken: Taken[];
}

export const inputOf = ({ policy, closed }: RandomLife, caseId = 'case'): CaseInput => ({ caseId, gemeentecode: '0153', policy, closedDays: closed });

/** Nothing that a step is given may it change. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

export interface Twins {
  life: Life;
  state(): CaseState;
  /** What time brings up to and including this moment. */
  pass(at: number): Taken[];
  refusals(move: Move, at: number): Moved['refusals'];
  /** Only what neither refuses, and after time has passed. */
  take(move: Move, at: number): Taken[];
}

export function twins(random: RandomLife, caseId?: string): Twins {
  let state = frozen(newCase(inputOf(random, caseId)));
  let { maxVisits } = random.policy;
  const life = unborn(random.policy, new Set(random.closed.map(({ date }) => date)), BEGIN);
  const goOn = (step: Step | null, by: Taken['by'], now: number): Taken[] => {
    if (step === null) return [];
    const before = state;
    state = frozen(step.state);
    maxVisits = Math.max(maxVisits, state.policy.maxVisits);
    return [{ before, record: recordOf(step), by, now, maxVisits }];
  };
  return {
    life,
    state: () => state,
    pass: (at) => {
      wait(life, at);
      return goOn(passTime(state, isoOf(at)), 'time', at);
    },
    refusals: (move, at) => refusalsOf(state, life, move, isoOf(at)),
    take: (move, at) => {
      bothDo(life, move);
      return goOn(stepOf(state, move, isoOf(at)), nameOf(move), at);
    },
  };
}

const isoOf = (at: number) => new Date(at).toISOString();

export function* pureRun(random: RandomLife): Generator<Moved> {
  const both = twins(random);
  let at = BEGIN;
  for (const [n, thrown] of random.dice.entries()) {
    at += thrown.waitMinutes * 60_000;
    const taken = both.pass(at);
    const move = moveOf(both.life, thrown, n, { case: 'case', signal: (k) => `s${k}` });
    const refusals = both.refusals(move, at);
    if (refusals.case === null && refusals.model === null) taken.push(...both.take(move, at));
    yield { at, move, state: both.state(), life: both.life, refusals, taken };
  }
}

const nameOf = (move: Move) => ('signal' in move ? 'signal' : 'match' in move ? (move.match.stops === true ? 'objection' : 'match') : 'replan' in move ? 'replan' : move.command.action);

/** A day as a machine writes it, or a code: no refusal that people read has one. */
const NO_WORDS = /\d{4}-\d\d|"[a-z]+(?:-[a-z]+)*"/;

function refusalsOf(state: CaseState, life: Life, move: Move, now: string): Moved['refusals'] {
  if (!('command' in move)) return { case: null, model: null };
  const reason = refusal(state, move.command, now);
  if (reason !== null && 'message' in reason) assert.doesNotMatch(reason.message, NO_WORDS);
  return { case: reason === null ? null : 'code' in reason ? reason.code : reason.rule, model: refuses(life, move.command) };
}

function stepOf(state: CaseState, move: Move, now: string): Step | null {
  if ('signal' in move) return takeSignal(state, frozen(move.signal), now);
  if ('replan' in move) return takeReplan(state, frozen(move.replan), now);
  return 'match' in move ? takeMatch(state, frozen(move.match), now) : takeCommand(state, frozen(move.command), now);
}

function bothDo(life: Life, move: Move): void {
  begins(life);
  if ('signal' in move) intake.signal(life, move.signal);
  else if ('match' in move) intake.match(life, move.match);
  else if ('replan' in move) replan(life, move.replan);
  else people.command(life, move.command);
}

/** The same moves once more on the system alone, time passing from moment to moment as the workflow's timer lets it. */
export function againBySteps(random: RandomLife, moved: readonly Moved[]): CaseState {
  let state = newCase(inputOf(random));
  for (const { at, move, refusals } of moved) {
    const now = new Date(at).toISOString();
    for (let next = nextInstant(state); next !== null && Date.parse(next) <= at; next = nextInstant(state)) state = passTime(state, next)?.state ?? state;
    if (refusals.case === null) state = stepOf(state, move, now)?.state ?? state;
  }
  return state;
}
