/** People who act in a case's past: each deed at its own moment, the earliest first, until now. */
import type { Actor, DataOf, Outcome } from '../../src/domain/case/commands.ts';
import type { Action, Phase } from '../../src/domain/case/lifecycle.ts';
import type { DeadlineKind } from '../../src/domain/planning/policy.ts';
import type { Calendar } from '../../src/domain/time/calendar.ts';
import { localDate, type Instant, type LocalDate } from '../../src/domain/time/dates.ts';
import { clock, plusMs } from './calendar.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';
import type { Words } from './words.ts';

/** The part of a case in the demo; without one, chance decides. */
export interface Part {
  /** Nobody does what ends this deadline: it waits, or is late by now. */
  leaves?: DeadlineKind;
  firstVisit?: { on: LocalDate; outcome: Outcome };
  /** Still to come. */
  appointment?: { on: LocalDate; time: string };
  planOn?: LocalDate;
  problematicDebts?: 'urgent' | 'not-urgent';
  /** Of a creditor at the re-check. */
  answer?: 'paying' | 'not-paying' | 'silent';
  isPaused?: boolean;
}

export interface Scene {
  life: Life;
  words: Words;
  dice: Dice;
  calendar: Calendar;
  now: Instant;
  /** As in the names of the demo's accounts. */
  slug: string;
  part: Part;
}

const MINUTE_MS = 60_000;
const day = { morning: [540, 700], afternoon: [780, 1000], evening: [1080, 1190] } as const;
export type PartOfDay = keyof typeof day;

export const desk: Actor = { id: 'meldpunt', role: 'desk' };
export const leader: Actor = { id: 'projectleider', role: 'project-leader' };

export class Acting {
  readonly #agenda: { at: Instant; deed: (at: Instant) => void }[] = [];
  readonly worker: Actor;
  /** Called after each deed that moved the case to another phase. */
  onPhase: (phase: Phase, at: Instant) => void = () => undefined;
  readonly scene: Scene;

  constructor(scene: Scene) {
    this.scene = scene;
    this.worker = { id: `medewerker-${scene.slug}`, role: 'caseworker' };
  }

  plan(at: Instant, deed: (at: Instant) => void): void {
    this.#agenda.push({ at, deed });
  }

  /** What is planned after now is left to whoever uses the demo. */
  live(): void {
    const { life, now } = this.scene;
    for (let next = this.#next(); next !== undefined && Date.parse(next.at) <= Date.parse(now); next = this.#next()) {
      life.until(next.at);
      next.deed(next.at);
    }
    life.until(now);
  }

  #next() {
    this.#agenda.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    return this.#agenda.shift();
  }

  /** False when the case does not take it at that moment. */
  act<A extends Action>(actor: Actor, action: A, data: DataOf<A>, at: Instant, reason?: string): boolean {
    const { life, dice, words } = this.scene;
    const before = life.state.phase;
    const noteId = reason === undefined ? undefined : dice.id();
    if (!life.act({ id: dice.id(), action, actor, data, ...(noteId === undefined ? {} : { noteId }) }, at)) return false;
    if (noteId !== undefined && reason !== undefined) words.notes.push({ id: noteId, authorId: actor.id, at, text: reason });
    if (life.state.phase !== before) this.onPhase(life.state.phase, at);
    return true;
  }

  on(date: LocalDate, partOfDay: PartOfDay = this.scene.dice.pick(['morning', 'afternoon'])): Instant {
    const [from, to] = day[partOfDay];
    return clock(date, this.scene.dice.int(from, to));
  }

  /** So many working days later, of which chance takes a number. */
  after(at: Instant, [from, to]: readonly [number, number], partOfDay?: PartOfDay): Instant {
    return this.on(this.scene.calendar.addWorkingDays(localDate(at), this.scene.dice.int(from, to)), partOfDay);
  }

  soonAfter(at: Instant, minutes = this.scene.dice.int(3, 40)): Instant {
    return plusMs(at, minutes * MINUTE_MS);
  }
}
