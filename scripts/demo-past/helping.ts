/** Plan, debt services, hand-over and feedback in a case's past. One in three plans is about problematic debts. */
import { helpIn, proposedFeedback } from '../../src/domain/case/feedback/feedback-plan.ts';
import { planCodesOf } from '../../src/domain/case/plan/plan.ts';
import { addMonths, localDate, type Instant } from '../../src/domain/time/dates.ts';
import { desk, type Acting } from './acting.ts';
import { planOf } from './words.ts';

const WITH_PLAN = 0.85;
const PROBLEMATIC = 0.33;

export function planPlanning(acting: Acting, from: Instant): void {
  const { dice, part, calendar } = acting.scene;
  if (part.leaves === 'plan') return;
  if (part.isPaused === true) return acting.plan(acting.after(from, [1, 1]), (at) => void acting.act(acting.worker, 'pause', {}, at, 'De inwoner ligt in het ziekenhuis; over een paar weken gaan we verder.'));
  const at = part.planOn === undefined ? acting.after(from, [2, dice.chance(0.08) ? 13 : 9]) : acting.on(calendar.isWorkingDay(part.planOn) ? part.planOn : calendar.addWorkingDays(part.planOn, -1));
  acting.plan(at, (then) => {
    if (Object.keys(part).length > 0 || dice.chance(WITH_PLAN)) makePlan(acting, then);
    else acting.act(acting.worker, 'end-planning', { because: dice.pick(['declined', 'no-response', 'paid']) }, then);
  });
}

function makePlan(acting: Acting, at: Instant): void {
  const { dice, part, words } = acting.scene;
  const id = dice.id();
  const problematicDebts = part.problematicDebts !== undefined || (part.leaves !== 'hand-over' && dice.chance(PROBLEMATIC));
  const urgent = problematicDebts && (part.problematicDebts === undefined ? dice.chance(0.2) : part.problematicDebts === 'urgent');
  const confirmed = part.leaves !== 'hand-over' && dice.chance(0.4);
  const body = planOf(dice, { problematicDebts, urgent, confirmed, from: `${addMonths(localDate(at), 1).slice(0, 7)}-01` });
  // Before the case hears of it, as the use case stores it: what follows reads its codes.
  words.plans.push({ id, authorId: acting.worker.id, at, body });
  const handOver = confirmed ? 'confirmed' : 'offered';
  if (!acting.act(acting.worker, 'complete-plan', { planId: id, problematicDebts, handOver, ...(problematicDebts ? { urgent } : {}) }, at)) return void words.plans.pop();
  if (problematicDebts && part.leaves !== 'referral') acting.plan(acting.after(at, [dice.chance(0.1) ? 2 : 1, 1]), (then) => refer(acting, then, urgent));
  if (!confirmed && part.leaves !== 'hand-over') acting.plan(acting.after(at, [2, dice.chance(0.05) ? 12 : 9]), (then) => void acting.act(acting.worker, 'confirm-hand-over', {}, then));
}

function refer(acting: Acting, at: Instant, urgent: boolean): void {
  const { part } = acting.scene;
  if (!acting.act(acting.worker, 'refer', {}, at) || part.leaves === (urgent ? 'first-talk-urgent' : 'first-talk')) return;
  acting.plan(acting.after(at, urgent ? [1, 3] : [6, 17]), (then) => void acting.act(desk, 'record-first-talk', { date: localDate(then) }, then));
}

export function planFeedback(acting: Acting, from: Instant): void {
  if (acting.scene.part.leaves === 'feedback') return;
  acting.plan(acting.after(from, [1, acting.scene.dice.chance(0.06) ? 12 : 6]), (at) => {
    const { life: { state }, dice, words } = acting.scene;
    const plan = words.plans.find(({ id }) => id === state.planId);
    const body = proposedFeedback(helpIn(state, plan === undefined ? null : planCodesOf(plan.body)));
    const id = dice.id();
    words.feedbacks.push({ id, authorId: acting.worker.id, at, body: plan === undefined ? { ...body, cause: 'unknown' } : body });
    if (!acting.act(acting.worker, 'send-feedback', { feedbackId: id }, at)) words.feedbacks.splice(words.feedbacks.findIndex((one) => one.id === id), 1);
  });
}
