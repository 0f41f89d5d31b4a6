/** The re-check in a case's past: three in four say that current costs are paid, and some do not answer. */
import { creditorsOf, runningDeadline } from '../../src/domain/case/state.ts';
import { localDate, type Instant } from '../../src/domain/time/dates.ts';
import { leader, type Acting } from './acting.ts';

const answers = [['paying', 78], ['not-paying', 9], ['contract-ended', 3], ['moved', 3], ['silent', 7]] as const;

/** The case asks by itself; its creditors answer in the days after. */
export function planAnswers(acting: Acting): void {
  const { life, calendar } = acting.scene;
  const asked = runningDeadline(life.state, 're-check')?.dueOn;
  if (asked === undefined) return;
  for (const creditorId of creditorsOf(life.state)) acting.plan(acting.on(calendar.addWorkingDays(asked, 1)), (at) => planAnswer(acting, creditorId, at));
  acting.plan(acting.on(calendar.addWorkingDays(asked, 17)), (at) => decide(acting, at));
}

function planAnswer(acting: Acting, creditorId: string, from: Instant): void {
  const { dice, part, life } = acting.scene;
  if (part.leaves === 're-check-answer') return;
  const isFirst = creditorsOf(life.state)[0] === creditorId;
  const answer = part.answer === undefined ? dice.weighed(answers) : isFirst ? part.answer : 'paying';
  if (answer === 'silent') return;
  acting.plan(acting.after(from, [0, dice.chance(0.1) ? 12 : 8]), (at) => {
    if (life.state.phase === 're-check') acting.act({ id: `schuldeiser-${creditorId}`, role: 'creditor' }, 'answer-re-check', { creditorId, answer }, at);
  });
}

function decide(acting: Acting, at: Instant): void {
  const { life, part, dice, calendar } = acting.scene;
  if (part.leaves === 're-check-decision') return;
  if (life.state.undecided) return void acting.act(leader, 'decide-re-check', { decision: dice.weighed([['close', 6], ['revisit', 2]]) }, at, 'De schuldeiser is gebeld; dit is wat er bekend is.');
  if (life.state.phase === 're-check') acting.plan(acting.on(calendar.addWorkingDays(localDate(at), 3)), (then) => decide(acting, then));
}
