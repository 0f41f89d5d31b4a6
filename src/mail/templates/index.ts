import type { TemplateName } from '../../db/queries/outreach/outbox.ts';
import type { Template } from '../template.ts';
import { auditSealing } from './audit-sealing.ts';
import { crisis, dayWithdrawn, debtsWithdrawn, decisionNeeded, movedWithin, signalJoined, visitsStopped } from './colleague.ts';
import { daily } from './daily.ts';
import { digest } from './digest.ts';
import { deadlineBreach, deadlineWarning } from './deadline.ts';
import { matchList } from './match-list.ts';
import { newCases } from './new-cases.ts';
import { matchResult } from './match-result.ts';
import { feedbackCorrected } from './feedback-corrected.ts';
import { feedback } from './feedback.ts';
import { go } from './go.ts';
import { caseClosed, noGo, signalStopped } from './not-taken-up.ts';
import { caseReopened } from './reopened.ts';
import { personCorrected, personErased } from './person-told.ts';
import { receipt } from './receipt.ts';
import { recheckQuestion, recheckReminder } from './recheck.ts';
import { webhookDisabled } from './webhook-disabled.ts';
import { verificationFailed } from './verification.ts';

export const templates: Readonly<Record<TemplateName, Template>> = {
  go,
  'no-go': noGo,
  feedback,
  'feedback-corrected': feedbackCorrected,
  'case-closed': caseClosed,
  'case-reopened': caseReopened,
  'signal-stopped': signalStopped,
  're-check-question': recheckQuestion,
  're-check-reminder': recheckReminder,
  'deadline-warning': deadlineWarning,
  'deadline-breach': deadlineBreach,
  'decision-needed': decisionNeeded,
  'visits-stopped': visitsStopped,
  'signal-joined': signalJoined,
  crisis,
  'day-withdrawn': dayWithdrawn,
  'moved-within': movedWithin,
  'debts-withdrawn': debtsWithdrawn,
  digest,
  'new-cases': newCases,
  'match-list': matchList,
  daily,
  'person-corrected': personCorrected,
  'person-erased': personErased,
  'webhook-disabled': webhookDisabled,
  receipt,
  'drop-outs': matchResult,
  'verification-failed': verificationFailed,
  'audit-sealing': auditSealing,
};
