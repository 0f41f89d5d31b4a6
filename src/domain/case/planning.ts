/** Plan, problematic debts and hand-over. Problematic debts open a file: debt services are called in at once. */
import type { CaseResult } from '../codes.ts';
import type { CommandOf } from '../commands.ts';
import { done, enter, say, start, type Step } from './step.ts';

const resultsOfEnding: Record<CommandOf<'end-planning'>['data']['because'], CaseResult> = {
  declined: 'wants-no-help',
  'no-response': 'no-response-after-contact',
  paid: 'paid-or-arranged',
};

export function completePlan(step: Step, data: CommandOf<'complete-plan'>['data']): void {
  const { state } = step;
  done(step, 'plan');
  state.planId = data.planId;
  say(step, 'plan-completed', { planId: data.planId, problematicDebts: data.problematicDebts });
  if (data.problematicDebts) openFile(step, data.urgent ?? false);
  if (data.handOver) offerHandOver(step, data.planId);
  state.result = data.result ?? (data.problematicDebts ? 'follow-up-financial' : 'advice');
  enter(step, 'feedback');
}

export function endPlanning(step: Step, { because }: CommandOf<'end-planning'>['data']): void {
  done(step, 'plan');
  say(step, 'planning-ended', { because });
  step.state.result = resultsOfEnding[because];
  enter(step, 'feedback');
}

export function recordProblematicDebts(step: Step, { urgent }: CommandOf<'record-problematic-debts'>['data']): void {
  openFile(step, urgent);
}

export function refer(step: Step): void {
  done(step, 'referral');
  say(step, 'referred');
  start(step, step.state.urgent ? 'first-talk-urgent' : 'first-talk');
}

export function recordFirstTalk(step: Step, { date }: CommandOf<'record-first-talk'>['data']): void {
  done(step, 'first-talk');
  done(step, 'first-talk-urgent');
  say(step, 'first-talk', { date });
}

export function offerHandOver(step: Step, handOverId: string): void {
  say(step, 'hand-over-offered', { handOverId });
  start(step, 'hand-over');
}

export function confirmHandOver(step: Step): void {
  done(step, 'hand-over');
  say(step, 'hand-over-confirmed');
}

function openFile(step: Step, urgent: boolean): void {
  const { state } = step;
  if (state.problematicDebts) return;
  state.problematicDebts = true;
  state.urgent = urgent;
  say(step, 'problematic-debts', { urgent });
  start(step, 'referral');
}
