/** Triage and visits in a case's past. About half is reached in three visits: between the region's plan and the national figures. */
import type { Outcome } from '../../src/domain/case/commands.ts';
import { runningDeadline } from '../../src/domain/case/state.ts';
import { addDays, localDate, type Instant, type LocalDate } from '../../src/domain/time/dates.ts';
import { desk, type Acting, type PartOfDay } from './acting.ts';

const GO = 0.9;
const noGo = [['known', 5], ['other-programme', 1], ['moved', 2], ['wrong-signal', 2], ['deceased', 1], ['other', 1]] as const;
const perVisit = [['nobody-home', 67], ['reached', 21], ['refused', 3], ['wants-no-help', 5], ['moved', 2], ['deceased', 1], ['unsafe', 1]] as const satisfies readonly (readonly [Outcome, number])[];
const partsOfDay: readonly PartOfDay[] = ['morning', 'afternoon', 'evening'];

/** @param from when the triage could begin */
export function planTriage(acting: Acting, from: Instant): void {
  const { dice, part } = acting.scene;
  if (part.leaves === 'triage') return;
  const isPlayed = Object.keys(part).length > 0;
  acting.plan(part.firstVisit === undefined ? acting.after(from, [1, dice.chance(0.06) ? 7 : 4]) : acting.soonAfter(from), (at) => {
    if (!isPlayed && !dice.chance(GO)) return void acting.act(desk, 'no-go', { because: dice.weighed(noGo) }, at);
    acting.act(desk, 'go', {}, at);
    if (isPlayed || dice.chance(0.75)) acting.plan(acting.soonAfter(at), (then) => void acting.act(acting.worker, 'take-on', {}, then));
  });
}

export function planFirstVisit(acting: Acting, at: Instant): void {
  const { part, life: { state } } = acting.scene;
  if (part.leaves === (state.cycle === 0 ? 'first-visit' : 'revisit')) return;
  const on = state.cycle === 0 && part.firstVisit !== undefined ? part.firstVisit.on : chosenDay(acting, localDate(at));
  planVisit(acting, on, 0);
}

/** Within its term, or now and then a few days late. */
function chosenDay({ scene: { calendar, dice, life: { state } } }: Acting, from: LocalDate): LocalDate {
  const dueOn = (runningDeadline(state, 'first-visit') ?? runningDeadline(state, 'revisit'))?.dueOn ?? addDays(from, 14);
  const day = calendar.addWorkingDays(dueOn, dice.chance(0.08) ? dice.int(1, 4) : -dice.int(1, 5));
  return day > from ? day : calendar.addWorkingDays(from, 1);
}

function planVisit(acting: Acting, on: LocalDate, made: number): void {
  const partOfDay = partsOfDay[made % 3] ?? 'morning';
  acting.plan(acting.on(on, partOfDay), (at) => {
    const outcome = outcomeOf(acting, made);
    if (!acting.act(acting.worker, 'record-attempt', { kind: 'visit', outcome, date: on, partOfDay }, at)) return;
    if (outcome === 'unsafe') acting.plan(acting.after(at, [1, 3]), (then) => void acting.act(desk, 'end-visits', {}, then, 'Aan de deur was het niet veilig; er gaat niemand meer heen.'));
    if (outcome === 'nobody-home' && acting.scene.life.state.phase === 'visiting') goOn(acting, at, made + 1);
  });
}

function outcomeOf({ scene: { part, dice, life: { state } } }: Acting, made: number): Outcome {
  if (made === 0 && state.cycle === 0 && part.firstVisit !== undefined) return part.firstVisit.outcome;
  if (part.leaves === 'next-visit') return 'nobody-home';
  return isToBeReached(part) ? (made === 0 ? 'nobody-home' : 'reached') : dice.weighed(perVisit);
}

/** Parts that begin after a talk. */
const isToBeReached = ({ leaves, problematicDebts }: Acting['scene']['part']): boolean => problematicDebts !== undefined || leaves === 'plan' || leaves === 'hand-over';

function goOn(acting: Acting, at: Instant, made: number): void {
  const { dice, part, calendar } = acting.scene;
  const { appointment } = part;
  if (appointment !== undefined) {
    return acting.plan(acting.soonAfter(at, dice.int(60, 150)), (then) => void acting.act(acting.worker, 'plan-appointment', { ...{ date: appointment.on, time: appointment.time }, place: dice.pick(['door', 'neighbourhood-team', 'town-hall']) }, then));
  }
  if (part.leaves === 'next-visit') return;
  if (dice.chance(0.3)) acting.plan(acting.after(at, [1, 1]), (then) => tryOtherwise(acting, then));
  if (dice.chance(0.06)) acting.plan(acting.after(at, [1, 2]), (then) => callBack(acting, then));
  planVisit(acting, calendar.addWorkingDays(localDate(at), dice.chance(0.07) ? dice.int(6, 8) : dice.int(2, 5)), made);
}

function tryOtherwise(acting: Acting, at: Instant): void {
  const { dice, life } = acting.scene;
  if (life.state.phase !== 'visiting') return;
  acting.act(acting.worker, 'record-attempt', { kind: dice.pick(['phone', 'text', 'letter']), outcome: dice.chance(0.12) ? 'reached' : 'nobody-home', date: localDate(at) }, at);
}

/** After the flyer. */
function callBack(acting: Acting, at: Instant): void {
  if (acting.scene.life.state.phase === 'visiting') acting.act(desk, 'record-callback', { date: localDate(at) }, at);
}
