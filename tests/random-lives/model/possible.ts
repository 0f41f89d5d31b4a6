/** Who may do what, when: a second reading of the process, apart from the transition table. */
import type { Action, Phase, Role } from '../../../src/domain/case/lifecycle.ts';
import { runs } from './deadline.ts';
import type { Life } from './life.ts';

/** action: who | in which phases. D desk, L project leader, C caseworker, S creditor, Y the system; t(riage) v(isiting) p(lanning) f(eedback) m(onitoring) r(e-check) c(andidate) x(closed). */
const readings: Record<Action, string> = {
  go: 'DL|t',
  'no-go': 'DL|t',
  'undo-triage': 'DL|t',
  'plan-appointment': 'CDL|vpfmr',
  'record-attempt': 'CDL|vpfmr',
  'record-callback': 'CDL|vfmr',
  'correct-attempt': 'CL|vpfmr',
  'take-back-attempt': 'CL|vpfmr',
  'resume-visits': 'DL|vpfmr',
  'end-visits': 'DL|v',
  'record-problematic-debts': 'CL|pfmr',
  'withdraw-problematic-debts': 'CL|vpfmr',
  'complete-plan': 'CL|p',
  'end-planning': 'CL|p',
  refer: 'CDL|tvpfmr',
  'record-first-talk': 'CDL|tvpfmr',
  'offer-hand-over': 'CL|pfmr',
  'confirm-hand-over': 'CDLY|tvpfmr',
  'mark-covered': 'CL|mr',
  'send-feedback': 'CL|fmr',
  'undo-feedback': 'CL|fmr',
  'correct-feedback': 'CL|fmr',
  'answer-re-check': 'SDL|vr',
  'decide-re-check': 'L|r',
  pause: 'CDL|tvpfmr',
  resume: 'CDL|tvpfmr',
  'extend-deadline': 'DL|tvpfmr',
  'withdraw-day': 'SDL|tvpfmr',
  reassign: 'DLY|tvpfmr',
  'take-on': 'C|tvpfmr',
  close: 'DLY|ctvpfmr',
  reopen: 'DL|x',
};
const letters: Partial<Record<Role, string>> = { desk: 'D', 'project-leader': 'L', caseworker: 'C', creditor: 'S', system: 'Y' };
const initials: Record<Phase, string> = { candidate: 'c', triage: 't', visiting: 'v', planning: 'p', feedback: 'f', monitoring: 'm', 're-check': 'r', closed: 'x' };
const evenWhilePaused: readonly Action[] = ['resume', 'extend-deadline', 'reassign', 'take-on', 'close', 'answer-re-check', 'withdraw-day'];

export const roles: readonly Role[] = ['creditor', 'desk', 'caseworker', 'project-leader', 'steering-group', 'privacy-officer', 'administrator', 'system'];
export const actions = Object.keys(readings) as Action[];

const running = (life: Life, ...kinds: string[]) => life.deadlines.some((d) => kinds.includes(d.kind) && runs(d));

const circumstances: Partial<Record<Action, (life: Life) => boolean>> = {
  go: (life) => life.held === null,
  'no-go': (life) => life.held === null,
  pause: (life) => life.held === null && life.ready.length === 0,
  'undo-feedback': (life) => life.ready.length > 0,
  'correct-feedback': (life) => life.lastFeedback !== null,
  'undo-triage': (life) => life.held !== null,
  'resume-visits': (life) => life.visitsStopped,
  'end-visits': (life) => life.visitsStopped,
  'take-back-attempt': (life) => life.attempts.length > 0 && life.ready.length === 0,
  'correct-attempt': (life) => life.attempts.length > 0 && life.ready.length === 0,
  'record-problematic-debts': (life) => !(life.debts && life.urgent) && life.ready.length === 0,
  'withdraw-problematic-debts': (life) => (life.debts || running(life, 'referral', 'first-talk', 'first-talk-urgent')) && life.ready.length === 0,
  refer: (life) => running(life, 'referral'),
  'record-first-talk': (life) => running(life, 'first-talk', 'first-talk-urgent'),
  'offer-hand-over': (life) => !running(life, 'hand-over'),
  'confirm-hand-over': (life) => running(life, 'hand-over'),
  'send-feedback': (life) => life.phase === 'feedback' || running(life, 'feedback'),
  'answer-re-check': (life) => life.phase === 're-check' || life.no !== null,
  'decide-re-check': (life) => life.undecided,
  'withdraw-day': (life) => life.signals.some(({ state, threat }) => state === 'in-case' && threat !== null),
  resume: (life) => life.paused !== null,
};

/** Why not, or null: role first, then phase, then the circumstances. */
export function objection(life: Life, action: Action, role: Role): 'wrong-role' | 'wrong-phase' | 'paused' | 'not-now' | null {
  const [who = '', where = ''] = readings[action].split('|');
  if (!who.includes(letters[role] ?? '-')) return 'wrong-role';
  if (!where.includes(initials[life.phase])) return 'wrong-phase';
  if (life.paused !== null && !evenWhilePaused.includes(action)) return 'paused';
  return (circumstances[action]?.(life) ?? true) ? null : 'not-now';
}
