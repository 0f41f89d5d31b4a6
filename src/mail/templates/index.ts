import type { MailTemplate } from '../../domain/case/step.ts';
import type { Template } from '../template.ts';
import { decisionNeeded, signalJoined, visitsStopped } from './colleague.ts';
import { deadlineBreach, deadlineWarning } from './deadline.ts';
import { dropOuts } from './drop-outs.ts';
import { feedback } from './feedback.ts';
import { go } from './go.ts';
import { caseClosed, noGo } from './not-taken-up.ts';
import { receipt } from './receipt.ts';
import { recheckQuestion, recheckReminder } from './recheck.ts';
import { verificationFailed } from './verification.ts';

/** Beside the mails of a case: of a delivery (`receipt`), of a round (`drop-outs`), of the nightly self-check. */
export type TemplateName = MailTemplate | 'receipt' | 'drop-outs' | 'verification-failed';

export const templates: Readonly<Record<TemplateName, Template>> = {
  go,
  'no-go': noGo,
  feedback,
  'case-closed': caseClosed,
  're-check-question': recheckQuestion,
  're-check-reminder': recheckReminder,
  'deadline-warning': deadlineWarning,
  'deadline-breach': deadlineBreach,
  'decision-needed': decisionNeeded,
  'visits-stopped': visitsStopped,
  'signal-joined': signalJoined,
  receipt,
  'drop-outs': dropOuts,
  'verification-failed': verificationFailed,
};
