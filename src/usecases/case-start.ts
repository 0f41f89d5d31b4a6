import { WithStartWorkflowOperation } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { StartingCalendar } from '../db/queries/policies.ts';
import { casePolicySchema } from '../domain/policy.ts';
import type { caseWorkflow } from '../../workflows/case.ts';

interface CaseToStart {
  caseId: string;
  municipalityCode: string;
  roundId: string;
  /** The body of the policy version that the case runs under. */
  policy: unknown;
  calendar: StartingCalendar;
}

const gemeentecode = defineSearchAttributeKey('Gemeentecode', 'KEYWORD');
const ronde = defineSearchAttributeKey('Ronde', 'KEYWORD');

/** Starts the workflow of a case together with its first message; one that runs already just gets the message. */
export function caseStart(taskQueue: string, { caseId, municipalityCode, roundId, policy, calendar }: CaseToStart) {
  return new WithStartWorkflowOperation<typeof caseWorkflow>('caseWorkflow', {
    workflowId: `case-${caseId}`,
    taskQueue,
    args: [{ input: { caseId, gemeentecode: municipalityCode, policy: casePolicySchema.parse(policy), ...calendar } }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    typedSearchAttributes: [
      { key: gemeentecode, value: municipalityCode },
      { key: ronde, value: roundId },
    ],
    staticSummary: `Vroegsignaalzaak in gemeente ${municipalityCode}`,
  });
}
