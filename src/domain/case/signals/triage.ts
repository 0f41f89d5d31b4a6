/** Triage: is the resident known already? Go or no-go; a decision for many at once can be taken back for a while. */
import type { CaseResult } from '../../codes.ts';
import type { CommandOf } from '../commands.ts';
import { endCase } from '../ending.ts';
import { done, doneForAll, enter, say, sendToCreditors, takeBack, type Step } from '../step.ts';

type NoGoReason = CommandOf<'no-go'>['data']['because'];

const resultsOfNoGo: Record<NoGoReason, CaseResult> = {
  known: 'known-at-debt-services',
  'other-programme': 'in-other-programme',
  deceased: 'deceased',
  moved: 'not-a-resident',
  'moved-within': 'not-taken-up-other',
  'wrong-signal': 'not-taken-up-wrong',
  other: 'not-taken-up-other',
};

export function go(step: Step, { undoable }: CommandOf<'go'>['data']): void {
  done(step, 'triage');
  say(step, 'go', { undoable: undoable ?? false });
  if (undoable) hold(step, 'go', null);
  else takeUp(step);
}

export function noGo(step: Step, { because, undoable }: CommandOf<'no-go'>['data']): void {
  done(step, 'triage');
  say(step, 'no-go', { because, undoable: undoable ?? false });
  if (undoable) hold(step, 'no-go', because);
  else turnDown(step, because);
}

export function undoTriage(step: Step): void {
  const { held } = step.state;
  if (held === null) return;
  takeBack(step, held.commandId);
  step.state.held = null;
  say(step, 'triage-undone', { decision: held.decision });
}

/** The time for undoing is over: the decision takes effect and its mail goes out. */
export function effectHeld(step: Step): void {
  const { held } = step.state;
  if (held === null) return;
  step.state.held = null;
  if (held.decision === 'go') takeUp(step);
  else turnDown(step, held.because as NoGoReason);
}

function hold(step: Step, decision: 'go' | 'no-go', because: NoGoReason | null): void {
  const until = new Date(Date.parse(step.at) + step.state.policy.undoMinutes * 60_000).toISOString();
  step.state.held = { until, commandId: step.cause, decision, because };
}

function takeUp(step: Step): void {
  sendToCreditors(step, 'go');
  enter(step, 'visiting');
}

function turnDown(step: Step, because: NoGoReason): void {
  const result = resultsOfNoGo[because];
  sendToCreditors(step, 'no-go', { result });
  doneForAll(step, 'feedback');
  endCase(step, 'no-go', result);
}
