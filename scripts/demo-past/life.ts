/** A case's life in the past, lived on the same pure steps as the workflow lives it, with the history that it leaves. */
import type { Actor, Command, DataOf } from '../../src/domain/case/commands.ts';
import type { Action } from '../../src/domain/case/lifecycle.ts';
import { nextInstant, passTime, refusal, takeCommand, takeMatch, takeSignal } from '../../src/domain/case/life.ts';
import { recordOf, type CaseRecord } from '../../src/domain/case/record.ts';
import { RULES } from '../../src/domain/case/rules.ts';
import type { MatchIn, SignalIn } from '../../src/domain/case/signals/intake.ts';
import { newCase, type CaseInput, type CaseState } from '../../src/domain/case/state.ts';
import type { Step } from '../../src/domain/case/step.ts';
import type { Instant } from '../../src/domain/time/dates.ts';
import { HistoryWriter, type Update } from './history.ts';

/** How long after its moment a worker has a timer in hand. */
const AFTER_TIMER_MS = 21;

export interface Deed<A extends Action = Action> {
  id: string;
  action: A;
  actor: Actor;
  data: DataOf<A>;
  noteId?: string;
}

export class Life {
  state: CaseState;
  readonly records: CaseRecord[] = [];
  readonly runId: string;
  readonly beganAt: Instant;
  readonly #history: HistoryWriter;
  #endedAt: Instant;

  constructor(input: CaseInput, run: { runId: string; taskQueue: string; at: Instant }) {
    this.state = newCase(input);
    this.runId = run.runId;
    this.beganAt = this.#endedAt = run.at;
    this.#history = new HistoryWriter({ ...run, start: { input } });
  }

  /** The moment at which the case took its last step. */
  get endedAt(): Instant {
    return this.#endedAt;
  }

  get events(): readonly object[] {
    return this.#history.events;
  }

  signal(signal: SignalIn, at: Instant): void {
    this.until(at);
    this.#take(at, { id: `signal-${signal.signalId}`, name: 'addSignal', message: signal }, takeSignal(this.state, signal, at));
  }

  match(match: MatchIn, at: Instant): void {
    this.until(at);
    this.#take(at, { id: `match-${match.roundId}`, name: 'applyMatch', message: match }, takeMatch(this.state, match, at));
  }

  /** False when the case does not take it then; nothing has happened but time. */
  act<A extends Action>({ id, action, actor, data, noteId }: Deed<A>, at: Instant): boolean {
    this.until(at);
    const command = { rules: RULES, id, action, actor, ...(noteId === undefined ? {} : { noteId }), data } as Command;
    if (refusal(this.state, command, at) !== null) return false;
    this.#take(at, { id, name: 'act', message: command }, takeCommand(this.state, command, at));
    return true;
  }

  /** All that happens by itself up to a moment. */
  until(at: Instant): void {
    for (let next = nextInstant(this.state); next !== null && Date.parse(next) <= Date.parse(at); next = nextInstant(this.state)) {
      const woken = new Date(Math.min(Date.parse(next) + AFTER_TIMER_MS, Date.parse(at))).toISOString();
      const step = passTime(this.state, woken);
      if (step !== null) this.#take(woken, null, step);
    }
  }

  #take(at: Instant, update: Update | null, step: Step): void {
    const passed = passTime(step.state, at);
    const records = [step, ...(passed === null ? [] : [passed])].map(recordOf);
    this.state = passed?.state ?? step.state;
    this.#endedAt = at;
    this.records.push(...records);
    const { phase, ending, result, seq } = this.state;
    this.#history.step({ at, update, records, next: phase === 'closed' ? null : nextInstant(this.state) });
    if (phase === 'closed') this.#history.end(at, { ending, result, steps: seq });
  }
}
